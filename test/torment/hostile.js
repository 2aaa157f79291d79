'use strict';

// The process of the hostile clients. It is told where the server is; it tells which kinds are at work, and in the end what
// became of each.

const { setMaxListeners } = require('node:events');
const os = require('node:os');
const { setTimeout: pause } = require('node:timers/promises');
const { Random } = require('../support/random');
const { Bout } = require('./bout');
const { Tally } = require('./tally');

/** A bout that takes longer, also on a slow machine, has waited for something that never came. */
const LONGEST_BOUT_MS = 60_000;
/** Those with large messages, one after the other, and the others, in so many lanes. */
const LIGHT_LANES = 2;
/** Between two bouts of a lane. */
const REST_MS = 100;

/**
 * Deals kinds in random order: all of them once before one of them again.
 */
class Deck {
  #kinds;
  #left = [];
  #random;
  #wasThrough = false;

  constructor(kinds, random) {
    this.#kinds = kinds;
    this.#random = random;
  }

  /** Has each kind been dealt? */
  get wasThrough() {
    return this.#wasThrough;
  }

  get isEmpty() {
    return this.#kinds.length === 0;
  }

  next() {
    if (this.#left.length === 0) this.#left = this.#random.shuffle([...this.#kinds]);
    const kind = this.#left.pop();
    if (this.#left.length === 0) this.#wasThrough = true;
    return kind;
  }
}

class Hostility {
  #address;
  #isOver = false;
  #lanes;
  #seed;
  #tallies;

  /** @param {{address: string, kinds: import('./kinds').Kind[], seed: number}} plan */
  constructor({ address, kinds, seed }) {
    this.#address = address;
    this.#tallies = new Map(kinds.map((kind) => [kind, new Tally(kind.mustBe)]));
    this.#seed = seed;
    const random = new Random(seed);
    const [heavy, light] = [true, false].map(
      (isHeavy) =>
        new Deck(
          kinds.filter((kind) => Boolean(kind.isHeavy) === isHeavy),
          random,
        ),
    );
    const lanes = [heavy, ...Array.from({ length: LIGHT_LANES }, () => light)];
    this.#lanes = lanes.filter((deck) => !deck.isEmpty);
  }

  /** @param {number} milliseconds that it lasts, or until each kind had its turn @returns {Promise<object>} tallies by name */
  async run(milliseconds) {
    setTimeout(() => (this.#isOver = true), milliseconds);
    await Promise.all(this.#lanes.map((deck) => this.#lane(deck)));
    return Object.fromEntries([...this.#tallies].map(([{ name }, tally]) => [name, { ...tally }]));
  }

  async #lane(deck) {
    while (!this.#isOver || !deck.wasThrough) {
      await this.#bout(deck.next());
      await pause(REST_MS);
    }
  }

  async #bout(kind) {
    const tally = this.#tallies.get(kind);
    const tooLate = new AbortController();
    setMaxListeners(0, tooLate.signal);
    const timer = setTimeout(() => tooLate.abort(new Error('no answer in time')), LONGEST_BOUT_MS);
    const bout = new Bout({
      address: this.#address,
      index: tally.bouts,
      // Its own numbers, so that what it does depends on the seed alone, and not on what the others do meanwhile.
      random: new Random(hash(`${this.#seed} ${kind.name} ${tally.bouts}`)),
      signal: tooLate.signal,
      start: hash(`${this.#seed} ${kind.name}`) >>> 1,
      tally,
    });
    process.send({ began: kind.name });
    try {
      await kind.run(bout);
    } catch (error) {
      tally.failures.push(
        `bout ${tally.bouts}: ${tooLate.signal.aborted ? error.message : error.stack}`,
      );
    } finally {
      clearTimeout(timer);
      bout.end();
      tally.bouts++;
      process.send({ ended: kind.name });
    }
  }
}

function hash(text) {
  return Array.from(text).reduce((sum, char) => (Math.imul(sum, 31) + char.charCodeAt(0)) | 0, 7);
}

// Without those who started it, it has nothing to do.
process.on('disconnect', () => process.exit());
process.on('message', async ({ address, only, seconds, seed, stage }) => {
  const { kindsOf } = require('./kinds');
  // The server and the honest clients are not to wait for a processor because of it.
  os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
  const hostility = new Hostility({ address, kinds: kindsOf(stage, only), seed });
  const tallies = await hostility.run(seconds * 1000);
  process.send({ tallies }, () => process.disconnect());
});
