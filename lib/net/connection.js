'use strict';

const { performance } = require('node:perf_hooks');
const { setImmediate: nextTurn } = require('node:timers/promises');
const { frameLimits } = require('./frame-limits');
const { Outbox } = require('./fast/outbox');
const { Outgoing } = require('./outgoing');
const { RateLimit } = require('./rate-limit');

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
// A longer message counts once for each of these.
const BYTES_OF_A_MESSAGE = 16 * 1024;
// Behind so many messages of one connection, or so many milliseconds of work for it, the others have their turn.
const MESSAGES_OF_A_TURN = 64;
const MS_OF_A_TURN = 5;

const now = () => performance.now();

/**
 * One socket: its messages one after the other and no faster than allowed. What goes out is in outgoing.js. It knows nothing of what messages say. A socket that is closing or broken makes nothing here throw.
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
  #outgoing;
  #rate;
  #limits;
  #unpacking;
  #answered = true;
  /** Bytes of messages that are not all here, since the last question for a sign of life. */
  #received = 0;
  /** @type {(() => void) | undefined} to be called when ws has unpacked a message, or never will */
  #onUnpacked;
  #isKnown = false;
  /** The part of its turn that it has had: 1 and more, the others are next. */
  #turn = 0;
  /** @type {(() => void)[] | undefined} to be done, in this order, when the connection is not held any more; undefined: it is not */
  #held;
  /** @type {NodeJS.Timeout | undefined} */
  #timer;
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
    this.#unpacking = unpacking;
    const { maxBufferedBytes } = limits;
    const terminate = (/** @type {string} */ reason) => this.terminate(reason);
    this.#outgoing = new Outgoing(socket, { outbox, backlog, maxBufferedBytes, terminate });
    this.#rate = new RateLimit(limits.maxMessagesPerSecond, performance.now());
    this.#limits = limits;
    socket.on('message', (data, isBinary) => this.#receive(/** @type {Buffer} */ (data), isBinary));
    socket.on('pong', (data) => this.#onPong(data));
    socket.on('error', () => this.#endUnpacking());
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
    this.#held ??= [];
    this.#socket.pause();
    pending.then(() => this.#releaseAfter(0));
  }

  /**
   * Asks the other side for a sign of life.
   *
   * @returns {boolean} false when it has given none since the last call
   */
  checkAlive() {
    const hasMoved = this.#received >= SIGN_OF_LIFE_BYTES;
    const alive = this.#answered || hasMoved || this.#held !== undefined;
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
    if (!this.#held) this.#count(1);
    else this.#rate.take(now);
  }

  /**
   * Has ws unpack a message, which it does in another thread; nothing more is read until it has come. Those of strangers are
   * unpacked a few at a time, the addresses in turn: whoever is known waits behind so many at most.
   *
   * @param {() => void} give gives it to ws
   */
  unpack(give) {
    this.#socket.pause();
    const unpacked = new Promise((resolve) => {
      this.#onUnpacked = () => resolve(undefined);
    });
    if (this.#isKnown || !this.#unpacking) {
      give();
      return;
    }
    void this.#unpacking.run(this.network, this.signal, () => {
      // ws has let go of a socket that has gone.
      if (this.isOpen) give();
      else this.#endUnpacking();
      return unpacked;
    });
  }

  /**
   * Ends the connection in order: what was sent before arrives.
   *
   * @param {number} status of the close frame
   * @param {string} reason for the client and for the log
   */
  close(status, reason) {
    this.#isOver = true;
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
    if (this.#onUnpacked) {
      this.#endUnpacking();
      this.#socket.resume();
    }
    if (!this.#held) {
      this.#process(bytes, isBinary);
      return;
    }
    const kept = Buffer.from(bytes);
    this.#held.push(() => this.#process(kept, isBinary));
  }

  #endUnpacking() {
    this.#onUnpacked?.();
    this.#onUnpacked = undefined;
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
    this.#turn += milliseconds / MS_OF_A_TURN;
    this.#count(Math.max(1, bytes.length / BYTES_OF_A_MESSAGE), pending);
  }

  /**
   * What comes next waits if it has to.
   *
   * @param {number} messages that were read
   * @param {Promise<void> | void} [pending]
   */
  #count(messages, pending) {
    const delay = this.#rate.take(now, messages);
    this.#turn += messages / MESSAGES_OF_A_TURN;
    const letsOthers = this.#turn >= 1;
    if (letsOthers) this.#turn = 0;
    if (pending || delay > 0) this.#hold(pending, delay);
    else if (letsOthers) this.#hold(nextTurn(), 0);
  }

  /**
   * Reading stops too, so what has to wait here is at most what ws has in hand when the socket is closed.
   *
   * @param {Promise<unknown> | void} pending
   * @param {number} delay milliseconds
   */
  #hold(pending, delay) {
    this.#held = [];
    this.#socket.pause();
    Promise.resolve(pending).then(() => this.#releaseAfter(delay));
  }

  /** @param {number} delay milliseconds */
  #releaseAfter(delay) {
    if (this.#hasEnded) return;
    if (delay === 0 || this.#isOver) this.#release();
    else this.#timer = setTimeout(() => this.#release(), delay);
  }

  #release() {
    const waiting = this.#held ?? [];
    this.#held = undefined;
    for (const [index, act] of waiting.entries()) {
      act();
      const heldAgain = /** @type {(() => void)[] | undefined} */ (this.#held);
      if (heldAgain) {
        heldAgain.push(...waiting.slice(index + 1));
        return;
      }
    }
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
    if (this.#held) this.#held.push(() => this.onSeen(mark));
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
    this.#endUnpacking();
    const isWaitedFor = this.#held !== undefined && this.#held.length > 0 && !this.#isOver;
    if (!isWaitedFor) this.#end();
  }

  #end() {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    clearTimeout(this.#timer);
    this.#held = [];
    this.#ending?.abort();
    this.onEnd();
  }
}

module.exports = { Connection };
