'use strict';

const { performance } = require('node:perf_hooks');
const { setImmediate: nextTurn } = require('node:timers/promises');
const { RateLimit } = require('./rate-limit');

/** @typedef {import('./answering-socket').AnsweringSocket} AnsweringSocket */

/**
 * @typedef {object} IncomingParts
 * @property {number} maxMessagesPerSecond 0: no limit
 * @property {import('../base/fair-queue').FairQueue} [unpacking] compressed messages before the login
 * @property {() => void} onFree called when nothing waits any more, before anything else is read
 */

const OPEN = 1;
// A longer message counts once for each of these.
const BYTES_OF_A_MESSAGE = 16 * 1024;
// After so many messages of one connection, or so many milliseconds of work for it, other connections get their turn.
const MESSAGES_OF_A_TURN = 64;
const MS_OF_A_TURN = 5;

const now = () => performance.now();

/**
 * Schedules the incoming messages of one connection: in order, within the rate limit, and in turns with other
 * connections. Reading pauses while something waits, so only messages that ws has already read can wait here.
 */
class Incoming {
  #socket;
  #rate;
  #unpacking;
  #onFree;
  /** @type {(() => void) | undefined} called when ws has decompressed a message, or never will */
  #onUnpacked;
  /** The used share of its turn; from 1 on, other connections are next. */
  #turn = 0;
  /** @type {(() => void)[] | undefined} waiting actions, in order; undefined if the connection is not held */
  #held;
  /** @type {NodeJS.Timeout | undefined} */
  #timer;
  #isHurried = false;
  #hasEnded = false;

  /**
   * @param {AnsweringSocket} socket
   * @param {IncomingParts} parts
   */
  constructor(socket, { maxMessagesPerSecond, unpacking, onFree }) {
    this.#socket = socket;
    this.#rate = new RateLimit(maxMessagesPerSecond, now());
    this.#unpacking = unpacking;
    this.#onFree = onFree;
  }

  /** @returns {boolean} must incoming messages wait? */
  get isHeld() {
    return this.#held !== undefined;
  }

  /** @returns {boolean} is anything waiting? */
  get hasWaiting() {
    return this.#held !== undefined && this.#held.length > 0;
  }

  /** @param {() => void} act runs after all waiting actions; only while the connection is held */
  keep(act) {
    this.#held?.push(act);
  }

  /**
   * Holds incoming messages until a promise settles.
   *
   * @param {Promise<unknown>} pending never rejects
   */
  waitFor(pending) {
    this.#held ??= [];
    this.#socket.pause();
    pending.then(() => this.#releaseAfter(0));
  }

  /**
   * Counts a message that was passed on, and holds the next ones if necessary.
   *
   * @param {number} bytes of the message
   * @param {number} milliseconds of work for it
   * @param {Promise<void> | void} pending the next message waits for it
   */
  countMessage(bytes, milliseconds, pending) {
    this.#turn += milliseconds / MS_OF_A_TURN;
    this.#count(Math.max(1, bytes / BYTES_OF_A_MESSAGE), pending);
  }

  /** Counts a control frame or a fragment. */
  countFrame() {
    if (!this.#held) this.#count(1);
    else this.#rate.take(now);
  }

  /**
   * Lets ws decompress a message, which it does in another thread; nothing more is read until the message is there.
   * Before the login, only a few messages are decompressed at a time, in turns between addresses, so logged-in clients
   * wait for few others.
   *
   * @param {() => void} give passes it to ws
   * @param {{network: string, signal: AbortSignal}} [stranger] origin of a connection before its login
   */
  unpack(give, stranger) {
    this.#socket.pause();
    const unpacked = new Promise((resolve) => {
      this.#onUnpacked = () => resolve(undefined);
    });
    if (!stranger || !this.#unpacking) {
      give();
      return;
    }
    void this.#unpacking.run(stranger.network, stranger.signal, () => {
      // ws has released a closed socket.
      if (this.#socket.readyState === OPEN) give();
      else this.stopUnpacking();
      return unpacked;
    });
  }

  /** A message arrived: if it is the decompressed one, reading continues. */
  onMessage() {
    if (!this.#onUnpacked) return;
    this.stopUnpacking();
    this.#socket.resume();
  }

  /** The message that ws was to decompress will not come. */
  stopUnpacking() {
    this.#onUnpacked?.();
    this.#onUnpacked = undefined;
  }

  /** Ends the rate limit, because waiting messages will be discarded. */
  hurry() {
    this.#isHurried = true;
  }

  /** Discards waiting and further messages. */
  end() {
    this.#hasEnded = true;
    clearTimeout(this.#timer);
    this.#held = [];
  }

  /**
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
    if (delay === 0 || this.#isHurried) this.#release();
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
    this.#onFree();
  }
}

module.exports = { Incoming };
