'use strict';

/**
 * Allows a burst of actions, then one action per pause. The budget refills over time up to the
 * burst. (The "generic cell rate algorithm": its whole state is one number.)
 */
class Allowance {
  #burst;
  #pause;
  #usedUntil = -Infinity;

  /**
   * @param {number} burst actions in a row
   * @param {number} pause milliseconds that one action costs
   */
  constructor(burst, pause) {
    this.#burst = burst;
    this.#pause = pause;
  }

  /**
   * @param {number} now milliseconds of a monotonic clock
   * @returns {number} 0: the action is allowed, and counted; else milliseconds until the next one
   * is
   */
  take(now) {
    const wait = this.#usedUntil - now - (this.#burst - 1) * this.#pause;
    if (wait > 0) return wait;
    this.#usedUntil = Math.max(this.#usedUntil, now) + this.#pause;
    return 0;
  }
}

module.exports = { Allowance };
