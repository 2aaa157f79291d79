'use strict';

const { createHmac, randomBytes, randomUUID, timingSafeEqual } = require('node:crypto');

const PREFIX = 'client-';
const SECRET_BYTES = 16;
const START_BYTES = 4;
const KEY_BYTES = 32;

/**
 * Assigns client ids, `client-<uuid>`, that are never used again, not even after a restart. Their first eight digits
 * identify the run of the server, so that an id of an earlier run is recognized: revision numbers of that run are
 * meaningless here. A server with a storage, which stores its identity, continues the same run.
 *
 * Client ids are public. A client proves its id by a secret that only it gets.
 */
class ClientIds {
  #start = '';
  /** @type {Buffer} */
  #key = Buffer.alloc(0);

  constructor() {
    this.identity = ClientIds.newIdentity();
  }

  /** @param {Buffer} identity of the server; secret */
  set identity(identity) {
    this.#start = `${PREFIX}${identity.toString('hex', 0, START_BYTES)}-`;
    this.#key = identity.subarray(START_BYTES);
  }

  /** @returns {Buffer} a new identity */
  static newIdentity() {
    return randomBytes(START_BYTES + KEY_BYTES);
  }

  /** @returns {string} */
  next() {
    return this.#start + randomUUID().slice(9);
  }

  /**
   * For those who come once, and are nobody's to come back as: cheaper than one that is made by chance.
   *
   * @returns {() => string} gives ids that begin with one id, and differ in a number behind it
   */
  numbered() {
    let start = '';
    let count = 0;
    return () => {
      if (start === '') start = this.next();
      return `${start}.${++count}`;
    };
  }

  /**
   * @param {unknown} clientId
   * @returns {boolean} can it have been assigned in this run of the server?
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
   * @param {unknown} secret from a client
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
