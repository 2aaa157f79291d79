'use strict';

const { performance } = require('node:perf_hooks');

/** @typedef {import('./round').Round<any>} Round */

const COSTS_PER_SECOND = 10_000_000;
/** What a message costs beside its bytes. */
const MESSAGE_COST = 1000;
// A server that was quiet tells so much at once, and then as much in each step as keeps the loop for a few milliseconds.
const MOST_SAVED = 1_000_000;
const STEP_MS = 50;
/** So much of a round is told in its turn, on average. */
const TURN = 10_000;

/**
 * How much of the server's time and line goes into telling people of each other: ten thousand messages or ten megabytes a
 * second, whatever happens. While less is to be told, it is told at once. What is under way goes in turn, as many bytes of
 * each round as of the others: who costs more than a turn lets turns pass. So neither many receivers nor long lists hold up the others.
 */
class PresencePace {
  #now;
  /** @type {Map<Round, number>} that are under way, the one that waits longest first, and what each has yet to pay for */
  #rounds = new Map();
  #saved = MOST_SAVED;
  #savedAt;
  #isTelling = false;
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /** @param {() => number} [now] milliseconds of a clock that never goes back */
  constructor(now = () => performance.now()) {
    this.#now = now;
    this.#savedAt = now();
  }

  /** @returns {number} milliseconds */
  now() {
    return this.#now();
  }

  /** @param {Round} round that has begun */
  add(round) {
    this.#rounds.set(round, 0);
    if (this.#timer === undefined) this.#tell();
  }

  /** @param {Round} round that has nobody to tell any more */
  delete(round) {
    this.#rounds.delete(round);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#rounds.clear();
  }

  #tell() {
    // What is told may begin the next round.
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
   * @returns {number | undefined} what it has to pay for then; undefined: it is over
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
