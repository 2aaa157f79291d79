'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { before, test } = require('node:test');
const { Wire } = require('./wire');
const { adding, makeClient, names, openClient, renaming, within } = require('./support');
const { temporaryFolder } = require('../support/temporary-folder');
const { smallProject, startServer } = require('../support/test-server');

/** @type {any} */
let offline;
before(async () => {
  offline = await import('../../client/src/offline/index.js');
});

/** A tab that is gone without a word: what it had kept stays. */
async function leave(project, wire) {
  wire.isOpen = false;
  wire.cut();
  project.close();
  await new Promise(setImmediate);
}

/** Waits until the queue of a tab has been written. */
async function kept(store, count) {
  for (;;) {
    const [key] = await store.keys('');
    const state = key && (await store.read(key));
    if ((state?.entries.length ?? 0) === count) return state;
    await new Promise(setImmediate);
  }
}

test('what was made without a connection goes out after a reload, in order, once', async (t) => {
  const store = offline.memoryStore();
  const server = await startServer(t);
  const wire = await Wire.to(t, server);
  const options = { userName: 'Ada', queue: offline.offlineQueue({ store }) };
  const first = await openClient(t, wire, options);
  wire.cutAfter('ack');
  const lost = first.next('disconnected');
  void first.change(adding('its answer is lost'));
  await lost;
  wire.isOpen = false;
  wire.cut();
  void first.change(adding('never sent'));
  void first.change(renaming('events-1', 'renamed'));
  await kept(store, 3);
  await leave(first, wire);
  assert.equal((await kept(store, 3)).entries.length, 3);

  wire.isOpen = true;
  const again = await makeClient(t, wire, { ...options, queue: offline.offlineQueue({ store }) });
  await within(again.open(), 'project');
  await within(again.saved(), 'answers');
  await kept(store, 0);
  const bob = await openClient(t, server);
  assert.deepEqual(names(bob), ['its answer is lost', 'never sent', 'renamed']);
  assert.deepEqual(names(again), names(bob));
});

test('the same over a restart of the server that keeps its projects', async (t) => {
  const store = offline.memoryStore();
  const options = {
    projects: [{ id: 1, name: 'One', source: smallProject('Dig') }],
    storage: `sqlite:${path.join(temporaryFolder(t), 'journal.db')}`,
  };
  const server = await startServer(t, options);
  const wire = await Wire.to(t, server);
  const first = await openClient(t, wire, { queue: offline.offlineQueue({ store }) });
  wire.cutAfter('ack');
  const lost = first.next('disconnected');
  for (const name of ['a', 'b', 'c']) void first.change(adding(name));
  await lost;
  await kept(store, 3);
  await leave(first, wire);
  await server.destroy();
  wire.lead(await startServer(t, options));
  const again = await openClient(t, wire, { queue: offline.offlineQueue({ store }) });
  await within(again.saved(), 'answers');
  again.reload();
  await again.next('loaded');
  assert.deepEqual(names(again), ['Dig', 'a', 'b', 'c']);
});

test('edits of one record become one while they wait, and others stay apart', async (t) => {
  const server = await startServer(t);
  const ada = await openClient(t, server);
  ada.suspendSync();
  const both = [ada.change(renaming('events-1', 'a')), ada.change(renaming('events-1', 'b'))];
  assert.equal(ada.unsyncedChanges, 1);
  const others = [
    ada.change(adding('new')),
    ada.change(renaming('events-1', 'c')),
    ada.change({ tasks: { removed: [{ id: 'events-1' }] } }),
  ];
  assert.equal(ada.unsyncedChanges, 4);
  ada.resumeSync();
  const [one, other] = await Promise.all(both);
  assert.equal(one.revision, other.revision);
  await Promise.all(others);
  assert.deepEqual(names(ada), ['new']);
});

test('what is made once no further attempt is made is kept as well, and goes after a reload', async (t) => {
  const server = await startServer(t);
  const wire = await Wire.to(t, server);
  const store = offline.memoryStore();
  const options = () => ({ queue: offline.offlineQueue({ store }), maxReconnectAttempts: 0 });
  const first = await openClient(t, wire, options());
  const stopped = first.next('stopped');
  wire.cut();
  await stopped;
  void first.change(adding('late'));
  await within(kept(store, 1), 'queue');
  first.close();
  await new Promise(setImmediate);
  const again = await openClient(t, wire, options());
  await within(again.saved(), 'answers');
  assert.deepEqual(names(again), ['Dig', 'late']);
});

test('what is too old or too much is asked about before it is sent', async (t) => {
  const server = await startServer(t);
  for (const answer of ['send', 'discard']) {
    const store = offline.memoryStore();
    const wire = await Wire.to(t, server);
    const queue = () => offline.offlineQueue({ store, maxChanges: 1 });
    const first = await openClient(t, wire, { queue: queue() });
    wire.isOpen = false;
    wire.cut();
    void first.change(adding(`${answer} 1`));
    void first.change(adding(`${answer} 2`));
    await kept(store, 2);
    await leave(first, wire);
    wire.isOpen = true;
    const again = await makeClient(t, wire, { queue: queue() });
    const dropped = [];
    again.on('dropped', ({ reason }) => dropped.push(reason));
    const stale = again.next('stale');
    await within(again.open(), 'project');
    const asked = await stale;
    assert.equal(asked.count, 2);
    assert.ok(Date.now() - asked.oldest < 60_000);
    const behind = again.change(adding(`${answer} 3`));
    assert.equal(again.unsyncedChanges, 3);
    asked[answer]();
    await Promise.allSettled([behind]);
    await within(again.saved(), 'answers');
    assert.equal(
      names(again).filter((name) => name.startsWith(answer)).length,
      answer === 'send' ? 3 : 0,
    );
    assert.equal(dropped.length, answer === 'send' ? 0 : 3);
  }
});

test('who is asked once is not asked again because the line was lost meanwhile', async (t) => {
  const server = await startServer(t);
  const wire = await Wire.to(t, server);
  const store = offline.memoryStore();
  const options = () => ({ queue: offline.offlineQueue({ store, maxChanges: 1 }) });
  const first = await openClient(t, wire, options());
  wire.isOpen = false;
  wire.cut();
  for (const name of ['a', 'b']) void first.change(adding(name));
  await kept(store, 2);
  await leave(first, wire);
  wire.isOpen = true;
  const again = await makeClient(t, wire, options());
  const asked = [];
  again.on('stale', (question) => asked.push(question));
  await within(again.open(), 'project');
  for (const isAnswered of [false, true]) {
    const lost = again.next('disconnected');
    wire.cut();
    await lost;
    if (isAnswered) asked[0].send();
    await again.next('ready');
  }
  await within(again.saved(), 'answers');
  assert.deepEqual([asked.length, names(again)], [1, ['Dig', 'a', 'b']]);
});

test('each project and each user has a queue of their own', async (t) => {
  const store = offline.memoryStore();
  const server = await startServer(t, {
    guests: true,
    groups: { anonymous: { projects: '*' } },
    users: {},
  });
  const wire = await Wire.to(t, server);
  const queue = () => offline.offlineQueue({ store });
  const ada = await openClient(t, wire, { userName: 'Ada', queue: queue() });
  wire.isOpen = false;
  wire.cut();
  void ada.change(adding('of Ada'));
  await kept(store, 1);
  await leave(ada, wire);
  wire.isOpen = true;
  const others = [{ userName: 'Bob' }, { userName: 'Ada', project: 2 }];
  for (const options of others) {
    const other = await openClient(t, wire, { ...options, queue: queue() });
    assert.equal(other.unsyncedChanges, 0);
    await other.saved();
    assert.deepEqual(names(other).includes('of Ada'), false);
  }
});

test('who has the name of another and more does not get what the other had made', async (t) => {
  const server = await startServer(t, { guests: true });
  const wire = await Wire.to(t, server);
  const store = offline.memoryStore();
  const options = (userName) => ({ queue: offline.offlineQueue({ store }), userName });
  const longer = await openClient(t, wire, options('Ada #2'));
  wire.isOpen = false;
  wire.cut();
  void longer.change(adding('of Ada #2'));
  await kept(store, 1);
  await leave(longer, wire);
  wire.isOpen = true;
  const shorter = await openClient(t, wire, options('Ada'));
  assert.deepEqual([shorter.unsyncedChanges, names(shorter)], [0, ['Dig']]);
  const again = await openClient(t, wire, options('Ada #2'));
  await within(again.saved(), 'answers');
  assert.deepEqual(names(again), ['Dig', 'of Ada #2']);
});

test('a queue is of one project and one user, wherever their names have spaces', async () => {
  const store = offline.memoryStore();
  const left = offline.offlineQueue({ store });
  await left.open('wss://x 1', '2 Ada');
  left.save({
    number: 1,
    entries: [{ number: 1, changes: {}, base: 0, isSent: false, madeAt: 0 }],
  });
  await left.close();
  assert.equal(await offline.offlineQueue({ store }).open('wss://x 1 2', 'Ada'), undefined);
  assert.equal((await offline.offlineQueue({ store }).open('wss://x 1', '2 Ada')).number, 1);
});

test('a database that never answers holds up nobody for ever', async (t) => {
  const page = /** @type {any} */ (globalThis);
  t.after(() => delete page.indexedDB);
  page.indexedDB = { open: () => ({}) };
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const refused = [];
  const found = offline.bestStore((why) => refused.push(why.message));
  t.mock.timers.tick(3000);
  const store = await found;
  await store.write('a', 1);
  assert.deepEqual([await store.read('a'), refused], [1, ['IndexedDB does not answer']]);
});

test('who can keep nothing is told so, and connects', async (t) => {
  const server = await startServer(t);
  const keys = () => Promise.reject(new Error('No place'));
  const store = { ...offline.memoryStore(), keys };
  const project = await makeClient(t, server, { queue: offline.offlineQueue({ store }) });
  const told = project.next('problem');
  await within(project.open(), 'project');
  assert.deepEqual(await told, { code: 'ERR_NOT_KEPT', message: 'Error: No place' });
  await within(project.change(adding('not kept')), 'answer');
});

test('what was left behind and cannot be read holds up nothing else', async (t) => {
  const server = await startServer(t);
  const memory = offline.memoryStore();
  const prefix = `gantt-sync ["${server.address} 1",""] `;
  const entry = { changes: adding('Kept'), base: 0, isSent: false, madeAt: Date.now() };
  await memory.write(`${prefix}1`, 'broken');
  await memory.write(`${prefix}2`, { identity: {}, number: 1, entries: [{ ...entry, number: 1 }] });
  const read = async (name) => {
    const value = await memory.read(name);
    return value === 'broken' ? JSON.parse(value) : value;
  };
  const queue = offline.offlineQueue({ store: { ...memory, read } });
  const project = await makeClient(t, server, { queue });
  const told = project.next('problem');
  await within(project.open(), 'project');
  await within(project.saved(), 'answers');
  assert.equal((await told).code, 'ERR_NOT_KEPT');
  assert.deepEqual(names(project), ['Dig', 'Kept']);
});

test('who is closed while its queue is read, and opens again, has it once', async (t) => {
  const server = await startServer(t);
  const store = offline.memoryStore();
  const entry = { number: 1, changes: adding('Kept'), base: 0, isSent: false, madeAt: Date.now() };
  const name = `gantt-sync ["${server.address} 1",""] 1`;
  await store.write(name, { identity: {}, number: 1, entries: [entry] });
  const project = await makeClient(t, server, { queue: offline.offlineQueue({ store }) });
  const first = project.open();
  project.close();
  await assert.rejects(within(first, 'end'), { code: 'ERR_STOPPED' });
  await within(project.open(), 'project');
  await within(project.saved(), 'answers');
  assert.deepEqual(names(project), ['Dig', 'Kept']);
  await kept(store, 0);
});

test('a page that may have no locks holds its queue without', async (t) => {
  const { hold } = await import('../../client/src/offline/hold.js');
  const request = () => Promise.reject(new DOMException('Denied', 'SecurityError'));
  const usual = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  const value = { locks: { request } };
  Object.defineProperty(globalThis, 'navigator', { configurable: true, value });
  t.after(() => {
    if (usual) Object.defineProperty(globalThis, 'navigator', usual);
    else delete globalThis.navigator;
  });
  assert.equal(typeof (await within(hold('queue'), 'place')), 'function');
});

test('very many changes that wait are asked about as few are', () => {
  const madeAt = Date.now() - 1000;
  const entries = Array.from({ length: 200_000 }, (_, i) => ({
    number: i,
    madeAt: madeAt + (i % 500),
  }));
  const queue = offline.offlineQueue();
  assert.deepEqual(queue.stale(entries, Date.now()), { count: 200_000, oldest: madeAt });
  const few = offline.offlineQueue();
  assert.equal(few.stale(entries.slice(0, 1000), Date.now()), undefined);
  assert.equal(queue.stale([], Date.now()), undefined);
});
