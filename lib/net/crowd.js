'use strict';

const { performance } = require('node:perf_hooks');

/** @typedef {{stop: () => void, goOn: () => void}} Reading of one socket: what comes meanwhile stays where it is */

// So much of a turn of the event loop is for those who come, log in and leave.
const MICROSECONDS_OF_A_TURN = 8000;
// What a stranger's message counts besides the work that can be measured: it is read, and its answer sent, elsewhere.
const MICROSECONDS_OF_A_MESSAGE = 40;
// The least that a request for a WebSocket counts; it is read elsewhere, too.
const MICROSECONDS_OF_A_REQUEST = 50;
// What the end of a connection counts: nearly all is done elsewhere.
const MICROSECONDS_OF_AN_END = 80;
// Of strangers who were stopped so many are read again in each turn.
const READ_AGAIN = 200;

/**
 * What many may cause at the same moment, and nobody waits for: requests for a WebSocket, messages of strangers, ends of connections.
 * A part of each turn of the event loop goes into it; the rest has its turn later, in the order in which it came. Strangers, whose
 * part is used up, are not read until then, so what they have sent stays in its order where it is.
 */
class Crowd {
  #now;
  #spent = 0;
  #awaitsTurn = false;
  /** @type {Set<() => void>} what waits for a turn */
  #line = new Set();
  /** @type {Set<Reading>} of strangers */
  #read = new Set();
  /** @type {Set<Reading>} of strangers who are not read, the one that was stopped first in front */
  #stopped = new Set();

  /** @param {() => number} [now] milliseconds of a clock that never goes back */
  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /**
   * Deals with a request in this turn, or in a later one behind all that waits.
   *
   * @param {() => void} act
   */
  do(act) {
    if (this.#mayGo) this.#measure(act);
    else this.#wait(() => this.#measure(act));
  }

  /**
   * May what is done for the end of a connection begin now?
   *
   * @param {() => void} later if not, called in a later turn, behind all that waits
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
   * @param {Reading} reading of somebody who has not logged in
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
 * @typedef {object} Stranger somebody who has not logged in
 * @property {(milliseconds: number) => void} spend a message of theirs has taken so long
 * @property {() => void} leave they have logged in, or gone
 */

module.exports = { Crowd };
