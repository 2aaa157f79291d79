'use strict';

const { WebSocket } = require('ws');

const OPEN = 1;
const SHOWN = 600;
const NONSENSE = 'what came before is done';
const QUESTIONS = { sync: { type: NONSENSE }, others: { command: 'version' } };
const ANSWER = new RegExp(`^\\{"command":"version"|^\\{"type":"error".*${NONSENSE}`);

/** A connection of a hostile client that keeps to the WebSocket protocol. It counts what comes of what it sends. */
class Attacker {
  /** Does what it sends and hears now belong to the attack? */
  isCounted = true;
  /** The beginning of the first message that it got. */
  first = '';
  #isLeaving = false;
  #tally;
  /** @type {{pattern: RegExp, resolve: (text: string) => void}[]} */
  #waiting = [];

  /**
   * @param {string} url
   * @param {import('./tally').Tally} tally
   * @param {import('ws').ClientOptions} options
   */
  constructor(url, tally, options) {
    this.#tally = tally;
    tally.sent++;
    this.socket = new WebSocket(url, options);
    this.socket.on('message', (data) => this.#hear(data));
    this.socket.on('error', ({ code, message }) => {
      // ws names so what it cannot read of what the server has sent.
      if (code?.startsWith('WS_ERR_')) tally.failures.push(message);
    });
    this.socket.on('unexpected-response', (_request, { statusCode }) => {
      tally.ended(`HTTP ${statusCode}`);
      this.leave();
    });
    this.socket.on('close', (code) => this.#close(code));
  }

  get isOpen() {
    return this.socket.readyState === OPEN;
  }

  /** @returns {Promise<this>} when it is open, or never will be */
  opened() {
    return new Promise((resolve) => {
      this.socket.once('open', () => resolve(this)).once('close', () => resolve(this));
    });
  }

  /** @param {object | string | Buffer} message an object is sent as JSON */
  send(message) {
    const isRaw = typeof message === 'string' || Buffer.isBuffer(message);
    if (this.isCounted) this.#tally.sent++;
    this.socket.send(isRaw ? message : JSON.stringify(message), { binary: false });
  }

  /**
   * @param {'commands' | 'flat' | 'sync'} dialect
   * @returns {Promise<string>} when all that it has sent was dealt with: it asks something, which does not count
   */
  done(dialect) {
    if (this.isOpen) this.socket.send(JSON.stringify(QUESTIONS[dialect] ?? QUESTIONS.others));
    return this.until(ANSWER);
  }

  /**
   * @param {RegExp} pattern
   * @returns {Promise<string>} the beginning of the next message in which it is found; '' when the connection ends before
   */
  until(pattern) {
    if (this.socket.readyState > OPEN) return Promise.resolve('');
    return new Promise((resolve) => {
      this.#waiting.push({ pattern, resolve });
    });
  }

  /** Goes without a goodbye of TCP either. */
  drop() {
    this.#isLeaving = true;
    this.socket._socket?.resetAndDestroy();
  }

  leave() {
    this.#isLeaving = true;
    this.socket.terminate();
  }

  #hear(data) {
    const text = data.toString('latin1', 0, SHOWN);
    this.first ||= text;
    if (this.isCounted && !ANSWER.test(text)) this.#tally.heard(data);
    const heard = this.#waiting.filter(({ pattern }) => pattern.test(text));
    this.#waiting = this.#waiting.filter((waiter) => !heard.includes(waiter));
    for (const { resolve } of heard) resolve(text);
  }

  #close(code) {
    if (!this.#isLeaving) this.#tally.ended(code);
    for (const { resolve } of this.#waiting.splice(0)) resolve('');
  }
}

module.exports = { Attacker };
