'use strict';

const assert = require('node:assert/strict');
const { DIALECTS } = require('./dialects');
const { Placeholders } = require('./placeholders');

/** @typedef {import('./test-client').TestClient} TestClient */
/** @typedef {import('./wire-examples').Step} Step */

const CLOSED = /^closed (\d+)$/;
const CONNECT = /^connect (\/\S*)$/;
const GAZES = new Map([
  ['looks away', 'pause'],
  ['looks again', 'resume'],
]);
/** At these a message has a type, elsewhere a command. */
const TYPED_PATHS = DIALECTS.flatMap(({ path }) => path ?? []);

/**
 * Plays the examples, all against one server, each client on one connection of its own: to `/`, unless its first line is
 * `connect` with a path. After `closed` it may come again. One that looks away reads nothing, not even pings.
 */
class WirePlayers {
  #connect;
  /** @type {Map<string, TestClient>} */
  #clients = new Map();
  #placeholders = new Placeholders();

  #document;
  /** @type {Set<string>} names of those whose messages have types */
  #typed = new Set();

  /**
   * @param {(path: string) => Promise<TestClient>} connectOne
   * @param {string} [document] where the examples are
   */
  constructor(connectOne, document = 'docs/protocol.md') {
    this.#connect = connectOne;
    this.#document = document;
  }

  /** @param {Step} step */
  async play({ client: name, isSent, text, line }) {
    const [, path] = (isSent && CONNECT.exec(this.#placeholders.fill(text))) || [];
    const client = await this.#client(name, path);
    if (path) return;
    if (isSent && GAZES.has(text)) {
      client.socket[GAZES.get(text)]();
      return;
    }
    const place = `${this.#document}:${line}`;
    const [, status] = CLOSED.exec(text) ?? [];
    if (status) {
      this.#clients.delete(name);
      assert.equal(await client.closed, Number(status), place);
    } else if (isSent) {
      client.send(compact(this.#placeholders.fill(text)));
    } else {
      const actual = await client.next().catch((error) => assert.fail(`${place}: ${error}`));
      const expected = this.#placeholders.complete(JSON.parse(text), actual);
      assert.equal(`${place}: ${pretty(actual)}`, `${place}: ${pretty(expected)}`);
    }
  }

  /**
   * An example shows everything that it makes the server send.
   *
   * @param {number} line
   */
  async assertNothingLeft(line) {
    for (const [name, client] of this.#clients) {
      const left = await (this.#typed.has(name) ? drainTyped(client) : client.drain());
      assert.deepEqual(left, [], `${this.#document}:${line}: ${name} got more`);
    }
  }

  /**
   * @param {string} name
   * @param {string} [path]
   * @returns {Promise<TestClient>}
   */
  async #client(name, path = '/') {
    const known = this.#clients.get(name);
    if (known) return known;
    const client = await this.#connect(path);
    this.#clients.set(name, client);
    if (TYPED_PATHS.includes(path.split('?', 1)[0])) this.#typed.add(name);
    else this.#typed.delete(name);
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

/**
 * @param {TestClient} client
 * @returns {Promise<any[]>} all that the server has sent it up to now
 */
async function drainTyped(client) {
  const asked = 'a question that is answered at once';
  client.send({ type: asked });
  const messages = [];
  for (;;) {
    const message = await client.next();
    const { message: said } = message.payload ?? message.data ?? {};
    if (message.type === 'error' && said.includes(asked)) return messages;
    messages.push(message);
  }
}

module.exports = { WirePlayers };
