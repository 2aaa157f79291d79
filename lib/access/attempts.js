'use strict';

const { performance } = require('node:perf_hooks');
const { Failures } = require('./failures');

// A person mistypes a few times. Behind one address may be an office of them.
const FREE_OF_NAME = 10;
const FREE_OF_ADDRESS = 100;
// So long until one is forgotten.
const FORGET_OF_NAME_MS = 60_000;
const FORGET_OF_ADDRESS_MS = 10_000;
const MOST_KNOWN = 10_000;

const OF_NAME = { free: FREE_OF_NAME, forgetMs: FORGET_OF_NAME_MS };
const OF_ADDRESS = { free: FREE_OF_ADDRESS, forgetMs: FORGET_OF_ADDRESS_MS };

/**
 * Guessing passwords goes at a pace: for each name, whoever guesses, and for each address, whatever it guesses. Where
 * somebody has come in before, their name from their address is counted apart: strangers who guess it elsewhere cannot shut
 * them out.
 */
class Attempts {
  #now;
  #ofNames = new Failures(OF_NAME);
  #ofAddresses = new Failures(OF_ADDRESS);
  #ofKnown = new Failures(OF_NAME);
  /** @type {Set<string>} names and addresses that have come in together, those of the last login behind */
  #known = new Set();

  /** @param {() => number} [now] milliseconds of a clock that never goes back */
  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /**
   * @param {string} name
   * @param {string} address
   * @returns {number} milliseconds until this may be tried; 0: now
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
 * @param {string} address has no space in it
 * @returns {string}
 */
function pairOf(name, address) {
  return `${address} ${name}`;
}

module.exports = { Attempts };
