'use strict';

/**
 * Lets one client of a project save a version in each interval: the first that asks. The clock is an argument.
 */
class AutosaveGate {
  #interval;
  /** @type {number | undefined} */
  #closedUntil;

  /** @param {number} intervalMins how often the clients ask; the gate opens a minute earlier, but closes for one */
  constructor(intervalMins) {
    this.#interval = Math.max(1, intervalMins - 1) * 60_000;
  }

  /**
   * @param {number} now milliseconds of a clock that never goes back
   * @returns {boolean} may the asking client save?
   */
  pass(now) {
    if (this.#closedUntil !== undefined && now < this.#closedUntil) return false;
    this.#closedUntil = now + this.#interval;
    return true;
  }

  /** Forgets the last save, as a reset does. */
  open() {
    this.#closedUntil = undefined;
  }
}

module.exports = { AutosaveGate };
