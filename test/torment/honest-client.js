'use strict';

const { once } = require('node:events');
const { WebSocket } = require('ws');
const { within } = require('../support/within');

/** So many answers may be missing before an edit is left out: the server is stuck, and that has been measured. */
const MOST_AWAITED = 100;
/** Messages that say nothing of the project. */
const OF_PEOPLE = new Set(['presence', 'selection', 'hello']);
/** After so many failures, more of the same say nothing. */
const MOST_FAILURES = 3;
const SHOWN_LINES = 4;
const SHOWN = 300;

/**
 * An honest client: a model of one, its connection, which never breaks, and the time from each edit to its answer. A `flat`
 * author gets none, so there a question goes right behind the edit: it is answered when the edit is done.
 */
class HonestClient {
  /** @type {string[]} what should not have happened */
  failures = [];
  /** @type {(() => void)[]} what is to be called when an answer is there, in the order of the edits */
  #awaited = [];
  #isLeaving = false;
  #startTrip;
  #socket;

  /**
   * @param {object} parts
   * @param {any} parts.model of test/support
   * @param {{next: (view: any) => object, calm: () => object}} [parts.edits] none: it only looks on
   * @param {() => () => void} [parts.startTrip] see RoundTrips
   */
  constructor({ model, edits, startTrip = () => () => {} }) {
    this.model = model;
    this.edits = edits;
    this.#startTrip = startTrip;
  }

  /**
   * @param {string} address
   * @param {string} localAddress
   * @returns {Promise<void>} when it has the project
   */
  async open(address, localAddress) {
    const socket = new WebSocket(`${address}${this.model.path}`, { localAddress });
    this.#socket = socket;
    socket.on('message', (data) => this.#receive(data.toString()));
    socket.on('error', (error) => this.#fail(error.message));
    socket.on('close', (code) => {
      if (!this.#isLeaving) this.#fail(`it was cut off with ${code}`);
    });
    await within(once(socket, 'open'), 'connection');
    this.model.connect((message) => this.#send(message));
    await this.until(() => this.model.isReady, 'project');
  }

  /** @returns {Promise<string[]>} what is wrong when every answer is here, or none comes any more */
  async settle() {
    const isSettled = () => this.#awaited.length === 0 && this.model.pending.length === 0;
    try {
      await this.until(isSettled, 'answer');
      return [];
    } catch (error) {
      const { name, pending } = this.model;
      return [
        `${name}: ${error.message}; ${this.#awaited.length} missing, ${pending.length} pending`,
      ];
    }
  }

  /** @param {'next' | 'calm'} kind */
  edit(kind) {
    const { model, edits } = this;
    if (!edits || !model.isReady || this.#awaited.length >= MOST_AWAITED) return;
    this.#awaited.push(this.#startTrip());
    model.edit(edits[kind](model));
    if (model.dialect === 'flat') this.#send({ command: 'version' });
  }

  /** @returns {Promise<void>} when all that the server has sent is here */
  async catchUp() {
    for (let i = 0; i < 2; i++) {
      const answered = once(this.#socket, 'pong');
      this.#socket.ping();
      await within(answered, 'pong');
    }
  }

  /**
   * @param {() => boolean} condition that a message brings about
   * @param {string} wanted
   */
  async until(condition, wanted) {
    while (!condition())
      await within(once(this.#socket, 'message'), `${this.model.name}: ${wanted}`);
  }

  leave() {
    this.#isLeaving = true;
    this.#socket?.terminate();
  }

  #send(message) {
    this.#socket.send(JSON.stringify(message));
  }

  #receive(text) {
    try {
      this.#take(JSON.parse(text));
    } catch (error) {
      const where = error.stack.split('\n').slice(0, SHOWN_LINES);
      this.#fail([...where, text.slice(0, SHOWN)].join('\n    '));
    }
  }

  #take(message) {
    if (OF_PEOPLE.has(message.type ?? message.command)) return;
    if (message.command === 'version') {
      this.#arrived(this.#awaited.length - 1);
      return;
    }
    this.model.receive(message);
    if (this.model.dialect !== 'flat') this.#arrived(this.model.pending.length);
  }

  /** @param {number} left how many answers are still to come */
  #arrived(left) {
    while (this.#awaited.length > left) this.#awaited.shift()();
  }

  #fail(what) {
    if (this.failures.length >= MOST_FAILURES) return;
    this.failures.push(`${this.model.name}: ${what}`);
  }
}

module.exports = { HonestClient };
