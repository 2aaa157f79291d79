'use strict';

const { performance } = require('node:perf_hooks');
const { FrameSequence } = require('./frames');

/** @typedef {import('./outbox').Outbox} Outbox */

// Microseconds. Two messages of one turn are 2 to 5 µs apart (measured), two turns of an idle server at least 27 µs,
// the time in which a client answers.
const PAUSE_MS = 0.015;
// A second message of the turn would save a write to each connection; for up to this many connections, the server does
// not wait for one.
const FEW = 4;

/**
 * A turn of the event loop. All messages for all connections that arise while sockets are read are written at the end
 * of the turn, before the loop waits again. After a pause, a message for few connections is written immediately:
 * probably no other one follows in this turn, and the end of a turn costs as much as a small message.
 */
class Turn {
  #log;
  #now;
  #beginning = new FrameSequence();
  /** @type {Outbox[]} in the order of joining */
  #joined = [];
  #isEnding = false;
  #isReading = false;
  #wasPaused = false;
  #busyUntil = 0;

  /**
   * @param {{error: (message: string) => void}} log
   * @param {() => number} [now] milliseconds of a monotonic clock
   */
  constructor(log, now = () => performance.now()) {
    this.#log = log;
    this.#now = now;
  }

  /**
   * @param {Outbox} outbox to be flushed when the turn ends
   * @returns {FrameSequence} the empty sequence that all outboxes of this turn start with
   */
  join(outbox) {
    this.#joined.push(outbox);
    if (!this.#isReading) this.#endSoon();
    return this.#beginning;
  }

  /** Messages from now on are caused by data of one socket. */
  beginReading() {
    this.#isReading = true;
    this.#wasPaused = this.#now() - this.#busyUntil > PAUSE_MS;
  }

  /** Call it when all data read from that socket are handled. */
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
        // That connection missed a message, so it must not continue; the others go on.
        this.#log.error(`A message could not be sent: ${/** @type {Error} */ (error).stack}`);
        outbox.fail();
      }
    }
  }
}

module.exports = { Turn };
