'use strict';

const { createHash, timingSafeEqual } = require('node:crypto');

/**
 * The users who may log in by a token. How long a look-up takes tells nothing about the tokens.
 */
class Tokens {
  /** @type {[digest: Buffer, userName: string][]} */
  #digests = [];

  /**
   * @param {string} token
   * @param {string} userName
   * @returns {boolean} false: somebody has it already, and it could not tell the two apart
   */
  add(token, userName) {
    if (this.find(token) !== undefined) return false;
    this.#digests.push([digest(token), userName]);
    return true;
  }

  /**
   * @param {string} token
   * @returns {string | undefined} whose it is
   */
  find(token) {
    const given = digest(token);
    // To the end in any case.
    const fitting = this.#digests.filter(([kept]) => timingSafeEqual(kept, given));
    return fitting[0]?.[1];
  }
}

/**
 * Digests are of one length, which a comparison in constant time needs.
 *
 * @param {string} text
 * @returns {Buffer}
 */
function digest(text) {
  return createHash('sha256').update(text).digest();
}

module.exports = { Tokens };
