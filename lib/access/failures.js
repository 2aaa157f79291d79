'use strict';

const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 60_000;
const MOST_REMEMBERED = 10_000;

/**
 * Counts failures by key, and computes the waiting time: none for the first few, then a second, then twice as long with
 * each further failure, up to a minute. Failures are forgotten over time, one after the other.
 */
class Failures {
  #free;
  #forgetMs;
  /** @type {Map<string, {count: number, at: number}>} by key, the latest failure last */
  #byWhom = new Map();

  /**
   * @param {object} pace
   * @param {number} pace.free failures without a waiting time
   * @param {number} pace.forgetMs milliseconds until a failure is forgotten
   */
  constructor({ free, forgetMs }) {
    this.#free = free;
    this.#forgetMs = forgetMs;
  }

  /**
   * @param {string} whom
   * @param {number} now milliseconds of a monotonic clock
   * @returns {number} milliseconds to wait; 0: none
   */
  wait(whom, now) {
    const over = this.#count(whom, now) - this.#free;
    if (over < 0) return 0;
    const delay = Math.min(FIRST_DELAY_MS * 2 ** over, LONGEST_DELAY_MS);
    const { at = 0 } = this.#byWhom.get(whom) ?? {};
    return Math.max(0, Math.ceil(at + delay - now));
  }

  /**
   * @param {string} whom
   * @param {number} now
   */
  add(whom, now) {
    const count = this.#count(whom, now) + 1;
    this.#byWhom.delete(whom);
    this.#byWhom.set(whom, { count, at: now });
    if (this.#byWhom.size <= MOST_REMEMBERED) return;
    const [oldest] = this.#byWhom.keys();
    this.#byWhom.delete(oldest);
  }

  /**
   * @param {string} whom
   * @param {number} now
   * @returns {number} failures that are not forgotten
   */
  #count(whom, now) {
    const known = this.#byWhom.get(whom);
    if (!known) return 0;
    return Math.max(0, known.count - Math.floor((now - known.at) / this.#forgetMs));
  }
}

module.exports = { Failures };
