'use strict';

const { performance } = require('node:perf_hooks');
const { setImmediate: nextTurn } = require('node:timers/promises');
const { RateLimit } = require('./rate-limit');

/** @typedef {import('./answering-socket').AnsweringSocket} AnsweringSocket */

/**
 * @typedef {object} IncomingParts
 * @property {number} maxMessagesPerSecond 0: no limit
 * @property {import('../base/fair-queue').FairQueue} [unpacking] compressed messages of those who are not logged in
 * @property {() => void} onFree nothing waits any more; called before anything else is read
 */

const OPEN = 1;
// A longer message counts once for each of these.
const BYTES_OF_A_MESSAGE = 16 * 1024;
// Behind so many messages of one connection, or so many milliseconds of work for it, the others have their turn.
const MESSAGES_OF_A_TURN = 64;
const MS_OF_A_TURN = 5;

const now = () => performance.now();

/**
 * When what comes in on one connection is done: one thing after the other, no faster than allowed, and with turns for the other
 * connections. Reading stops while something waits, so what waits here is at most what ws has in hand.
 */
class Incoming {
  #socket;
  #rate;
  #unpacking;
  #onFree;
  /** @type {(() => void) | undefined} to be called when ws has unpacked a message, or never will */
  #onUnpacked;
  /** The part of its turn that it has had: 1 and more, the others are next. */
  #turn = 0;
  /** @type {(() => void)[] | undefined} to be done, in this order, when the connection is not held any more; undefined: it is not */
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

  /** @returns {boolean} does what comes now have to wait? */
  get isHeld() {
    return this.#held !== undefined;
  }

  /** @returns {boolean} has something come that waits? */
  get hasWaiting() {
    return this.#held !== undefined && this.#held.length > 0;
  }

  /** @param {() => void} act what waits, behind all that waits already; only when it is held */
  keep(act) {
    this.#held?.push(act);
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
   * Counts a message that was handed on. What comes next waits if it has to.
   *
   * @param {number} bytes of the message
   * @param {number} milliseconds that it took
   * @param {Promise<void> | void} pending what the next message waits for
   */
  countMessage(bytes, milliseconds, pending) {
    this.#turn += milliseconds / MS_OF_A_TURN;
    this.#count(Math.max(1, bytes / BYTES_OF_A_MESSAGE), pending);
  }

  /** Counts a frame that is no message. */
  countFrame() {
    if (!this.#held) this.#count(1);
    else this.#rate.take(now);
  }

  /**
   * Has ws unpack a message, which it does in another thread; nothing more is read until it has come. Those of strangers are
   * unpacked a few at a time, the addresses in turn: whoever is known waits behind so many at most.
   *
   * @param {() => void} give gives it to ws
   * @param {{network: string, signal: AbortSignal}} [stranger] where it comes from, when nobody has logged in
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
      // ws has let go of a socket that has gone.
      if (this.#socket.readyState === OPEN) give();
      else this.stopUnpacking();
      return unpacked;
    });
  }

  /** A message has come: if it is the one that ws has unpacked, reading goes on. */
  onMessage() {
    if (!this.#onUnpacked) return;
    this.stopUnpacking();
    this.#socket.resume();
  }

  /** What ws was to unpack will not come. */
  stopUnpacking() {
    this.#onUnpacked?.();
    this.#onUnpacked = undefined;
  }

  /** The rate limit holds nothing up any more: what waits will be left out. */
  hurry() {
    this.#isHurried = true;
  }

  /** What waits is never done, nor what still comes. */
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
