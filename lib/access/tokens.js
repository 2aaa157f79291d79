'use strict';

const { createHash, timingSafeEqual } = require('node:crypto');

/**
 * Users by token. A look-up takes constant time.
 */
class Tokens {
  /** @type {[digest: Buffer, userName: string][]} */
  #digests = [];

  /**
   * @param {string} token
   * @param {string} userName
   * @returns {boolean} false: another user already has this token
   */
  add(token, userName) {
    if (this.find(token) !== undefined) return false;
    this.#digests.push([digest(token), userName]);
    return true;
  }

  /**
   * @param {string} token
   * @returns {string | undefined} its user
   */
  find(token) {
    const given = digest(token);
    // No early exit: the time must not depend on the token.
    const fitting = this.#digests.filter(([kept]) => timingSafeEqual(kept, given));
    return fitting[0]?.[1];
  }
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

module.exports = { Tokens };
