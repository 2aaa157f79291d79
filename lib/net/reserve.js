'use strict';

const REASON = 'Too many messages are not whole, and this one began first';

/** @typedef {{terminate: (reason: string) => void}} Holder */

/**
 * Limits the incomplete messages of all connections together: beyond the limit, the connections whose messages began
 * first are terminated. So connections that never finish a message do not affect the others.
 */
class Reserve {
  #limit;
  /** @type {Map<Holder, number>} bytes of each, the earliest first */
  #waiting = new Map();
  #total = 0;

  /** @param {number} limit bytes */
  constructor(limit) {
    this.#limit = limit;
  }

  /** @returns {number} bytes */
  get total() {
    return this.#total;
  }

  /**
   * @param {Holder} holder
   * @param {number} bytes of its incomplete message; 0: none
   */
  set(holder, bytes) {
    this.#total += bytes - (this.#waiting.get(holder) ?? 0);
    if (bytes === 0) {
      this.#waiting.delete(holder);
      return;
    }
    this.#waiting.set(holder, bytes);
    while (this.#total > this.#limit) this.#cutOffOldest();
  }

  #cutOffOldest() {
    const [oldest] = this.#waiting.keys();
    this.set(oldest, 0);
    oldest.terminate(REASON);
  }
}

module.exports = { Reserve };
