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
    for (const { connection } of receivers) this.#send(connection, message);
  }

  /**
   * Tells many of the same thing, each in its dialect: spelt and encoded once for each dialect that somebody has.
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
      // It missed a message, so it may not go on as if it had not.
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
