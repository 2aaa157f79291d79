'use strict';

const REASON = 'Too many messages are not whole, and this one began first';

/** @typedef {{terminate: (reason: string) => void}} Holder */

/**
 * What waits in memory for all connections together has a bound: beyond it, who has had something waiting for the longest
 * time is cut off. So a few that never finish what they began cost nobody else anything.
 */
class Reserve {
  #limit;
  /** @type {Map<Holder, number>} bytes of each, who began first in front */
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
   * @param {number} bytes that it has waiting now; 0: nothing any more
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
