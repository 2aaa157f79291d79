'use strict';

const { MODE } = require('../native/mode');

/** @typedef {import('./subscriber').Subscriber} Subscriber */

/**
 * Who follows a project, by dialect: what is said to all is encoded once for each set that is not empty.
 */
class Subscribers {
  /** @type {Set<Subscriber>} */
  commands = new Set();
  /** @type {Set<Subscriber>} */
  flat = new Set();
  /** @type {Set<Subscriber>} */
  sync = new Set();
  /** For which dialects the core has to encode a change: MODE.FOR_FLAT and MODE.FOR_SYNC, or 0. */
  mode = 0;

  /** @param {Subscriber} subscriber whose dialect does not change any more */
  add(subscriber) {
    this[subscriber.dialect.name].add(subscriber);
    this.#note();
  }

  /** @param {Subscriber} subscriber */
  delete(subscriber) {
    this[subscriber.dialect.name].delete(subscriber);
    this.#note();
  }

  /** @returns {IterableIterator<Subscriber>} */
  *[Symbol.iterator]() {
    yield* this.commands;
    yield* this.flat;
    yield* this.sync;
  }

  #note() {
    const forFlat = this.flat.size > 0 ? MODE.FOR_FLAT : 0;
    const forSync = this.sync.size > 0 ? MODE.FOR_SYNC : 0;
    this.mode = forFlat + forSync;
  }
}

module.exports = { Subscribers };
