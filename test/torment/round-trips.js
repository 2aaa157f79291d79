'use strict';

const { quantile } = require('./quantiles');

/**
 * How long honest clients wait, by what they wait for; and which hostile kinds were at work when it was long. What counts is the
 * time on the clock that is given; that on the wall is told beside it.
 */
class RoundTrips {
  #atWork = new Set();
  /** @type {Map<string, number>} kinds that are through, and when they were */
  #through = new Map();
  /** @type {Map<string, {counted: number[], passed: number[]}>} milliseconds */
  #times = new Map();
  /** @type {Map<string, number>} */
  #blame = new Map();
  #clock;
  #slow;

  /**
   * @param {number} slow milliseconds that count as long
   * @param {{now: () => number}} clock
   */
  constructor(slow, clock) {
    this.#slow = slow;
    this.#clock = clock;
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

  /** @param {string} what somebody waits for from now on @returns {() => void} to be called when it is there */
  start(what) {
    const [from, began] = [this.#clock.now(), performance.now()];
    return () => this.#note(what, Math.max(0, this.#clock.now() - from), began);
  }

  #note(what, milliseconds, began) {
    if (!this.#times.has(what)) this.#times.set(what, { counted: [], passed: [] });
    const { counted, passed } = this.#times.get(what);
    counted.push(milliseconds);
    passed.push(performance.now() - began);
    if (milliseconds < this.#slow) return;
    const late = [...this.#through].filter(([, ended]) => ended > began).map(([kind]) => kind);
    for (const kind of new Set([...this.#atWork, ...late])) {
      this.#blame.set(kind, (this.#blame.get(kind) ?? 0) + 1);
    }
  }

  /** @returns {{what: string, count: number, p50: number, p99: number, most: number, wall: number}[]} wall: the p99 on the wall */
  rows() {
    return [...this.#times].sort().map(([what, { counted, passed }]) => ({
      what,
      count: counted.length,
      p50: quantile(counted, 0.5),
      p99: quantile(counted, 0.99),
      most: quantile(counted, 1),
      wall: quantile(passed, 0.99),
    }));
  }

  /** @returns {[kind: string, count: number][]} at work during how many long waits, the most first */
  get blame() {
    return [...this.#blame].sort(([, a], [, b]) => b - a);
  }
}

module.exports = { RoundTrips };
