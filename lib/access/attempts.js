'use strict';

const { performance } = require('node:perf_hooks');
const { Failures } = require('./failures');

// A user mistypes a few times; an office may share one address.
const FREE_OF_NAME = 10;
const FREE_OF_ADDRESS = 100;
// Time until one attempt is forgotten.
const FORGET_OF_NAME_MS = 60_000;
const FORGET_OF_ADDRESS_MS = 10_000;
const MOST_KNOWN = 10_000;

const OF_NAME = { free: FREE_OF_NAME, forgetMs: FORGET_OF_NAME_MS };
const OF_ADDRESS = { free: FREE_OF_ADDRESS, forgetMs: FORGET_OF_ADDRESS_MS };

/**
 * Limits wrong passwords: for each name from all addresses, and for each address with all names. A name and an address
 * that have logged in together before are counted separately, so that guesses from elsewhere cannot lock the user out.
 */
class Attempts {
  #now;
  #ofNames = new Failures(OF_NAME);
  #ofAddresses = new Failures(OF_ADDRESS);
  #ofKnown = new Failures(OF_NAME);
  /** @type {Set<string>} pairs of name and address that have logged in together, the latest last */
  #known = new Set();

  /** @param {() => number} [now] milliseconds of a monotonic clock */
  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /**
   * @param {string} name
   * @param {string} address
   * @returns {number} milliseconds until the next attempt is allowed; 0: now
   */
  wait(name, address) {
    const now = this.#now();
    const pair = pairOf(name, address);
    if (this.#known.has(pair)) return this.#ofKnown.wait(pair, now);
    return Math.max(this.#ofNames.wait(name, now), this.#ofAddresses.wait(address, now));
  }

  /**
   * @param {string} name
   * @param {string} address
   */
  failed(name, address) {
    const now = this.#now();
    const pair = pairOf(name, address);
    if (this.#known.has(pair)) {
      this.#ofKnown.add(pair, now);
      return;
    }
    this.#ofNames.add(name, now);
    this.#ofAddresses.add(address, now);
  }

  /**
   * @param {string} name
   * @param {string} address
   */
  passed(name, address) {
    const pair = pairOf(name, address);
    this.#known.delete(pair);
    this.#known.add(pair);
    if (this.#known.size <= MOST_KNOWN) return;
    const [oldest] = this.#known;
    this.#known.delete(oldest);
  }
}

/**
 * @param {string} name
 * @param {string} address without spaces
 * @returns {string}
 */
function pairOf(name, address) {
  return `${address} ${name}`;
}

module.exports = { Attempts };
