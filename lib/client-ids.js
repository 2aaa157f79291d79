'use strict';

const { randomBytes, randomUUID } = require('node:crypto');

const PREFIX = 'client-';

/**
 * Gives out client ids, `client-<uuid>`, that are never given again, not even after a restart. Their first eight digits are
 * those of this life of the server, so that an id of an earlier one is known as such: revision numbers that came with it
 * mean nothing here.
 */
class ClientIds {
  #start = `${PREFIX}${randomBytes(4).toString('hex')}-`;

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
}

module.exports = { ClientIds };
