'use strict';

const { CLOSE } = require('./close-codes');

/** @typedef {import('./connection').Connection} Connection */

// Time between the keep-alive pings of two groups of connections.
const PING_STEP_MS = 250;

/**
 * All open connections: counts them, pings them, and closes them at shutdown.
 */
class Connections {
  /** @type {Map<Connection, Set<Connection>>} each with its ping group */
  #all = new Map();
  /**
   * Groups that are pinged together. Pinging thousands of connections at once, and reading their pongs, would delay
   * their messages.
   *
   * @type {Set<Connection>[]}
   */
  #groups;
  #step;
  #next = 0;
  #added = 0;
  /** @type {NodeJS.Timeout | undefined} */
  #pings;
  /** @type {() => void} */
  #onEmpty = () => {};

  /** @param {number} pingInterval seconds; a connection that is silent for one interval is terminated. 0: no pings */
  constructor(pingInterval) {
    const milliseconds = pingInterval * 1000;
    const count = Math.max(1, Math.floor(milliseconds / PING_STEP_MS));
    this.#groups = Array.from({ length: count }, () => new Set());
    this.#step = milliseconds / count;
  }

  startPings() {
    if (this.#step > 0) this.#pings = setInterval(() => this.#pingGroup(), this.#step);
  }

  /** @returns {number} */
  get size() {
    return this.#all.size;
  }

  /** @param {Connection} connection */
  add(connection) {
    const group = this.#groups[this.#added++ % this.#groups.length];
    group.add(connection);
    this.#all.set(connection, group);
  }

  /** @param {Connection} connection a closed one */
  remove(connection) {
    this.#all.get(connection)?.delete(connection);
    this.#all.delete(connection);
    if (this.size === 0) this.#onEmpty();
  }

  /**
   * Closes all connections, and terminates those that do not close in time.
   *
   * @param {number} patience milliseconds
   * @returns {Promise<void>} resolves when none is left
   */
  async close(patience) {
    clearInterval(this.#pings);
    if (this.size === 0) return;
    const empty = new Promise((resolve) => {
      this.#onEmpty = () => resolve(undefined);
    });
    for (const connection of this.#all.keys()) connection.close(CLOSE.RESTART, 'The server stops');
    const timer = setTimeout(() => this.#terminate(), patience);
    await empty;
    clearTimeout(timer);
  }

  #pingGroup() {
    const group = this.#groups[this.#next++ % this.#groups.length];
    for (const connection of group) {
      if (!connection.checkAlive()) connection.terminate('No sign of life');
    }
  }

  #terminate() {
    for (const connection of this.#all.keys()) connection.terminate('The server stops');
  }
}

module.exports = { Connections };
