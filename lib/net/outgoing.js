'use strict';

const { performance } = require('node:perf_hooks');
const { LONGEST_WHOLE, pingsIn } = require('./fast/fragments');
const { sizeOf } = require('./fast/frames');

/** @typedef {import('./answering-socket').AnsweringSocket} AnsweringSocket */
/** @typedef {import('./backlog').Backlog} Backlog */
/** @typedef {import('./fast/outbox').Outbox} Outbox */

/**
 * @typedef {object} OutgoingParts
 * @property {Outbox} outbox what writes
 * @property {Backlog} [backlog] what all connections have left to send
 * @property {number} maxBufferedBytes
 * @property {(reason: string) => void} terminate ends the connection at once
 */

const NO_MARK = Buffer.alloc(0);
const OPEN = 1;
// Whoever has less unsent is not looked at.
const UNCOUNTED_BYTES = 64 * 1024;
// A ping behind so many bytes, or more the more answers are due: who reads slowly, but reads, can answer some in every interval.
const BYTES_OF_A_PING = 64 * 1024;
// Who answers all pings within this time reads fast: it needs no more in long messages, and one behind so many bytes.
const QUICK_MS = 1000;
const BYTES_OF_A_QUICK_PING = 1024 * 1024;
// Clients made with ws end a connection with 60 answers that wait to be sent, as they do when they were busy for a while.
const MOST_DUE = 24;

/**
 * What goes out on one connection, until too much of it is unread, and the pings among it: each asks how far the other side
 * has come.
 */
class Outgoing {
  /**
   * To be set where the place that has been reached can be marked at any time.
   *
   * @type {() => Buffer} the mark that a ping for a sign of life carries
   */
  placeNow = () => this.#lastMark;
  #socket;
  #outbox;
  #backlog;
  #maxBufferedBytes;
  #largestSent = 0;
  /** Bytes that had not gone out when something was last sent, with that. */
  #behind = 0;
  /** @type {Buffer} */
  #lastMark = NO_MARK;
  /** @type {Buffer} what the last ping asked */
  #asked = NO_MARK;
  /** Has a mark not gone out because so many pings are not answered? */
  #owesMark = false;
  /** Bytes sent since the last ping. */
  #unasked = 0;
  /** Pings that have not been answered. Their answers cost the client nothing. */
  #pongsDue = 0;
  /** When the first of the pings went out that are not answered; NaN: it asked for a sign of life, or all are answered. */
  #behindSince = NaN;
  /** Are there such in a long message? */
  #hasLong = false;
  /** Has it got a long message quickly? */
  #isQuick = false;
  #bytesOfAPing = BYTES_OF_A_PING;

  /**
   * @param {AnsweringSocket} socket an open one
   * @param {OutgoingParts} parts
   */
  constructor(socket, { outbox, backlog, maxBufferedBytes, terminate }) {
    this.#socket = socket;
    this.#outbox = outbox;
    this.#backlog = backlog;
    this.#maxBufferedBytes = maxBufferedBytes;
    this.terminate = terminate;
  }

  /** @returns {number} bytes that have not gone out */
  get unsent() {
    return this.#outbox.unsent;
  }

  /** @returns {boolean} does it send buffers as they are, without a copy of its own? */
  get sharesBuffers() {
    return this.#outbox.sharesBuffers;
  }

  /** @param {Buffer} message one text message; must not be written to any more */
  send(message) {
    const { length } = message;
    if (!this.#mayTake(length)) return;
    const pings = this.#pingsIn(length);
    this.#outbox.add(message, pings > 0);
    this.#askBehind(length, pings);
    if (this.#behind >= UNCOUNTED_BYTES) this.#backlog?.add(this, [message]);
  }

  /** @param {Buffer[]} parts of one message; neither they nor the array must be written to any more */
  sendParts(parts) {
    const size = sizeOf(parts);
    if (!this.#mayTake(size)) return;
    const pings = this.#pingsIn(size);
    this.#outbox.addParts(parts, pings > 0);
    this.#askBehind(size, pings);
    if (this.#behind >= UNCOUNTED_BYTES) this.#backlog?.add(this, parts);
  }

  /** @param {Buffer} frames whole text frames; must not be written to any more */
  sendFrames(frames) {
    if (!this.#mayTake(frames.length)) return;
    this.#outbox.addFrames(frames);
    this.#askBehind(frames.length, 0);
    if (this.#behind >= UNCOUNTED_BYTES) this.#backlog?.add(this, [frames]);
  }

  /**
   * Sends a ping with a mark; when many are not answered, it goes out when one is, with the place of then.
   *
   * @param {Buffer} mark 125 bytes at most, not empty; must not be written to any more
   */
  mark(mark) {
    if (this.#socket.readyState !== OPEN) return;
    this.#lastMark = mark;
    this.#owesMark = this.#pongsDue >= MOST_DUE;
    if (!this.#owesMark) this.#ask();
  }

  /** @returns {Buffer} the mark of the last ping; empty: it is answered */
  get asked() {
    return this.#pongsDue > 0 ? this.#asked : NO_MARK;
  }

  /**
   * Asks for a sign of life.
   *
   * @param {boolean} wasAnswered since the last time
   */
  askAgain(wasAnswered) {
    // A client need only answer the last of several.
    if (wasAnswered) this.#pongsDue = 0;
    else {
      this.#isQuick = false;
      this.#bytesOfAPing = BYTES_OF_A_PING;
    }
    if (this.#socket.readyState !== OPEN) return;
    this.#lastMark = this.placeNow();
    this.#ask();
  }

  /** @returns {boolean} was a pong that has come the answer to a ping? */
  takePong() {
    if (this.#pongsDue === 0) return false;
    this.#pongsDue -= 1;
    if (this.#pongsDue === 0) this.#onAllAnswered();
    return true;
  }

  /** @param {Buffer} mark with which a pong has come */
  onAnswer(mark) {
    // Who answers the last of several has had them all.
    if (mark.equals(this.#asked)) this.#pongsDue = 0;
    if (this.#owesMark && this.#pongsDue < MOST_DUE) this.mark(this.placeNow());
  }

  /** Writes what waits for the end of the turn. */
  flush() {
    this.#outbox.flush();
  }

  /** Nothing goes out any more. */
  end() {
    this.#backlog?.delete(this);
  }

  #onAllAnswered() {
    if (Number.isNaN(this.#behindSince)) return;
    const isQuick = performance.now() - this.#behindSince < QUICK_MS;
    this.#bytesOfAPing = isQuick ? BYTES_OF_A_QUICK_PING : BYTES_OF_A_PING;
    if (this.#hasLong) this.#isQuick = isQuick;
    this.#behindSince = NaN;
    this.#hasLong = false;
  }

  /** @returns {boolean} may there be more pings than those that have to be? */
  get #mayAsk() {
    return !this.#isQuick && this.#pongsDue < MOST_DUE;
  }

  /**
   * @param {number} size of a message
   * @returns {number} pings that go out inside it
   */
  #pingsIn(size) {
    return size > LONGEST_WHOLE && this.#mayAsk ? pingsIn(size) : 0;
  }

  /**
   * @param {number} size of what has just been sent
   * @param {number} pings inside it
   */
  #askBehind(size, pings) {
    this.#unasked += size;
    const gap = this.#bytesOfAPing * (1 + (this.#pongsDue + pings) / 4);
    const mayAsk = this.#unasked >= gap && (this.#mayAsk || pings > 0);
    if (this.#pongsDue === 0 && (pings > 0 || mayAsk)) {
      this.#behindSince = performance.now();
      this.#hasLong = pings > 0;
    }
    this.#pongsDue += pings;
    if (mayAsk) this.#ask();
  }

  /** Sends a ping. Its answer may stand for those to the ones before it, so it has the last mark. */
  #ask() {
    this.#unasked = 0;
    this.#pongsDue += 1;
    this.#owesMark = false;
    this.#asked = this.#lastMark;
    this.#outbox.addPing(this.#lastMark);
  }

  /**
   * @param {number} size
   * @returns {boolean}
   */
  #mayTake(size) {
    const { readyState, bufferedAmount } = this.#socket;
    if (readyState !== OPEN) return false;
    // One message may be larger than the limit: a dataset has to get through.
    if (bufferedAmount > this.#maxBufferedBytes + this.#largestSent) {
      this.terminate('Too much is unread');
      return false;
    }
    if (size > this.#largestSent) this.#largestSent = size;
    this.#behind = bufferedAmount + size;
    return true;
  }
}

module.exports = { Outgoing };
