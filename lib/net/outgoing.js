'use strict';

const { performance } = require('node:perf_hooks');
const { LONGEST_WHOLE, pingsIn } = require('./fast/fragments');
const { sizeOf } = require('./fast/frames');

/** @typedef {import('./answering-socket').AnsweringSocket} AnsweringSocket */
/** @typedef {import('./backlog').Backlog} Backlog */
/** @typedef {import('./fast/outbox').Outbox} Outbox */

/**
 * @typedef {object} OutgoingParts
 * @property {Outbox} outbox that writes
 * @property {Backlog} [backlog] the unsent data of all connections
 * @property {number} maxBufferedBytes
 * @property {(reason: string) => void} terminate terminates the connection
 */

const NO_MARK = Buffer.alloc(0);
const OPEN = 1;
// A connection with less unsent data is not counted.
const UNCOUNTED_BYTES = 64 * 1024;
// A ping is sent after so many bytes (more, the more pongs are due), so that a slow reader can answer some in every
// interval.
const BYTES_OF_A_PING = 64 * 1024;
// A client that answers all pings within this time reads fast: it gets none inside long messages, and one after so many
// bytes.
const QUICK_MS = 1000;
const BYTES_OF_A_QUICK_PING = 1024 * 1024;
// A client that becomes slow has a whole interval for so many of the bytes that were sent to it with few pings.
const BYTES_OF_AN_INTERVAL = 256 * 1024;
// Clients made with ws terminate a connection when 60 pongs wait to be sent, which happens after they were busy for a
// while.
const MOST_DUE = 24;

/**
 * Sends the outgoing messages of one connection, until too much is unsent, and pings between them, which ask how far
 * the client has read.
 */
class Outgoing {
  /**
   * Set it if the current position can be marked at any time.
   *
   * @type {() => Buffer} the mark of a keep-alive ping
   */
  placeNow = () => this.#lastMark;
  #socket;
  #outbox;
  #backlog;
  #maxBufferedBytes;
  #largestSent = 0;
  /** Unsent bytes after the last message was added. */
  #behind = 0;
  /** @type {Buffer} */
  #lastMark = NO_MARK;
  /** @type {Buffer} payload of the last ping */
  #asked = NO_MARK;
  /** Was a mark held back because too many pings are unanswered? */
  #owesMark = false;
  /** Bytes sent since the last ping. */
  #unasked = 0;
  /** Number of unanswered pings. */
  #pongsDue = 0;
  /** Time of the first unanswered ping; NaN: it was a keep-alive ping, or all are answered. */
  #behindSince = NaN;
  /** Are unanswered pings inside a long message? */
  #hasLong = false;
  /** Did the client receive a long message quickly? */
  #isQuick = false;
  #bytesOfAPing = BYTES_OF_A_PING;
  /** Bytes that were sent with few pings, since all pings were answered. */
  #sparse = 0;

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

  /** @returns {number} unsent bytes */
  get unsent() {
    return this.#outbox.unsent;
  }

  /** @returns {boolean} does it send buffers without copying them? */
  get sharesBuffers() {
    return this.#outbox.sharesBuffers;
  }

  /** @param {Buffer} message one text message; must not be modified afterwards */
  send(message) {
    const { length } = message;
    if (!this.#mayTake(length)) return;
    const pings = this.#pingsIn(length);
    this.#outbox.add(message, pings > 0);
    this.#askBehind(length, pings);
    if (this.#behind >= UNCOUNTED_BYTES) this.#backlog?.add(this, [message]);
  }

  /** @param {Buffer[]} parts of one message; neither they nor the array may be modified afterwards */
  sendParts(parts) {
    const size = sizeOf(parts);
    if (!this.#mayTake(size)) return;
    const pings = this.#pingsIn(size);
    this.#outbox.addParts(parts, pings > 0);
    this.#askBehind(size, pings);
    if (this.#behind >= UNCOUNTED_BYTES) this.#backlog?.add(this, parts);
  }

  /** @param {Buffer} frames whole text frames; must not be modified afterwards */
  sendFrames(frames) {
    if (!this.#mayTake(frames.length)) return;
    this.#outbox.addFrames(frames);
    this.#askBehind(frames.length, 0);
    if (this.#behind >= UNCOUNTED_BYTES) this.#backlog?.add(this, [frames]);
  }

  /**
   * Sends a ping with a mark. If many pings are unanswered, it waits for the next pong, and then marks the position at
   * that time.
   *
   * @param {Buffer} mark 1 to 125 bytes; must not be modified afterwards
   */
  mark(mark) {
    if (this.#socket.readyState !== OPEN) return;
    this.#lastMark = mark;
    this.#owesMark = this.#pongsDue >= MOST_DUE;
    if (!this.#owesMark) this.#ask();
  }

  /** @returns {Buffer} the mark of the last ping; empty if it is answered */
  get asked() {
    return this.#pongsDue > 0 ? this.#asked : NO_MARK;
  }

  /**
   * Sends a keep-alive ping.
   *
   * @param {boolean} wasAnswered was the client alive since the last one?
   * @returns {boolean} may it be alive nevertheless, with so much to read that it reaches no ping?
   */
  askAgain(wasAnswered) {
    const mayRead = !wasAnswered && this.#sparse >= BYTES_OF_A_PING;
    // A client need only answer the last of several pings.
    if (wasAnswered) this.#pongsDue = 0;
    else {
      this.#isQuick = false;
      this.#bytesOfAPing = BYTES_OF_A_PING;
      this.#sparse = Math.max(0, this.#sparse - BYTES_OF_AN_INTERVAL);
    }
    if (this.#socket.readyState !== OPEN) return mayRead;
    this.#lastMark = this.placeNow();
    this.#ask();
    return mayRead;
  }

  /** @returns {boolean} did the pong answer a ping? */
  takePong() {
    if (this.#pongsDue === 0) return false;
    this.#pongsDue -= 1;
    if (this.#pongsDue === 0) this.#onAllAnswered();
    return true;
  }

  /** @param {Buffer} mark of a pong */
  onAnswer(mark) {
    // A pong to the last of several pings answers all of them.
    if (mark.equals(this.#asked)) {
      this.#pongsDue = 0;
      this.#forgetRead();
    }
    if (this.#owesMark && this.#pongsDue < MOST_DUE) this.mark(this.placeNow());
  }

  /** Writes messages that wait for the end of the turn. */
  flush() {
    this.#outbox.flush();
  }

  /** Stops sending. */
  end() {
    this.#backlog?.delete(this);
  }

  #onAllAnswered() {
    this.#forgetRead();
    if (Number.isNaN(this.#behindSince)) return;
    const isQuick = performance.now() - this.#behindSince < QUICK_MS;
    this.#bytesOfAPing = isQuick ? BYTES_OF_A_QUICK_PING : BYTES_OF_A_PING;
    if (this.#hasLong) this.#isQuick = isQuick;
    this.#behindSince = NaN;
    this.#hasLong = false;
  }

  /** Everything before the last ping has been read. */
  #forgetRead() {
    this.#sparse = Math.min(this.#sparse, this.#unasked);
  }

  /** @returns {boolean} may it send more pings than necessary? */
  get #mayAsk() {
    return !this.#isQuick && this.#pongsDue < MOST_DUE;
  }

  /**
   * @param {number} size of a message
   * @returns {number} pings to send inside it
   */
  #pingsIn(size) {
    return size > LONGEST_WHOLE && this.#mayAsk ? pingsIn(size) : 0;
  }

  /**
   * @param {number} size of the message just sent
   * @param {number} pings inside it
   */
  #askBehind(size, pings) {
    this.#unasked += size;
    if (this.#isQuick || this.#bytesOfAPing > BYTES_OF_A_PING) this.#sparse += size;
    const gap = this.#bytesOfAPing * (1 + (this.#pongsDue + pings) / 4);
    const mayAsk = this.#unasked >= gap && (this.#mayAsk || pings > 0);
    if (this.#pongsDue === 0 && (pings > 0 || mayAsk)) {
      this.#behindSince = performance.now();
      this.#hasLong = pings > 0;
    }
    this.#pongsDue += pings;
    if (mayAsk) this.#ask();
  }

  /** Sends a ping. It carries the last mark, because its pong may also answer earlier pings. */
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
    // One message may exceed the limit, because a dataset must get through.
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
