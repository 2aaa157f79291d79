'use strict';

const HEX = '0123456789abcdef';

/**
 * A small generator of pseudo-random numbers: the same seed gives the same sequence on every
 * machine, so a failure is repeated by its seed.
 */
class Random {
  /** @param {number} seed */
  constructor(seed) {
    this.state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x5bf03635) | 0;
    for (let i = 0; i < 4; i++) this.next();
  }

  /** @returns {number} at least 0, below 1 */
  next() {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let x = Math.imul(this.state ^ (this.state >>> 15), 0x2c1b3c6d);
    x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
    return ((x ^ (x >>> 15)) >>> 0) / 4294967296;
  }

  /** @param {number} bound @returns {number} an integer, at least 0, below `bound` */
  int(bound) {
    return Math.floor(this.next() * bound);
  }

  /** @param {number} probability @returns {boolean} */
  chance(probability) {
    return this.next() < probability;
  }

  /** @template T @param {T[]} list @returns {T | undefined} undefined for an empty list */
  pick(list) {
    return list[this.int(list.length)];
  }

  /**
   * @template T
   * @param {[number, T][]} choices pairs of weight and value
   * @returns {T}
   */
  weighted(choices) {
    let left = this.next() * choices.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, value] of choices) {
      left -= weight;
      if (left < 0) return value;
    }
    return choices[choices.length - 1][1];
  }

  /** @template T @param {T[]} list shuffled in place @returns {T[]} */
  shuffle(list) {
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.int(i + 1);
      [list[i], list[j]] = [list[j], list[i]];
    }
    return list;
  }

  /** @returns {string} a text in the shape of a UUID */
  uuid() {
    let text = '';
    for (let i = 0; i < 32; i++) {
      if (i === 8 || i === 12 || i === 16 || i === 20) text += '-';
      text += HEX[this.int(16)];
    }
    return text;
  }
}

module.exports = { Random };
