'use strict';

// A client over the limit waits a little longer than necessary, so that it is not stopped again immediately.
const BREATH_MS = 100;

/**
 * A budget that refills over time, up to the amount of one second. Taking more than the budget makes a debt, and the
 * taker waits until it is paid. The clock is an argument, and is only read if the budget seems used up.
 */
class RateLimit {
  #perSecond;
  #budget;
  #filledAt;

  /**
   * @param {number} perSecond 0: no limit
   * @param {number} now milliseconds of a monotonic clock
   */
  constructor(perSecond, now) {
    this.#perSecond = perSecond;
    this.#budget = perSecond;
    this.#filledAt = now;
  }

  /**
   * @param {() => number} clock milliseconds
   * @param {number} [cost] 1 for a normal message
   * @returns {number} milliseconds to wait before the next one; 0 while there is budget
   */
  take(clock, cost = 1) {
    if (this.#perSecond === 0) return 0;
    this.#budget -= cost;
    if (this.#budget >= 0) return 0;
    const now = clock();
    const filled = this.#budget + ((now - this.#filledAt) * this.#perSecond) / 1000;
    this.#budget = Math.min(filled, this.#perSecond - 1);
    this.#filledAt = now;
    return this.#budget >= 0 ? 0 : (-this.#budget * 1000) / this.#perSecond + BREATH_MS;
  }
}

module.exports = { RateLimit };
