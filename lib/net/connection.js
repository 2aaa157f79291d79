'use strict';

const { performance } = require('node:perf_hooks');
const { frameLimits } = require('./frame-limits');
const { Outbox } = require('./fast/outbox');
const { Incoming } = require('./incoming');
const { Outgoing } = require('./outgoing');

/** @typedef {import('./answering-socket').AnsweringSocket} AnsweringSocket */

/**
 * Handles one message. While its returned promise is pending, later messages of the connection wait. It must not throw
 * or reject. It must copy any bytes that it needs after it returns.
 *
 * @typedef {(bytes: Buffer, isBinary: boolean) => Promise<void> | void} MessageHandler
 */

/**
 * @typedef {object} Shared shared by all connections
 * @property {import('./backlog').Backlog} [backlog] their unsent data
 * @property {import('../base/fair-queue').FairQueue} [unpacking] compressed messages before the login
 */

/** @typedef {{maxPayload: number, maxMessagesPerSecond: number, maxBufferedBytes: number}} ConnectionLimits */

const OPEN = 1;
// A client that sends this much in an interval is alive, even if it has not reached the ping yet.
const SIGN_OF_LIFE_BYTES = 16 * 1024;

const now = () => performance.now();

/**
 * One socket, from its opening until all its messages are processed. incoming.js schedules incoming messages,
 * outgoing.js sends. It does not know the content of messages. Nothing here throws if the socket is closing or broken.
 */
class Connection {
  /** @type {MessageHandler} set it before the first message arrives */
  onMessage = () => {};
  /**
   * Set it if marks are used: called when everything up to this mark has arrived.
   *
   * @type {(mark: Buffer) => void}
   */
  onSeen = () => {};
  /** Set it: called once, when the socket is closed and all messages that arrived before are processed. */
  onEnd = () => {};
  /** The network of the client, which is the key of per-address limits. */
  network = '';
  /**
   * @type {import('./crowd').Stranger | undefined} set it until the login, to limit the work for many such connections
   */
  stranger;
  /** @type {string | undefined} the reason, if this side ended the connection */
  endedBecause;
  #socket;
  #incoming;
  #outgoing;
  #limits;
  #answered = true;
  /** Bytes of incomplete messages since the last keep-alive ping. */
  #received = 0;
  #isKnown = false;
  /** This side has ended the connection: waiting messages are discarded. */
  #isOver = false;
  #isClosed = false;
  #hasEnded = false;
  /** @type {AbortController | undefined} */
  #ending;

  /**
   * @param {AnsweringSocket} socket an open one
   * @param {ConnectionLimits} limits
   * @param {Outbox} [outbox] that sends
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

  /** @returns {boolean} are its further messages discarded? */
  get hasEnded() {
    return this.#hasEnded;
  }

  /** @param {boolean} isKnown is it logged in? Only then may messages be long */
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

  /** @param {() => Buffer} placeNow returns the mark for a keep-alive ping: the current position */
  set placeNow(placeNow) {
    this.#outgoing.placeNow = placeNow;
  }

  /**
   * Sends one text message. A connection with too much unsent data is terminated instead: it would miss a skipped
   * message forever, so its client must reconnect and load the dataset.
   *
   * @param {Buffer} message must not be modified afterwards
   */
  send(message) {
    this.#outgoing.send(message);
  }

  /**
   * Sends one message that consists of several buffers.
   *
   * @param {Buffer[]} parts neither they nor the array may be modified afterwards
   */
  sendParts(parts) {
    this.#outgoing.sendParts(parts);
  }

  /**
   * Sends several messages at once.
   *
   * @param {Buffer} frames whole text frames; must not be modified afterwards
   */
  sendFrames(frames) {
    this.#outgoing.sendFrames(frames);
  }

  /**
   * Sends a mark: onSeen is called when everything before it has arrived. A mark is a ping, which every WebSocket
   * library answers by itself. A client need only answer the last of several.
   *
   * @param {Buffer} mark 1 to 125 bytes; must not be modified afterwards
   */
  mark(mark) {
    this.#outgoing.mark(mark);
  }

  /** @returns {Buffer} the last sent mark; empty: all are answered */
  get asked() {
    return this.#outgoing.asked;
  }

  /**
   * Holds further messages until a promise settles.
   *
   * @param {Promise<unknown>} pending never rejects
   */
  waitFor(pending) {
    this.#incoming.waitFor(pending);
  }

  /**
   * Sends a keep-alive ping.
   *
   * @returns {boolean} false if the client was silent since the last call
   */
  checkAlive() {
    const hasMoved = this.#received >= SIGN_OF_LIFE_BYTES;
    const mayRead = this.#outgoing.askAgain(this.#answered);
    const alive = this.#answered || hasMoved || this.#incoming.isHeld || mayRead;
    this.#answered = false;
    this.#received = 0;
    return alive;
  }

  /** @param {number} size bytes that arrived of an incomplete message */
  countBytes(size) {
    this.#received += size;
  }

  /**
   * Counts a control frame or a fragment.
   *
   * @param {boolean} [isPong]
   */
  countFrame(isPong = false) {
    if (isPong && this.#outgoing.takePong()) return;
    this.#incoming.countFrame();
  }

  /**
   * Lets ws decompress a message, which it does in another thread; nothing more is read until the message is there.
   * Before the login, only a few messages are decompressed at a time, in turns between addresses, so logged-in clients
   * wait for few others.
   *
   * @param {() => void} give passes it to ws
   */
  unpack(give) {
    this.#incoming.unpack(give, this.#isKnown ? undefined : this);
  }

  /**
   * Closes the connection gracefully: earlier messages still arrive.
   *
   * @param {number} status close code
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
   * Terminates the connection immediately.
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
    // The pong came after the waiting messages, so it takes effect after them.
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
