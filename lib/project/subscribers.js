'use strict';

const { MODE } = require('../native/mode');

/** @typedef {import('../session/session').Session} Session */

/**
 * Who follows a project, by dialect: what is said to all is encoded once for each set that is not empty.
 */
class Subscribers {
  /** @type {Set<Session>} */
  commands = new Set();
  /** @type {Set<Session>} */
  flat = new Set();
  /** @type {Set<Session>} */
  sync = new Set();
  /** For which dialects the core has to encode a change: MODE.FOR_FLAT and MODE.FOR_SYNC, or 0. */
  mode = 0;

  /** @param {Session} session whose dialect does not change any more */
  add(session) {
    this[session.dialect.name].add(session);
    this.#note();
  }

  /** @param {Session} session */
  delete(session) {
    this[session.dialect.name].delete(session);
    this.#note();
  }

  /** @returns {IterableIterator<Session>} */
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
