'use strict';

/** @typedef {import('./connection').Connection} Connection */

/**
 * Writes one encoded message to many connections. Each gets the same buffer, in the order of the calls; none costs
 * another one its message, whatever state it is in.
 */
class Broadcaster {
  #log;

  /** @param {{error: (message: string) => void}} log */
  constructor(log) {
    this.#log = log;
  }

  /**
   * @param {Iterable<{connection: Connection}>} receivers
   * @param {Buffer} message
   */
  send(receivers, message) {
    for (const { connection } of receivers) {
      try {
        connection.send(message);
      } catch (error) {
        // It missed a message, so it may not go on as if it had not.
        this.#log.error(`A message could not be sent: ${/** @type {Error} */ (error).stack}`);
        connection.terminate();
      }
    }
  }
}

module.exports = { Broadcaster };
