'use strict';

/**
 * What one may do so many times at once, and then one time each pause. It is refilled with time, up to where it began. (The
 * "generic cell rate algorithm": one number for the whole of it.)
 */
class Allowance {
  #burst;
  #pause;
  #usedUntil = -Infinity;

  /**
   * @param {number} burst times at once
   * @param {number} pause milliseconds that one time costs
   */
  constructor(burst, pause) {
    this.#burst = burst;
    this.#pause = pause;
  }

  /**
   * @param {number} now milliseconds of a clock that never goes back
   * @returns {number} 0: one time is taken; else milliseconds until there is one again
   */
  take(now) {
    const wait = this.#usedUntil - now - (this.#burst - 1) * this.#pause;
    if (wait > 0) return wait;
    this.#usedUntil = Math.max(this.#usedUntil, now) + this.#pause;
    return 0;
  }
}

module.exports = { Allowance };
