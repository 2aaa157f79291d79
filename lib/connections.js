'use strict';

/** @typedef {import('./connection').Connection} Connection */

const GOING_AWAY = 1001;

/**
 * Every open connection: counted, asked for signs of life, and closed in the end.
 */
class Connections {
  /** @type {Set<Connection>} */
  #all = new Set();
  /** @type {NodeJS.Timeout | undefined} */
  #pings;
  /** @type {() => void} */
  #onEmpty = () => {};

  /** @param {number} pingInterval seconds; who gives no sign of life in one is cut off. 0: nobody is asked */
  startPings(pingInterval) {
    if (pingInterval > 0) this.#pings = setInterval(() => this.#ping(), pingInterval * 1000);
  }

  /** @returns {number} */
  get size() {
    return this.#all.size;
  }

  /** @param {Connection} connection */
  add(connection) {
    this.#all.add(connection);
  }

  /** @param {Connection} connection that is closed */
  remove(connection) {
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
    for (const connection of this.#all) connection.close(GOING_AWAY, 'The server stops');
    const timer = setTimeout(() => this.#terminate(), patience);
    await empty;
    clearTimeout(timer);
  }

  #ping() {
    for (const connection of this.#all) {
      if (!connection.checkAlive()) connection.terminate();
    }
  }

  #terminate() {
    for (const connection of this.#all) connection.terminate();
  }
}

module.exports = { Connections };
