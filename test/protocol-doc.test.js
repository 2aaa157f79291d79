'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { Placeholders } = require('./support/placeholders');
const { connect, smallProject, startServer } = require('./support/test-server');
const { readBlocks, readExamples } = require('./support/wire-examples');

/** @typedef {import('./support/test-client').TestClient} TestClient */
/** @typedef {import('./support/wire-examples').Step} Step */

const FILE = path.join(__dirname, '..', 'docs', 'protocol.md');
const MARKDOWN = fs.readFileSync(FILE, 'utf8');
const CLOSED = /^closed (\d+)$/;

/** Plays the examples, all against one server, each client on one connection of its own. */
class Players {
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

test('the server does what the examples of docs/protocol.md show', async (t) => {
  const [garden] = readBlocks(MARKDOWN, 'json');
  const projects = [
    { id: 1, name: 'Garden', source: Buffer.from(garden.lines.join('\n')) },
    { id: 2, name: 'House', source: smallProject('Paint') },
  ];
  const server = await startServer(t, { projects });
  const players = new Players(() => connect(t, server));

  const examples = readExamples(MARKDOWN);

  assert.ok(examples.length > 5, 'the examples are found');
  for (const steps of examples) {
    for (const step of steps) await players.play(step);
    await players.assertNothingLeft(steps[steps.length - 1].line);
  }
});
