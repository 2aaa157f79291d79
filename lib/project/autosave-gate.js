'use strict';

/**
 * Lets one client of a project save a version in each interval: the first that asks. The clock is an argument.
 */
class AutosaveGate {
  #interval;
  /** @type {number | undefined} */
  #closedUntil;

  /**
   * @param {number} intervalMins interval in which clients ask; the gate opens a minute earlier, but stays closed for
   * at least a minute
   */
  constructor(intervalMins) {
    this.#interval = Math.max(1, intervalMins - 1) * 60_000;
  }

  /**
   * @param {number} now milliseconds of a monotonic clock
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
