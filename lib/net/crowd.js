'use strict';

const { performance } = require('node:perf_hooks');

/**
 * @typedef {{stop: () => void, goOn: () => void}} Reading pauses and resumes one socket; unread data stay in the kernel
 * or stream
 */

// The share of a turn of the event loop for connects, logins and disconnects.
const MICROSECONDS_OF_A_TURN = 8000;
// Added to the measured work of a message before the login: reading it and sending its answer are not measured.
const MICROSECONDS_OF_A_MESSAGE = 40;
// The minimum cost of a WebSocket request; reading it is not measured.
const MICROSECONDS_OF_A_REQUEST = 50;
// The cost of the end of a connection; nearly all of it cannot be measured.
const MICROSECONDS_OF_AN_END = 80;
// The number of paused strangers that are resumed in each turn.
const READ_AGAIN = 200;

/**
 * Spreads work that many clients can cause at the same moment: WebSocket requests, messages of *strangers* (connections
 * before the login), and ends of connections. It uses a part of each turn of the event loop; the rest runs in later
 * turns, in order of arrival. When the part for strangers is used up, they are not read until the next turn, so their
 * messages stay in order.
 */
class Crowd {
  #now;
  #spent = 0;
  #awaitsTurn = false;
  /** @type {Set<() => void>} work for later turns */
  #line = new Set();
  /** @type {Set<Reading>} of strangers */
  #read = new Set();
  /** @type {Set<Reading>} of paused strangers, the longest paused first */
  #stopped = new Set();

  /** @param {() => number} [now] milliseconds of a monotonic clock */
  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /**
   * Handles a request in this turn, or in a later one after all waiting work.
   *
   * @param {() => void} act
   */
  do(act) {
    if (this.#mayGo) this.#measure(act);
    else this.#wait(() => this.#measure(act));
  }

  /**
   * May the work for the end of a connection begin now?
   *
   * @param {() => void} later if not, called in a later turn, after all waiting work
   * @returns {boolean}
   */
  mayEnd(later) {
    const mayGo = this.#mayGo;
    if (mayGo) this.#spend(MICROSECONDS_OF_AN_END);
    else
      this.#wait(() => {
        this.#spend(MICROSECONDS_OF_AN_END);
        later();
      });
    return mayGo;
  }

  /**
   * @param {Reading} reading of a stranger
   * @returns {Stranger}
   */
  enter(reading) {
    this.#read.add(reading);
    return {
      spend: (milliseconds) => this.#spend(milliseconds * 1000 + MICROSECONDS_OF_A_MESSAGE),
      leave: () => this.#leave(reading),
    };
  }

  /** @returns {boolean} */
  get #mayGo() {
    return this.#spent < MICROSECONDS_OF_A_TURN && this.#line.size === 0;
  }

  /** @param {Reading} reading */
  #leave(reading) {
    this.#read.delete(reading);
    if (this.#stopped.delete(reading)) reading.goOn();
  }

  /** @param {() => void} act */
  #wait(act) {
    this.#line.add(act);
    this.#awaitTurn();
  }

  /** @param {() => void} act */
  #measure(act) {
    const began = this.#now();
    act();
    const microseconds = (this.#now() - began) * 1000;
    this.#spend(Math.max(microseconds, MICROSECONDS_OF_A_REQUEST));
  }

  /** @param {number} microseconds */
  #spend(microseconds) {
    this.#spent += microseconds;
    this.#awaitTurn();
    if (this.#spent < MICROSECONDS_OF_A_TURN) return;
    for (const reading of this.#read) {
      reading.stop();
      this.#stopped.add(reading);
    }
    this.#read.clear();
  }

  #awaitTurn() {
    if (this.#awaitsTurn) return;
    this.#awaitsTurn = true;
    setImmediate(() => this.#turn());
  }

  #turn() {
    this.#awaitsTurn = false;
    this.#spent = 0;
    for (const act of this.#line) {
      // The other half is for strangers.
      if (this.#spent >= MICROSECONDS_OF_A_TURN / 2) break;
      this.#line.delete(act);
      act();
    }
    this.#readAgain();
    if (this.#line.size > 0 || this.#stopped.size > 0) this.#awaitTurn();
  }

  #readAgain() {
    let left = READ_AGAIN;
    for (const reading of this.#stopped) {
      if (left-- === 0) return;
      this.#stopped.delete(reading);
      this.#read.add(reading);
      reading.goOn();
    }
  }
}

/**
 * @typedef {object} Stranger a connection before its login
 * @property {(milliseconds: number) => void} spend counts the work for one of its messages
 * @property {() => void} leave it has logged in or disconnected
 */

module.exports = { Crowd };
