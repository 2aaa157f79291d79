'use strict';

const { performance } = require('node:perf_hooks');
const { FrameSequence } = require('./frames');

/** @typedef {import('./outbox').Outbox} Outbox */

// Between two messages of one turn lie a few microseconds (2 to 5 were measured), between two turns of a server that has
// nothing else to do the time in which a client answers (27 and more).
const PAUSE_MS = 0.015;
// A second message of the turn would save a write to each connection: to that many it is not waited for.
const FEW = 4;

/**
 * A turn of the event loop: what all connections sent, while the sockets that had something were read, is written at its
 * end, before the loop waits again. What comes after a pause, and for few, is written as soon as it is made: nothing else
 * may come in this turn, and its end costs as much as a small message.
 */
class Turn {
  #log;
  #now;
  #beginning = new FrameSequence();
  /** @type {Outbox[]} in the order in which they joined */
  #joined = [];
  #isEnding = false;
  #isReading = false;
  #wasPaused = false;
  #busyUntil = 0;

  /**
   * @param {{error: (message: string) => void}} log
   * @param {() => number} [now] milliseconds of a clock that never goes back
   */
  constructor(log, now = () => performance.now()) {
    this.#log = log;
    this.#now = now;
  }

  /**
   * @param {Outbox} outbox to be flushed when the turn ends
   * @returns {FrameSequence} the empty one that every outbox of this turn begins with
   */
  join(outbox) {
    this.#joined.push(outbox);
    if (!this.#isReading) this.#endSoon();
    return this.#beginning;
  }

  /** What joins from now on comes of what was read from one socket. */
  beginReading() {
    this.#isReading = true;
    this.#wasPaused = this.#now() - this.#busyUntil > PAUSE_MS;
  }

  /** To be called when all that was read from it has been handled. */
  endReading() {
    this.#isReading = false;
    if (this.#joined.length > 0) {
      if (this.#wasPaused && !this.#isEnding && this.#joined.length <= FEW) this.#flush();
      else this.#endSoon();
    }
    this.#busyUntil = this.#now();
  }

  #endSoon() {
    if (this.#isEnding) return;
    this.#isEnding = true;
    setImmediate(() => {
      this.#isEnding = false;
      this.#flush();
      this.#busyUntil = this.#now();
    });
  }

  #flush() {
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
