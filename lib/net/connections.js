'use strict';

const { CLOSE } = require('./close-codes');

/** @typedef {import('./connection').Connection} Connection */

// Time between two groups of connections that are asked for signs of life.
const PING_STEP_MS = 250;

/**
 * Every open connection: counted, asked for signs of life, and closed in the end.
 */
class Connections {
  /** @type {Map<Connection, Set<Connection>>} each with the group in which it is asked */
  #all = new Map();
  /**
   * Those that are asked at the same time. To ask thousands at once, and to hear them all answer, would hold up what they send.
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

  /** @param {number} pingInterval seconds; who gives no sign of life in one is cut off. 0: nobody is asked */
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

  /** @param {Connection} connection that is closed */
  remove(connection) {
    this.#all.get(connection)?.delete(connection);
    this.#all.delete(connection);
    if (this.size === 0) this.#onEmpty();
  }

  /**
   * Says goodbye to all of them, and cuts off who does not answer in time.
   *
   * @param {number} patience milliseconds
   * @returns {Promise<void>} when none is left
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
