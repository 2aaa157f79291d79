'use strict';

// Who is over the limit waits a little longer than it takes to pay, so as not to be stopped again at once.
const BREATH_MS = 100;

/**
 * A budget that fills up with time and holds at most what a second brings. Taking more than there is makes a debt,
 * and the taker waits until it is paid. The clock is an argument, and looked at only when there seems to be no budget.
 */
class RateLimit {
  #perSecond;
  #budget;
  #filledAt;

  /**
   * @param {number} perSecond 0: no limit
   * @param {number} now milliseconds of a clock that never goes back
   */
  constructor(perSecond, now) {
    this.#perSecond = perSecond;
    this.#budget = perSecond;
    this.#filledAt = now;
  }

  /**
   * @param {() => number} clock milliseconds
   * @param {number} [cost] 1: that of a usual message
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
