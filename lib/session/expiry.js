'use strict';

// The maximum delay of a timer.
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/** Calls back when a token expires. */
class Expiry {
  #onEnd;
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /** @param {() => void} onEnd called at the expiry */
  constructor(onEnd) {
    this.#onEnd = onEnd;
  }

  /** @param {number} [expires] milliseconds since 1970; undefined: never */
  set(expires) {
    this.clear();
    if (expires === undefined) return;
    const wait = Math.max(0, expires - Date.now());
    const then = wait > LONGEST_WAIT_MS ? () => this.set(expires) : this.#onEnd;
    this.#timer = setTimeout(then, Math.min(wait, LONGEST_WAIT_MS));
    this.#timer.unref();
  }

  clear() {
    clearTimeout(this.#timer);
  }
}

module.exports = { Expiry };
