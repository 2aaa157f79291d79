'use strict';

const { Allowance } = require('../base/allowance');

/** @typedef {import('./presence-pace').PresencePace} PresencePace */

const PAUSE_MS = 100;

/**
 * Tells all receivers in turn what is new, however often it changes meanwhile: each receiver gets everything since its
 * last turn. So the cost of a round depends on its receivers, not on their number times the number of changes. At most
 * ten rounds start per second, except for a burst after a quiet time.
 *
 * @template Receiver
 */
class Round {
  #pace;
  #allowance;
  #write;
  /** @type {Map<Receiver, number>} the last change that each receiver has */
  #told = new Map();
  #changes = 0;
  /** @type {IterableIterator<Receiver> | undefined} remaining receivers of the current round */
  #turns;
  #wasChanged = false;
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /**
   * @param {PresencePace} pace
   * @param {number} burst rounds in a row after a quiet time
   * @param {(receiver: Receiver, told: number) => number} write sends a receiver the news since that change (-1:
   * everything), and returns the cost
   */
  constructor(pace, burst, write) {
    this.#pace = pace;
    this.#allowance = new Allowance(burst, PAUSE_MS);
    this.#write = write;
  }

  /** @returns {number} number of receivers */
  get size() {
    return this.#told.size;
  }

  /** @returns {number} number of changes so far */
  get changes() {
    return this.#changes;
  }

  /** @returns {boolean} is every receiver up to date? */
  get isOver() {
    return this.#turns === undefined && this.#timer === undefined;
  }

  /**
   * @param {Receiver} receiver
   * @returns {boolean}
   */
  has(receiver) {
    return this.#told.has(receiver);
  }

  /** @param {Receiver} receiver a new one, which is told everything in the next round */
  add(receiver) {
    this.#told.set(receiver, -1);
  }

  /** @param {Receiver} receiver a new one that is already up to date */
  addInformed(receiver) {
    this.#told.set(receiver, this.#changes);
  }

  /**
   * @param {Receiver} receiver
   * @returns {boolean} was it one?
   */
  delete(receiver) {
    const was = this.#told.delete(receiver);
    if (this.#told.size === 0) this.stop();
    return was;
  }

  /** Removes all receivers. */
  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#turns = undefined;
    this.#told.clear();
    this.#pace.delete(this);
  }

  /** Adds a change. */
  change() {
    this.#changes += 1;
    this.begin();
  }

  /** Starts a round as soon as allowed, for receivers that are not up to date. */
  begin() {
    this.#wasChanged = true;
    if (this.#turns !== undefined || this.#timer !== undefined || this.#told.size === 0) return;
    const wait = this.#allowance.take(this.#pace.now());
    if (wait > 0) {
      this.#timer = setTimeout(() => this.#resume(), Math.ceil(wait));
      return;
    }
    this.#wasChanged = false;
    this.#turns = this.#told.keys();
    this.#pace.add(this);
  }

  #resume() {
    this.#timer = undefined;
    this.begin();
  }

  /**
   * Tells the next receiver.
   *
   * @returns {number | undefined} the cost; undefined: the round is finished
   */
  tellNext() {
    const { value } = this.#turns?.next() ?? {};
    if (value === undefined) {
      this.#turns = undefined;
      if (this.#wasChanged) this.begin();
      return undefined;
    }
    return this.tell(value);
  }

  /**
   * Tells a receiver the news.
   *
   * @param {Receiver} receiver
   * @returns {number} the cost
   */
  tell(receiver) {
    const told = this.#told.get(receiver);
    if (told === undefined || told === this.#changes) return 0;
    this.#told.set(receiver, this.#changes);
    return this.#write(receiver, told);
  }
}

module.exports = { Round };
