'use strict';

const { createHmac, randomBytes, randomUUID, timingSafeEqual } = require('node:crypto');

const PREFIX = 'client-';
const SECRET_BYTES = 16;
const START_BYTES = 4;
const KEY_BYTES = 32;

/**
 * Gives out client ids, `client-<uuid>`, that are never given again, not even after a restart. Their first eight digits are
 * those of this life of the server, so that an id of an earlier one is known as such: revision numbers that came with it
 * mean nothing here. A server that keeps its projects, and with them its identity, goes on with the life that it had.
 *
 * Everybody sees the ids of the others. That an id is one's own, one shows with its secret, which only its owner is told.
 */
class ClientIds {
  #start = '';
  /** @type {Buffer} */
  #key = Buffer.alloc(0);

  constructor() {
    this.identity = ClientIds.newIdentity();
  }

  /** @param {Buffer} identity of the server that this one goes on from: nobody else may know it */
  set identity(identity) {
    this.#start = `${PREFIX}${identity.toString('hex', 0, START_BYTES)}-`;
    this.#key = identity.subarray(START_BYTES);
  }

  /** @returns {Buffer} one that no server has */
  static newIdentity() {
    return randomBytes(START_BYTES + KEY_BYTES);
  }

  /** @returns {string} */
  next() {
    return this.#start + randomUUID().slice(9);
  }

  /**
   * @param {unknown} clientId
   * @returns {boolean} could it have been given in this life of the server?
   */
  isOfThisLife(clientId) {
    return typeof clientId === 'string' && clientId.startsWith(this.#start);
  }

  /**
   * @param {string} clientId
   * @returns {string} letters, digits, `-` and `_`
   */
  secretOf(clientId) {
    return this.#hash(clientId).toString('base64url');
  }

  /**
   * @param {string} clientId
   * @param {unknown} secret that somebody gives
   * @returns {boolean} is it that of the id?
   */
  isSecretOf(clientId, secret) {
    if (typeof secret !== 'string') return false;
    const given = Buffer.from(secret, 'base64url');
    return given.length === SECRET_BYTES && timingSafeEqual(given, this.#hash(clientId));
  }

  /**
   * @param {string} clientId
   * @returns {Buffer}
   */
  #hash(clientId) {
    return createHmac('sha256', this.#key).update(clientId).digest().subarray(0, SECRET_BYTES);
  }
}

module.exports = { ClientIds };
