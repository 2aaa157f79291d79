'use strict';

const { performance } = require('node:perf_hooks');
const { frameLimits } = require('./frame-limits');
const { Outbox } = require('./fast/outbox');
const { Incoming } = require('./incoming');
const { Outgoing } = require('./outgoing');

/** @typedef {import('./answering-socket').AnsweringSocket} AnsweringSocket */

/**
 * Handles one message. While a promise that it answers is pending, the connection's later messages wait. It must not
 * throw or reject. When it returns, the bytes are somebody else's again: what it keeps of them it has to copy.
 *
 * @typedef {(bytes: Buffer, isBinary: boolean) => Promise<void> | void} MessageHandler
 */

/**
 * @typedef {object} Shared what all connections have together
 * @property {import('./backlog').Backlog} [backlog] what they have left to send
 * @property {import('../base/fair-queue').FairQueue} [unpacking] compressed messages of those who are not logged in
 */

/** @typedef {{maxPayload: number, maxMessagesPerSecond: number, maxBufferedBytes: number}} ConnectionLimits */

const OPEN = 1;
// Who has moved so much in an interval is alive, even if it has not come to the ping yet.
const SIGN_OF_LIFE_BYTES = 16 * 1024;

const now = () => performance.now();

/**
 * One socket, from when it is open until all that came is done. When what comes is done is in incoming.js, what goes out in
 * outgoing.js. It knows nothing of what messages say. A socket that is closing or broken makes nothing here throw.
 */
class Connection {
  /** @type {MessageHandler} to be set before the first message arrives */
  onMessage = () => {};
  /**
   * To be set where marks are sent: everything up to this one has arrived.
   *
   * @type {(mark: Buffer) => void}
   */
  onSeen = () => {};
  /** To be set: the socket is closed, and all that had arrived before the other side closed it is done. Called once. */
  onEnd = () => {};
  /** Where the other side is: what it counts as where each may do something so often. */
  network = '';
  /** @type {import('./crowd').Stranger | undefined} to be set as long as nobody has logged in, where there may be many of those */
  stranger;
  /** @type {string | undefined} why this side ended the connection, if it did */
  endedBecause;
  #socket;
  #incoming;
  #outgoing;
  #limits;
  #answered = true;
  /** Bytes of messages that are not all here, since the last question for a sign of life. */
  #received = 0;
  #isKnown = false;
  /** This side has ended the connection: what is not done by now will not be. */
  #isOver = false;
  #isClosed = false;
  #hasEnded = false;
  /** @type {AbortController | undefined} */
  #ending;

  /**
   * @param {AnsweringSocket} socket an open one
   * @param {ConnectionLimits} limits
   * @param {Outbox} [outbox] for what goes out through it
   * @param {Shared} [shared]
   */
  constructor(socket, limits, outbox = new Outbox(socket), { backlog, unpacking } = {}) {
    this.#socket = socket;
    const { maxBufferedBytes, maxMessagesPerSecond } = limits;
    const terminate = (/** @type {string} */ reason) => this.terminate(reason);
    this.#outgoing = new Outgoing(socket, { outbox, backlog, maxBufferedBytes, terminate });
    const onFree = () => this.#onFree();
    this.#incoming = new Incoming(socket, { maxMessagesPerSecond, unpacking, onFree });
    this.#limits = limits;
    socket.on('message', (data, isBinary) => this.#receive(/** @type {Buffer} */ (data), isBinary));
    socket.on('pong', (data) => this.#onPong(data));
    socket.on('error', () => this.#incoming.stopUnpacking());
    socket.on('close', () => this.#onClose());
  }

  /** @returns {boolean} can anything be sent? */
  get isOpen() {
    return this.#socket.readyState === OPEN;
  }

  /** @returns {boolean} will nothing more be done that it asks for? */
  get hasEnded() {
    return this.#hasEnded;
  }

  /** @param {boolean} isKnown has somebody logged in? Only then may messages be long */
  set isKnown(isKnown) {
    this.#isKnown = isKnown;
    if (isKnown) this.#leaveCrowd();
    this.#socket.compresses = isKnown;
    this.#socket.limit(frameLimits(this.#limits.maxPayload, isKnown));
  }

  /** @returns {AbortSignal} aborted when it has ended */
  get signal() {
    this.#ending ??= new AbortController();
    if (this.#hasEnded) this.#ending.abort();
    return this.#ending.signal;
  }

  /** @param {() => Buffer} placeNow answers the mark that a ping for a sign of life carries: the place that has been reached */
  set placeNow(placeNow) {
    this.#outgoing.placeNow = placeNow;
  }

  /**
   * Sends one text message. A connection that leaves too much unread is cut off instead: a message that is skipped
   * would be missed for ever, so its client has to come back and load the dataset.
   *
   * @param {Buffer} message must not be written to any more
   */
  send(message) {
    this.#outgoing.send(message);
  }

  /**
   * The same for one message in several buffers.
   *
   * @param {Buffer[]} parts neither they nor the array must be written to any more
   */
  sendParts(parts) {
    this.#outgoing.sendParts(parts);
  }

  /**
   * The same for many messages at once.
   *
   * @param {Buffer} frames whole text frames; must not be written to any more
   */
  sendFrames(frames) {
    this.#outgoing.sendFrames(frames);
  }

  /**
   * Marks a place in what is sent: onSeen tells when everything before it has arrived. It is a ping, which every WebSocket
   * library answers by itself. Of several, a client need only answer the last.
   *
   * @param {Buffer} mark 125 bytes at most, not empty; must not be written to any more
   */
  mark(mark) {
    this.#outgoing.mark(mark);
  }

  /** @returns {Buffer} the last mark that went out; empty: nothing that went out is unanswered */
  get asked() {
    return this.#outgoing.asked;
  }

  /**
   * What comes waits until then.
   *
   * @param {Promise<unknown>} pending never rejects
   */
  waitFor(pending) {
    this.#incoming.waitFor(pending);
  }

  /**
   * Asks the other side for a sign of life.
   *
   * @returns {boolean} false when it has given none since the last call
   */
  checkAlive() {
    const hasMoved = this.#received >= SIGN_OF_LIFE_BYTES;
    const alive = this.#answered || hasMoved || this.#incoming.isHeld;
    this.#outgoing.askAgain(this.#answered);
    this.#answered = false;
    this.#received = 0;
    return alive;
  }

  /** @param {number} size of what has come of a message that is not all here */
  countBytes(size) {
    this.#received += size;
  }

  /**
   * Counts a frame that is no message: a control frame, or one of several of a message.
   *
   * @param {boolean} [isPong]
   */
  countFrame(isPong = false) {
    if (isPong && this.#outgoing.takePong()) return;
    this.#incoming.countFrame();
  }

  /**
   * Has ws unpack a message, which it does in another thread; nothing more is read until it has come. Those of strangers are
   * unpacked a few at a time, the addresses in turn: whoever is known waits behind so many at most.
   *
   * @param {() => void} give gives it to ws
   */
  unpack(give) {
    this.#incoming.unpack(give, this.#isKnown ? undefined : this);
  }

  /**
   * Ends the connection in order: what was sent before arrives.
   *
   * @param {number} status of the close frame
   * @param {string} reason for the client and for the log
   */
  close(status, reason) {
    this.#isOver = true;
    this.#incoming.hurry();
    if (!this.isOpen) return;
    this.endedBecause ??= reason;
    this.#outgoing.flush();
    this.#socket.close(status, reason);
  }

  /**
   * Ends the connection at once.
   *
   * @param {string} reason for the log
   */
  terminate(reason) {
    this.#isOver = true;
    this.#incoming.hurry();
    this.endedBecause ??= reason;
    this.#socket.terminate();
    if (this.#isClosed) this.#end();
  }

  /**
   * @param {Buffer} bytes
   * @param {boolean} isBinary
   */
  #receive(bytes, isBinary) {
    this.#answered = true;
    this.#incoming.onMessage();
    if (!this.#incoming.isHeld) {
      this.#process(bytes, isBinary);
      return;
    }
    const kept = Buffer.from(bytes);
    this.#incoming.keep(() => this.#process(kept, isBinary));
  }

  /**
   * @param {Buffer} bytes
   * @param {boolean} isBinary
   */
  #process(bytes, isBinary) {
    if (this.#isOver) return;
    const { stranger } = this;
    const began = now();
    const pending = this.onMessage(bytes, isBinary);
    const milliseconds = now() - began;
    stranger?.spend(milliseconds);
    this.#incoming.countMessage(bytes.length, milliseconds, pending);
  }

  #onFree() {
    if (this.#isClosed) this.#end();
    else this.#socket.resume();
  }

  /** @param {Buffer} data */
  #onPong(data) {
    this.#answered = true;
    if (data.length === 0) return;
    const mark = Buffer.from(data);
    this.#outgoing.onAnswer(mark);
    // It came behind what waits, so it must not be known before that is done.
    if (this.#incoming.isHeld) this.#incoming.keep(() => this.onSeen(mark));
    else this.onSeen(mark);
  }

  #leaveCrowd() {
    this.stranger?.leave();
    this.stranger = undefined;
  }

  #onClose() {
    this.#isClosed = true;
    this.#leaveCrowd();
    this.#outgoing.end();
    this.#incoming.stopUnpacking();
    if (this.#isOver || !this.#incoming.hasWaiting) this.#end();
  }

  #end() {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#incoming.end();
    this.#ending?.abort();
    this.onEnd();
  }
}

module.exports = { Connection };
