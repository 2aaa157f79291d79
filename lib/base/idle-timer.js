'use strict';

const { performance } = require('node:perf_hooks');

/**
 * Calls back once when nothing has happened for a while, and then not again before something has.
 */
class IdleTimer {
  #delay;
  #onIdle;
  #now;
  #touchedAt = 0;
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /**
   * @param {number} delay milliseconds; 0: never
   * @param {() => void} onIdle
   * @param {() => number} [now] milliseconds of a clock that never goes back
   */
  constructor(delay, onIdle, now = () => performance.now()) {
    this.#delay = delay;
    this.#onIdle = onIdle;
    this.#now = now;
  }

  /** Something happened: the time begins anew. */
  touch() {
    if (this.#delay === 0) return;
    this.#touchedAt = this.#now();
    this.#timer ??= setTimeout(() => this.#expire(), this.#delay);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  // The timer is not set anew at every touch, of which there are thousands a second.
  #expire() {
    const left = Math.ceil(this.#touchedAt + this.#delay - this.#now());
    this.#timer = left > 0 ? setTimeout(() => this.#expire(), left) : undefined;
    if (left <= 0) this.#onIdle();
  }
}

module.exports = { IdleTimer };
