'use strict';

/** @typedef {import('./connection').Connection} Connection */

/**
 * Writes one encoded message to many connections. Each gets the same buffer, in the order of the calls; a broken
 * connection does not affect the others.
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
    for (const { connection } of receivers) this.#send(connection, message);
  }

  /**
   * Sends the same content to many connections, each in its dialect. The message is encoded once for each dialect in
   * use.
   *
   * @template {object} Dialect
   * @param {Iterable<{connection: Connection, dialect: Dialect}>} receivers
   * @param {(dialect: Dialect) => object | undefined} spell undefined: the dialect has no message for it
   */
  tell(receivers, spell) {
    /** @type {Map<Dialect, Buffer | undefined>} */
    const encoded = new Map();
    for (const { dialect, connection } of receivers) {
      if (!encoded.has(dialect)) encoded.set(dialect, encode(spell(dialect)));
      const message = encoded.get(dialect);
      if (message) this.#send(connection, message);
    }
  }

  /**
   * @param {Connection} connection
   * @param {Buffer} message
   */
  #send(connection, message) {
    try {
      connection.send(message);
    } catch (error) {
      // The connection missed a message, so it must not continue.
      this.#log.error(`A message could not be sent: ${/** @type {Error} */ (error).stack}`);
      connection.terminate('A message could not be sent');
    }
  }
}

/**
 * @param {object | undefined} message
 * @returns {Buffer | undefined}
 */
function encode(message) {
  return message && Buffer.from(JSON.stringify(message));
}

module.exports = { Broadcaster };
