'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { ProjectJournal } = require('../../lib/project/journal');
const { ask } = require('../support/http-server');
const { GatedStorage } = require('../support/gated-storage');
const { enterSync } = require('../support/sync-client');
const { temporaryFolder } = require('../support/temporary-folder');
const { connect, enter, rename, startServer } = require('../support/test-server');

/**
 * Something happens to a project of 1,000 unkept revisions while a snapshot of it is made.
 *
 * @param {(project: object, journal: ProjectJournal) => void} happen
 * @returns {Promise<number[][]>} which snapshots were saved
 */
async function whileCompacting(happen) {
  const saved = [];
  const project = { revision: 0, epoch: 0, takeJournal: () => Buffer.alloc(0) };
  let compacted;
  const storage = {
    append: async () => {},
    compact: async () => {
      happen(project, journal);
      return { number: 1000, epoch: 0, snapshot: Buffer.alloc(0) };
    },
    saveSnapshot: async (_id, { number, epoch }) => saved.push([number, epoch]),
  };
  const report = (what, error) => assert.fail(`${what}: ${error}`);
  const limits = { logRevisions: 10 };
  const journal = new ProjectJournal({ id: '1', project, storage, limits, report });
  await new Promise((resolve) => {
    compacted = resolve;
    project.revision = 1000;
    journal.note('ann');
    journal.turns.hold({ tell: () => setImmediate(compacted), fail: assert.fail }, true);
  });
  return saved;
}

test('a snapshot that was overtaken by a reset is not saved', async () => {
  const reset = (project) => {
    project.epoch = 1000;
  };
  assert.deepEqual(await whileCompacting(reset), []);
  assert.deepEqual(await whileCompacting(() => {}), [[1000, 0]]);
});

test('a project that has ended meanwhile has no newer snapshot, and nobody complains', async () => {
  assert.deepEqual(await whileCompacting((_project, journal) => void journal.end()), []);
});

test('what was stored before the start counts for the next snapshot', async () => {
  const made = [];
  const project = {
    revision: 999,
    epoch: 0,
    firstOfLog: 0,
    takeJournal: () => Buffer.alloc(250),
    restore: async () => {},
  };
  const none = Buffer.alloc(0);
  const storage = {
    load: async () => ({
      number: 999,
      snapshot: none,
      records: none,
      behind: { revisions: 999, bytes: 5 },
    }),
    append: async () => {},
    compact: async () => ({ number: project.revision, epoch: 0, snapshot: none }),
    saveSnapshot: async (_id, { number }) => made.push(number),
  };
  const report = (what, error) => assert.fail(`${what}: ${error}`);
  const limits = { logRevisions: 10 };
  const journal = new ProjectJournal({ id: '1', project, storage, limits, report });
  await journal.recover();
  const change = () =>
    new Promise((told) => {
      project.revision += 1;
      journal.note('ann');
      journal.turns.hold({ tell: () => setImmediate(told), fail: assert.fail }, true);
    });
  await change();
  assert.deepEqual(made, [1000]);
  await change();
  assert.deepEqual(made, [1000]);
});

test('what one user changes without another in between is one batch', async () => {
  const kept = [];
  let unkept = '';
  const project = {
    revision: 0,
    takeJournal(count = unkept.length) {
      const taken = unkept.slice(0, count);
      unkept = unkept.slice(count);
      return Buffer.from(taken);
    },
  };
  const storage = { append: async ({ batches }) => kept.push(batches) };
  const limits = { logRevisions: 10 };
  const journal = new ProjectJournal({ id: '1', project, storage, limits });
  const change = (user, records) => {
    unkept += records;
    project.revision += records.length;
    journal.note(user);
  };
  const commit = () =>
    new Promise((tell) => {
      journal.turns.hold({ tell, fail: assert.fail }, true);
    });
  change('ann', 'ab');
  change('ann', 'c');
  change('bob', 'd');
  change('bob', '');
  change('ann', 'e');
  await commit();
  change('ann', 'f');
  await commit();
  const shown = kept.map((batches) =>
    batches.map(({ user, count, records }) => [user, count, records.toString()]),
  );
  assert.deepEqual(shown, [
    [
      ['ann', 3, 'abc'],
      ['bob', 1, 'd'],
      ['ann', 1, 'e'],
    ],
    [['ann', 1, 'f']],
  ]);
});

/** A server whose commits can be held, with two people at project 1. */
async function stage(t) {
  const storage = new GatedStorage();
  const server = await startServer(t, { storage });
  const ann = await enter(t, server, 'admin', 1);
  const bob = await enter(t, server, 'user', 1);
  await ann.drain();
  await bob.drain();
  return { storage, server, ann, bob };
}

const numbers = (message) => message.data.revisions.map(({ revision }) => revision);
const nameIn = ({ data }) => data.dataset.tasksData[0].name;

test('nobody hears of a change before it is kept, its author neither', async (t) => {
  const { storage, ann, bob } = await stage(t);
  storage.shut();
  ann.send(rename(1, 'Cut'));
  await storage.asked();
  assert.deepEqual(await ann.drain(), []);
  assert.deepEqual(await bob.drain(), []);
  storage.release();
  assert.deepEqual(numbers(await ann.next()), ['server-1']);
  assert.deepEqual(numbers(await bob.next()), ['server-1']);
});

test('who asks for the project meanwhile gets it when it is kept', async (t) => {
  const { storage, server, ann } = await stage(t);
  storage.shut();
  ann.send(rename(1, 'Cut'));
  await storage.asked();
  const late = await enter(t, server, 'admin');
  late.ask('dataset', { project: 1 });
  storage.release();
  const dataset = await late.until('dataset');
  assert.equal(dataset.data.revision, 'server-1');
  assert.equal(nameIn(dataset), 'Cut');
});

test('what comes while a commit is under way comes behind it, in order', async (t) => {
  const { storage, ann, bob } = await stage(t);
  storage.shut();
  ann.send(rename(1, 'a', 'local-1'));
  await storage.asked();
  ann.send(rename(1, 'b', 'local-2'));
  bob.send(rename(1, 'c', 'local-1'));
  storage.release();
  for (const person of [ann, bob]) {
    const heard = [];
    while (heard.length < 3) heard.push(...numbers(await person.until('project_change')));
    assert.deepEqual(heard, ['server-1', 'server-2', 'server-3']);
  }
});

test('a change that cannot be kept was never made: its author is told and brought back', async (t) => {
  const { storage, ann, bob } = await stage(t);
  ann.send(rename(1, 'kept'));
  await ann.until('project_change');
  await bob.until('project_change');
  storage.shut();
  ann.send(rename(1, 'lost', 'local-2'));
  await storage.asked();
  storage.fail('ERR_STORAGE_FULL');
  const refusal = await ann.next();
  assert.match(refusal.error, /\(ERR_STORAGE_FULL\)$/);
  assert.equal(nameIn(await ann.next()), 'kept');
  assert.deepEqual(await bob.drain(), []);
  // There is room again.
  bob.send(rename(1, 'again'));
  assert.deepEqual(numbers(await bob.until('project_change')), ['server-2']);
  assert.deepEqual(numbers(await ann.until('project_change')), ['server-2']);
});

test('while a project that has to go back cannot be read, everybody is told so, and its author gets it later', async (t) => {
  const { storage, server, ann, bob } = await stage(t);
  ann.send(rename(1, 'kept'));
  await ann.until('project_change');
  await bob.until('project_change');
  const eve = await enter(t, server, 'admin');
  await ann.drain();
  await bob.drain();
  storage.shut();
  ann.send(rename(1, 'lost', 'local-2'));
  await storage.asked();
  eve.ask('dataset', { project: 1 });
  bob.send(rename(1, 'waits', 'local-1'));
  storage.break();
  storage.fail('ERR_STORAGE_FULL');
  assert.match((await ann.next()).error, /\(ERR_STORAGE_FULL\)$/);
  assert.match((await eve.until('dataset')).error, /\(ERR_STORAGE_FAILED\)$/);
  assert.match((await bob.until('project_change')).error, /\(ERR_STORAGE_FAILED\)$/);
  // Who comes later is not kept waiting either, and nothing else of the server is held up.
  ann.send(rename(1, 'again', 'local-3'));
  assert.match((await ann.next()).error, /\(ERR_STORAGE_FAILED\)$/);
  await assert.rejects(server.dataset(1), { code: 'ERR_STORAGE_FAILED' });
  await assert.rejects(server.resetDataSet(1), { code: 'ERR_STORAGE_FAILED' });
  eve.ask('dataset', { project: 2 });
  assert.equal((await eve.until('dataset')).error, undefined);
  await storage.mend();
  assert.equal(nameIn(await ann.next()), 'kept');
  assert.equal(nameIn(await bob.until('dataset')), 'kept');
  eve.ask('dataset', { project: 1 });
  assert.equal(nameIn(await eve.until('dataset')), 'kept');
  assert.deepEqual(await ann.drain(), []);
  ann.send(rename(1, 'there', 'local-4'));
  assert.deepEqual(numbers(await ann.until('project_change')), ['server-2']);
});

test('who logs in as another while a change waits goes on as that one, and the change stays the other’s', async (t) => {
  for (const code of [undefined, 'ERR_STORAGE_FULL']) {
    const { storage, ann, bob } = await stage(t);
    storage.shut();
    ann.send(rename(1, 'Cut'));
    await storage.asked();
    ann.ask('login', { login: 'alex', password: 'alex' });
    await ann.until('login');
    ann.ask('dataset', { project: 1 });
    if (code) storage.fail(code);
    else storage.release();
    const heard = await ann.until('dataset');
    assert.equal(nameIn(heard), code ? 'Dig' : 'Cut');
    ann.send(rename(1, 'Sow'));
    assert.deepEqual(numbers(await ann.next()), [code ? 'server-1' : 'server-2']);
    const told = (await bob.drain()).filter(({ command }) => command === 'project_change');
    assert.deepEqual(told.flatMap(numbers), code ? ['server-1'] : ['server-1', 'server-2']);
    const authors = storage.turns.map(({ batches }) => batches.map(({ user }) => user));
    assert.deepEqual(authors, [['admin'], ['alex']]);
  }
});

test('who comes in another dialect is told so as well', async (t) => {
  const { storage, server, ann } = await stage(t);
  storage.shut();
  ann.send(rename(1, 'lost', 'local-1'));
  await storage.asked();
  storage.break();
  storage.fail('ERR_STORAGE_FULL');
  await ann.next();
  const comer = await connect(t, { address: `${server.address}/gantt-sync?project=1` });
  const refused = await comer.next();
  assert.equal(refused.payload.code, 'ERR_STORAGE_FAILED');
  assert.equal(await comer.closed, 1013);
  for (const place of ['/crud/1/load', '/crud/1/sync']) {
    const method = place.endsWith('sync') ? 'POST' : 'GET';
    const { status, body } = await ask(server, place, {
      method,
      body: method === 'POST' ? '{}' : undefined,
    });
    assert.deepEqual([status, body.code], [503, 'ERR_STORAGE_FAILED'], place);
  }
  await storage.mend();
  await ann.until('dataset');
  assert.equal((await enterSync(t, server)).init.revision, 0);
});

test('a reset that cannot be kept changes nothing, and work goes on', async (t) => {
  const { storage, ann, bob } = await stage(t);
  ann.send(rename(1, 'Cut'));
  await ann.until('project_change');
  await bob.until('project_change');
  storage.refusesSnapshots = true;
  ann.ask('reset', { project: 1 });
  assert.match((await ann.until('reset')).error, /\(ERR_DATA_NOT_LOADED\)$/);
  assert.deepEqual(await bob.drain(), []);
  bob.ask('dataset', { project: 1 });
  assert.equal(nameIn(await bob.until('dataset')), 'Cut');
  ann.send(rename(1, 'Mow', 'local-2'));
  assert.deepEqual(numbers(await ann.until('project_change')), ['server-2']);
  assert.deepEqual(numbers(await bob.until('project_change')), ['server-2']);
  storage.refusesSnapshots = false;
  ann.ask('reset', { project: 1 });
  assert.equal(nameIn(await bob.until('dataset')), 'Dig');
});

test('what a client sends in one piece is few commits, also while one is under way', async (t) => {
  const { storage, ann } = await stage(t);
  const sendAll = (from, count) => {
    ann.socket._socket.cork();
    for (let at = from; at < from + count; at++) ann.send(rename(1, `n${at}`, `local-${at}`));
    ann.socket._socket.uncork();
  };
  storage.shut();
  sendAll(0, 20);
  await storage.asked();
  sendAll(20, 20);
  storage.release();
  const heard = await ann.take(40);
  assert.deepEqual(numbers(heard[39]), ['server-40']);
  // Three where the machine is quick; a client that has had its time lets others go before, and they share a commit.
  assert.ok(storage.turns.length <= 10, `${storage.turns.length} commits`);
});

test('a reset is told when the new data are kept', async (t) => {
  const { storage, ann, bob } = await stage(t);
  ann.send(rename(1, 'Cut'));
  await bob.until('project_change');
  ann.ask('reset', { project: 1 });
  assert.equal(nameIn(await bob.until('dataset')), 'Dig');
  const kept = await storage.load('1', 10);
  assert.equal(kept.number, 1);
  assert.equal(kept.records.length, 0);
});

test('a server that starts again goes on where the last one was', async (t) => {
  const storage = `sqlite:${path.join(temporaryFolder(t), 'plan.db')}`;
  const first = await startServer(t, { storage });
  const ann = await enter(t, first, 'admin', 1);
  for (const name of ['a', 'b']) {
    ann.send(rename(1, name, `local-${name}`));
    await ann.until('project_change');
  }
  await first.destroy();

  const second = await startServer(t, { storage });
  const bob = await enter(t, second, 'admin');
  const before = { project: 1, client: ann.id, since: 'server-1' };
  bob.ask('dataset', before);
  const missed = await bob.until('project_change');
  assert.deepEqual(numbers(missed), ['server-2']);
  bob.send(rename(1, 'c'));
  assert.deepEqual(numbers(await bob.until('project_change')), ['server-3']);
  const eve = await enter(t, second, 'admin');
  eve.ask('dataset', { project: 1 });
  assert.equal(nameIn(await eve.until('dataset')), 'c');
});

test('sync clients wait for what is kept as the others do', async (t) => {
  const { storage, server, ann } = await stage(t);
  storage.shut();
  ann.send(rename(1, 'Cut'));
  await storage.asked();
  const entering = enterSync(t, server);
  storage.release();
  const client = await entering;
  assert.equal(client.init.revision, 1);
  client.send({ type: 'request_delta', payload: { lastRevision: 0 } });
  assert.equal((await client.until('changes')).revision, 1);
});

test('a second server on one file is refused with a clear line', async (t) => {
  const storage = `sqlite:${path.join(temporaryFolder(t), 'plan.db')}`;
  await startServer(t, { storage });
  await assert.rejects(startServer(t, { storage }), { code: 'ERR_STORAGE_IN_USE' });
});
