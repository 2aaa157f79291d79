'use strict';

const { performance } = require('node:perf_hooks');

/**
 * Calls back once after a time without activity, and again only after new activity.
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
   * @param {() => number} [now] milliseconds of a monotonic clock
   */
  constructor(delay, onIdle, now = () => performance.now()) {
    this.#delay = delay;
    this.#onIdle = onIdle;
    this.#now = now;
  }

  /** Reports activity: the time starts again. */
  touch() {
    if (this.#delay === 0) return;
    this.#touchedAt = this.#now();
    this.#timer ??= setTimeout(() => this.#expire(), this.#delay);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  // The timer is not restarted at every touch, because there are thousands per second.
  #expire() {
    const left = Math.ceil(this.#touchedAt + this.#delay - this.#now());
    this.#timer = left > 0 ? setTimeout(() => this.#expire(), left) : undefined;
    if (left <= 0) this.#onIdle();
  }
}

module.exports = { IdleTimer };
