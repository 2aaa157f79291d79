'use strict';

const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 60_000;
const MOST_REMEMBERED = 10_000;

/**
 * How often each of many has failed, and how long they must wait for it: not at all for the first few times, then a second,
 * and twice as long with each further one, up to a minute. With time failures are forgotten, one after the other.
 */
class Failures {
  #free;
  #forgetMs;
  /** @type {Map<string, {count: number, at: number}>} those of the last failure behind */
  #byWhom = new Map();

  /**
   * @param {object} pace
   * @param {number} pace.free how many cost nothing
   * @param {number} pace.forgetMs milliseconds until one is forgotten
   */
  constructor({ free, forgetMs }) {
    this.#free = free;
    this.#forgetMs = forgetMs;
  }

  /**
   * @param {string} whom
   * @param {number} now milliseconds of a clock that never goes back
   * @returns {number} milliseconds; 0: they may go on
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
   * @returns {number} of failures that are not forgotten
   */
  #count(whom, now) {
    const known = this.#byWhom.get(whom);
    if (!known) return 0;
    return Math.max(0, known.count - Math.floor((now - known.at) / this.#forgetMs));
  }
}

module.exports = { Failures };
