'use strict';

/**
 * Calls back once when nothing has happened for a while, and then not again before something has.
 */
class IdleTimer {
  #delay;
  #onIdle;
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /**
   * @param {number} delay milliseconds; 0: never
   * @param {() => void} onIdle
   */
  constructor(delay, onIdle) {
    this.#delay = delay;
    this.#onIdle = onIdle;
  }

  /** Something happened: the time begins anew. */
  touch() {
    if (this.#delay === 0) return;
    if (this.#timer) this.#timer.refresh();
    else this.#timer = setTimeout(() => this.#expire(), this.#delay);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #expire() {
    this.#timer = undefined;
    this.#onIdle();
  }
}

module.exports = { IdleTimer };
