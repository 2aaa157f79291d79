'use strict';

const assert = require('node:assert/strict');
const { Placeholders } = require('./placeholders');

/** @typedef {import('./test-client').TestClient} TestClient */
/** @typedef {import('./wire-examples').Step} Step */

const CLOSED = /^closed (\d+)$/;

/** Plays the examples, all against one server, each client on one connection of its own. */
class WirePlayers {
  #connect;
  /** @type {Map<string, TestClient>} */
  #clients = new Map();
  #placeholders = new Placeholders();

  /** @param {() => Promise<TestClient>} connectOne */
  constructor(connectOne) {
    this.#connect = connectOne;
  }

  /** @param {Step} step */
  async play({ client: name, isSent, text, line }) {
    const client = await this.#client(name);
    const [, status] = CLOSED.exec(text) ?? [];
    if (status) {
      this.#clients.delete(name);
      assert.equal(await client.closed, Number(status), place(line));
    } else if (isSent) {
      client.send(compact(this.#placeholders.fill(text)));
    } else {
      const actual = await client.next().catch((error) => assert.fail(`${place(line)}: ${error}`));
      const expected = this.#placeholders.complete(JSON.parse(text), actual);
      assert.equal(`${place(line)}: ${pretty(actual)}`, `${place(line)}: ${pretty(expected)}`);
    }
  }

  /**
   * An example shows everything that it makes the server send.
   *
   * @param {number} line
   */
  async assertNothingLeft(line) {
    for (const [name, client] of this.#clients) {
      assert.deepEqual(await client.drain(), [], `${place(line)}: ${name} got more`);
    }
  }

  /**
   * @param {string} name
   * @returns {Promise<TestClient>}
   */
  async #client(name) {
    const client = this.#clients.get(name) ?? (await this.#connect());
    this.#clients.set(name, client);
    return client;
  }
}

/** A message on one line, as clients send it; text that is no message stays as it is. */
function compact(text) {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

/** Keeps the order of the keys, which is part of what clients compare. */
function pretty(message) {
  return JSON.stringify(message, undefined, 1);
}

/** @param {number} line */
function place(line) {
  return `docs/protocol.md:${line}`;
}

module.exports = { WirePlayers };
