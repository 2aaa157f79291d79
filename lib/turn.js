'use strict';

const { FrameSequence } = require('./frames');

/** @typedef {import('./outbox').Outbox} Outbox */

/**
 * A turn of the event loop: what all connections sent, while the sockets that had something were read, is written at its
 * end, before the loop waits again.
 */
class Turn {
  #log;
  #beginning = new FrameSequence();
  /** @type {Outbox[]} in the order in which they joined */
  #joined = [];

  /** @param {{error: (message: string) => void}} log */
  constructor(log) {
    this.#log = log;
  }

  /**
   * @param {Outbox} outbox to be flushed when the turn ends
   * @returns {FrameSequence} the empty one that every outbox of this turn begins with
   */
  join(outbox) {
    if (this.#joined.push(outbox) === 1) setImmediate(() => this.#end());
    return this.#beginning;
  }

  #end() {
    const joined = this.#joined;
    this.#joined = [];
    this.#beginning = new FrameSequence();
    for (const outbox of joined) {
      try {
        outbox.flush();
      } catch (error) {
        // It missed a message, so it may not go on as if it had not; the others may.
        this.#log.error(`A message could not be sent: ${/** @type {Error} */ (error).stack}`);
        outbox.fail();
      }
    }
  }
}

module.exports = { Turn };
