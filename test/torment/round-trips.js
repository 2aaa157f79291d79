'use strict';

const { quantile } = require('./quantiles');

/** How long honest clients wait, by what they wait for; and which hostile kinds were at work when it was long. */
class RoundTrips {
  #atWork = new Set();
  /** @type {Map<string, number>} kinds that are through, and when they were */
  #through = new Map();
  /** @type {Map<string, number[]>} */
  #times = new Map();
  /** @type {Map<string, number>} */
  #blame = new Map();
  #slow;

  /** @param {number} slow milliseconds that count as long */
  constructor(slow) {
    this.#slow = slow;
  }

  /** @param {string} kind */
  began(kind) {
    this.#atWork.add(kind);
  }

  /** @param {string} kind */
  ended(kind) {
    this.#atWork.delete(kind);
    this.#through.set(kind, performance.now());
  }

  /** @param {string} what @param {number} milliseconds */
  note(what, milliseconds) {
    if (!this.#times.has(what)) this.#times.set(what, []);
    this.#times.get(what).push(milliseconds);
    if (milliseconds < this.#slow) return;
    const began = performance.now() - milliseconds;
    const late = [...this.#through].filter(([, ended]) => ended > began).map(([kind]) => kind);
    for (const kind of new Set([...this.#atWork, ...late])) {
      this.#blame.set(kind, (this.#blame.get(kind) ?? 0) + 1);
    }
  }

  /** @returns {{what: string, count: number, p50: number, p99: number, most: number}[]} */
  rows() {
    return [...this.#times].sort().map(([what, times]) => ({
      what,
      count: times.length,
      p50: quantile(times, 0.5),
      p99: quantile(times, 0.99),
      most: quantile(times, 1),
    }));
  }

  /** @returns {[kind: string, count: number][]} at work during how many long waits, the most first */
  get blame() {
    return [...this.#blame].sort(([, a], [, b]) => b - a);
  }
}

module.exports = { RoundTrips };
