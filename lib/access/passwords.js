'use strict';

const { createHash, randomBytes, scrypt, timingSafeEqual } = require('node:crypto');
const { promisify } = require('node:util');

const scryptAsync = promisify(scrypt);

const HASH_MARK = 'scrypt$';
// scrypt$N$r$p$salt$hash, with salt and hash in base64url; N, r and p are those of node:crypto.
const HASHED = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)$/;
const DERIVED_BYTES = 32;
const COST = { N: 16384, r: 8, p: 1 };

/**
 * Compares a password with the one in the option `users`, in constant time. The result for a hash is a promise, because
 * hashing runs off the event loop; that for plain text is a boolean.
 *
 * @param {unknown} given what the client sent
 * @param {string} kept plain text, or a hash from hashPassword()
 * @returns {boolean | Promise<boolean>}
 */
function passwordFits(given, kept) {
  const text = typeof given === 'string' ? given : '';
  const hashed = HASHED.exec(kept);
  if (!hashed) return timingSafeEqual(digest(text), digest(kept)) && typeof given === 'string';

  const [, N, r, p, salt, hash] = hashed;
  return scryptFits(text, { N: Number(N), r: Number(r), p: Number(p) }, salt, hash);
}

/**
 * Makes a hash that the option `users` accepts instead of a password.
 *
 * @param {string} password
 * @returns {Promise<string>}
 */
async function hashPassword(password) {
  const salt = randomBytes(16);
  const derived = /** @type {Buffer} */ (await derive(password, salt, DERIVED_BYTES, COST));
  const parts = ['scrypt', COST.N, COST.r, COST.p];
  return [...parts, salt.toString('base64url'), derived.toString('base64url')].join('$');
}

/**
 * @param {string} kept
 * @returns {boolean}
 */
function isHash(kept) {
  return HASHED.test(kept);
}

/**
 * @param {string} password
 * @param {{N: number, r: number, p: number}} cost
 * @param {string} salt
 * @param {string} hash
 * @returns {Promise<boolean>}
 */
async function scryptFits(password, cost, salt, hash) {
  const expected = Buffer.from(hash, 'base64url');
  const derived = await derive(password, Buffer.from(salt, 'base64url'), expected.length, cost);
  return timingSafeEqual(/** @type {Buffer} */ (derived), expected);
}

/**
 * @param {string} password
 * @param {Buffer} salt
 * @param {number} length
 * @param {{N: number, r: number, p: number}} cost
 * @returns {Promise<unknown>}
 */
function derive(password, salt, length, cost) {
  const settings = { ...cost, maxmem: 256 * cost.N * cost.r };
  return /** @type {Function} */ (scryptAsync)(password, salt, length, settings);
}

/**
 * Digests have equal lengths, which timingSafeEqual() requires.
 *
 * @param {string} text
 * @returns {Buffer}
 */
function digest(text) {
  return createHash('sha256').update(text).digest();
}

module.exports = { HASH_MARK, passwordFits, hashPassword, isHash };
