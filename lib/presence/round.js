'use strict';

const { Allowance } = require('../base/allowance');

/** @typedef {import('./presence-pace').PresencePace} PresencePace */

const PAUSE_MS = 100;

/**
 * Tells everybody in turn what is new, however often it changes meanwhile: who was not told of the last change is told of all
 * since then when their turn comes. So a round costs what its receivers cost, and not their number times that of the changes.
 * At most ten rounds a second begin, but for a few at once after a quiet time.
 *
 * @template Receiver
 */
class Round {
  #pace;
  #allowance;
  #write;
  /** @type {Map<Receiver, number>} the change up to which each was told */
  #told = new Map();
  #changes = 0;
  /** @type {IterableIterator<Receiver> | undefined} those whose turn is to come in the round under way */
  #turns;
  #wasChanged = false;
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /**
   * @param {PresencePace} pace
   * @param {number} burst rounds at once after a quiet time
   * @param {(receiver: Receiver, told: number) => number} write tells one what is new since that change (-1: everything);
   *   answers what this costs
   */
  constructor(pace, burst, write) {
    this.#pace = pace;
    this.#allowance = new Allowance(burst, PAUSE_MS);
    this.#write = write;
  }

  /** @returns {number} of receivers */
  get size() {
    return this.#told.size;
  }

  /** @returns {number} how many changes there were */
  get changes() {
    return this.#changes;
  }

  /** @returns {boolean} does everybody know everything? */
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

  /** @param {Receiver} receiver that knows nothing yet, and is told in the next round */
  add(receiver) {
    this.#told.set(receiver, -1);
  }

  /** @param {Receiver} receiver that knows everything up to now */
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

  /** Nobody is told anything any more. */
  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#turns = undefined;
    this.#told.clear();
    this.#pace.delete(this);
  }

  /** There is something new. */
  change() {
    this.#changes += 1;
    this.begin();
  }

  /** Begins a round as soon as one may, for those who do not know everything. */
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
   * Tells the next one.
   *
   * @returns {number | undefined} what that has cost; undefined: the round is over
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
   * Tells one what they do not know yet.
   *
   * @param {Receiver} receiver
   * @returns {number} what that has cost
   */
  tell(receiver) {
    const told = this.#told.get(receiver);
    if (told === undefined || told === this.#changes) return 0;
    this.#told.set(receiver, this.#changes);
    return this.#write(receiver, told);
  }
}

module.exports = { Round };
