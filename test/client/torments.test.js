'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { Wire } = require('./wire');
const { makeClient, within } = require('./support');
const { Random } = require('../support/random');
const { temporaryFolder } = require('../support/temporary-folder');
const { smallProject, startServer } = require('../support/test-server');

/*
 * Three clients edit at once while their lines are cut at messages by lot, fall silent, and the server is started anew on what it
 * has kept. In the end each edit is there once, or its author was told that it is not, and all see the same.
 *
 *   CLIENT_TORMENTS=200 CLIENT_SEED=1 node --test test/client/torments.test.js
 */
const COUNT = Number(process.env.CLIENT_TORMENTS ?? 10);
const FIRST_SEED = Number(process.env.CLIENT_SEED ?? 1);
const EDITS = 12;
const CUT_SHARE = 0.12;
const SILENT_SHARE = 0.02;

/** One who edits without a pause, and remembers what became of it. */
class Editor {
  /** Names of the tasks that were made, or are to be. @type {Map<string, string | number>} */
  made = new Map();
  refused = [];

  constructor(name, client, random) {
    Object.assign(this, { name, client, random });
  }

  async edit(turn) {
    const label = `${this.name}-${turn}`;
    const own = [...this.made.values()];
    const change =
      own.length > 0 && this.random.int(3) === 0
        ? { tasks: { updated: [{ id: own[this.random.int(own.length)], note: label }] } }
        : { tasks: { added: [{ $PhantomId: `new-${turn}`, name: label }] } };
    const shared = { tasks: { updated: [{ id: 'events-1', [`of${this.name}`]: label }] } };
    const both =
      this.random.int(4) === 0 ? { tasks: { ...change.tasks, ...shared.tasks } } : change;
    try {
      const { changes } = await this.client.change(both);
      for (const { id, name } of changes.tasks?.added ?? []) this.made.set(name, id);
    } catch (error) {
      this.refused.push([label, error.code]);
    }
  }
}

async function torment(t, seed) {
  const random = new Random(seed);
  const storage = `sqlite:${path.join(temporaryFolder(t), 'journal.db')}`;
  const options = {
    projects: [{ id: 1, name: 'One', source: smallProject('Dig') }],
    storage,
    logger: { info() {}, warn() {}, error() {}, debug() {} },
  };
  let server = await startServer(t, options);
  const wires = [];
  const editors = [];
  for (const name of ['Ann', 'Ben', 'Cay']) {
    const wire = await Wire.to(t, server);
    wire.onMessage = () => {
      if (wire.isCalm) return undefined;
      const drawn = random.next();
      if (drawn < CUT_SHARE / 2) return 'before';
      if (drawn < CUT_SHARE) return 'behind';
      if (drawn < CUT_SHARE + SILENT_SHARE) wire.isSilent = true;
      return undefined;
    };
    const hurry = { heartbeatInterval: 30, heartbeatTimeout: 40, connectTimeout: 300 };
    const client = await makeClient(t, wire, { ...hurry, retryDelay: () => 1 });
    // A line that fell silent is another one when its client comes again.
    client.on('disconnected', () => {
      wire.isSilent = false;
    });
    wires.push(wire);
    editors.push(new Editor(name, client, random));
  }
  await within(Promise.all(editors.map(({ client }) => client.open())), 'projects');
  const work = editors.map(async (editor) => {
    const edits = [];
    for (let turn = 0; turn < EDITS; turn++) {
      edits.push(editor.edit(turn));
      if (random.int(2) === 0) await edits.at(-1);
    }
    await Promise.all(edits);
  });
  if (seed % 2 === 0) {
    while (editors[0].made.size < 3) await editors[0].client.next('sync');
    for (const wire of wires) wire.isOpen = false;
    await server.destroy();
    server = await startServer(t, options);
    for (const wire of wires) wire.lead(server);
  }
  await within(Promise.all(work), `answers (seed ${seed})`);
  for (const wire of wires) wire.isCalm = true;
  const last = await makeClient(t, server, {});
  await last.open();
  await within(
    Promise.all(
      editors.map(async ({ client }) => {
        while (client.revision < last.revision) await client.next('changes');
      }),
    ),
    `revisions (seed ${seed})`,
  );
  const shown = (client) =>
    client.records
      .all('tasks')
      .map(({ parentIndex: _p, orderedParentIndex: _o, ...task }) => JSON.stringify(sorted(task)))
      .sort();
  for (const { client, name } of editors)
    assert.deepEqual(shown(client), shown(last), `${name}, seed ${seed}`);
  const names = last.records.all('tasks').map(({ name }) => name);
  const wanted = editors.flatMap(({ made }) => [...made.keys()]);
  assert.deepEqual(names.toSorted(), ['Dig', ...wanted].toSorted(), `seed ${seed}`);
  for (const { refused, name } of editors) assert.deepEqual(refused, [], `${name}, seed ${seed}`);
  for (const { client } of editors) client.close();
  last.close();
  await server.destroy();
}

const sorted = (record) => Object.fromEntries(Object.entries(record).sort());

test(`${COUNT} torments: nothing is lost, nothing is made twice, all see the same`, async (t) => {
  for (let seed = FIRST_SEED; seed < FIRST_SEED + COUNT; seed++) {
    await t.test(`seed ${seed}`, (each) => torment(each, seed));
  }
});
