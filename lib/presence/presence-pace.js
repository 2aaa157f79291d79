'use strict';

const { performance } = require('node:perf_hooks');

/** @typedef {import('./round').Round<any>} Round */

const COSTS_PER_SECOND = 10_000_000;
/** The cost of a message in addition to its bytes. */
const MESSAGE_COST = 1000;
// After a quiet time, the budget for messages at once; then each step takes a few milliseconds of the loop.
const MOST_SAVED = 1_000_000;
const STEP_MS = 50;
/** The average size of a turn of a round. */
const TURN = 10_000;

/**
 * Limits the time and bandwidth for presence messages: ten thousand messages or ten megabytes a second. Below the
 * limit, messages are sent immediately. Otherwise the running rounds alternate with equal numbers of bytes: a round
 * that exceeds its turn skips turns. So neither many receivers nor long lists delay the other rounds.
 */
class PresencePace {
  #now;
  /** @type {Map<Round, number>} running rounds with their debts, the longest waiting first */
  #rounds = new Map();
  #saved = MOST_SAVED;
  #savedAt;
  #isTelling = false;
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /** @param {() => number} [now] milliseconds of a monotonic clock */
  constructor(now = () => performance.now()) {
    this.#now = now;
    this.#savedAt = now();
  }

  /** @returns {number} milliseconds */
  now() {
    return this.#now();
  }

  /** @param {Round} round a started one */
  add(round) {
    this.#rounds.set(round, 0);
    if (this.#timer === undefined) this.#tell();
  }

  /** @param {Round} round without receivers */
  delete(round) {
    this.#rounds.delete(round);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#rounds.clear();
  }

  #tell() {
    // Sending may start the next round.
    if (this.#isTelling) return;
    this.#isTelling = true;
    this.#save();
    while (this.#saved > 0 && this.#rounds.size > 0) {
      const [[round, debt]] = this.#rounds;
      this.#rounds.delete(round);
      const left = debt < TURN ? this.#turnOf(round, debt) : debt - TURN;
      if (left !== undefined) this.#rounds.set(round, left);
    }
    this.#isTelling = false;
    this.#timer = this.#rounds.size > 0 ? setTimeout(() => this.#go(), STEP_MS) : undefined;
  }

  /**
   * @param {Round} round
   * @param {number} debt
   * @returns {number | undefined} its debt after that; undefined: it is finished
   */
  #turnOf(round, debt) {
    let spent = debt;
    while (spent < TURN && this.#saved > 0) {
      const cost = round.tellNext();
      if (cost === undefined) return undefined;
      this.#saved -= cost;
      spent += cost;
    }
    return spent;
  }

  #go() {
    this.#timer = undefined;
    this.#tell();
  }

  #save() {
    const now = this.#now();
    const more = ((now - this.#savedAt) * COSTS_PER_SECOND) / 1000;
    this.#saved = Math.min(this.#saved + more, MOST_SAVED);
    this.#savedAt = now;
  }
}

module.exports = { MESSAGE_COST, PresencePace };
