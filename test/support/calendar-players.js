'use strict';

const assert = require('node:assert/strict');
const { Placeholders } = require('./placeholders');

/** @typedef {import('./calendar-client').CalendarClient} CalendarClient */
/** @typedef {import('./wire-examples').Step} Step */

const EVENT = /^([\w:]+)(\??) ([\s\S]*)$/;

/**
 * Plays the examples of the page of Socket.IO, all against one server: `connect {…}` with what the handshake has, else an event and
 * its argument; with a question mark the acknowledgement is wanted.
 */
class CalendarPlayers {
  #connect;
  /** @type {Map<string, CalendarClient>} */
  #clients = new Map();
  #placeholders = new Placeholders();
  #document;

  /**
   * @param {(auth: object) => Promise<CalendarClient>} connectOne
   * @param {string} document where the examples are
   */
  constructor(connectOne, document) {
    this.#connect = connectOne;
    this.#document = document;
  }

  /** @param {Step} step */
  async play({ client: name, isSent, text, line }) {
    const [, event, wantsAck, data] = EVENT.exec(text) ?? assert.fail(`line ${line}: ${text}`);
    if (event === 'connect') {
      this.#clients.set(name, await this.#connect(JSON.parse(data)));
      return;
    }
    const client = /** @type {CalendarClient} */ (this.#clients.get(name));
    if (isSent) {
      const argument = JSON.parse(this.#placeholders.fill(data));
      if (wantsAck) client.askAmong(event, argument);
      else client.send(event, argument);
      return;
    }
    const place = `${this.#document}:${line}`;
    const actual = await client.next().catch((error) => assert.fail(`${place}: ${error}`));
    const expected = [event, this.#placeholders.complete(JSON.parse(data), actual[1])];
    assert.equal(`${place}: ${pretty(actual)}`, `${place}: ${pretty(expected)}`);
  }

  /** @param {number} line behind which nobody may have got more */
  async assertNothingLeft(line) {
    for (const [name, client] of this.#clients)
      assert.deepEqual(await client.drain(), [], `${this.#document}:${line}: ${name} got more`);
  }
}

/** Keeps the order of the keys, which is part of what clients compare. */
function pretty(message) {
  return JSON.stringify(message, undefined, 1);
}

module.exports = { CalendarPlayers };
