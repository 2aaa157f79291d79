'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { WebSocket } = require('ws');
const { adding, openClient, renaming, startServer, within } = require('./support');
const { Wire } = require('./wire');

const projects = () => import('../../client/src/shared/projects.js');
const sources = () => import('../../client/src/shared/sources.js');

/** @param {import('node:test').TestContext} t @param {{address: string}} server */
const optionsFor = (t, server) => ({
  url: server.address,
  project: 1,
  userName: t.name,
  WebSocket,
});

/** Waits for an event of a project. */
const next = (project, name) =>
  within(
    new Promise((resolve) => {
      const off = project.on(name, () => (off(), resolve(undefined)));
    }),
    name,
  );

test('all who ask for the same project have one, until the last lets go of it', async (t) => {
  const { sharedProject } = await projects();
  const options = optionsFor(t, await startServer(t));
  const one = sharedProject(options);
  const other = sharedProject({ ...options });
  assert.equal(one.project, other.project);
  assert.equal(one.project.state, 'stopped');
  const lets = [one.hold(), other.hold()];
  await next(one.project, 'loaded');
  lets[0]();
  // Once is once.
  lets[0]();
  // Let go of and taken up again in one turn, as React does it in StrictMode.
  lets[1]();
  const again = sharedProject(options);
  assert.equal(again.project, one.project);
  const letGo = again.hold();
  await within(one.project.change(adding('still here')), 'answer');
  letGo();
  await next(one.project, 'stopped');
  assert.notEqual(sharedProject(options).project, one.project);
});

test('other options are another project', async (t) => {
  const { sharedProject } = await projects();
  const options = optionsFor(t, await startServer(t));
  const { project } = sharedProject(options);
  for (const more of [{ project: 2 }, { userName: 'x' }, { token: 't' }])
    assert.notEqual(sharedProject({ ...options, ...more }).project, project);
});

test('what was changed arrives before the connection ends', async (t) => {
  const { sharedProject } = await projects();
  const server = await startServer(t);
  const wire = await Wire.to(t, server);
  const { project, hold } = sharedProject({ ...optionsFor(t, wire), retryDelay: () => 0 });
  const letGo = hold();
  await next(project, 'loaded');
  const bob = await openClient(t, server);
  wire.cutAfter('ack');
  const made = project.change(adding('late'));
  const stopped = next(project, 'stopped');
  letGo();
  await within(made, 'answer');
  await stopped;
  assert.ok(bob.records.all('tasks').some(({ name }) => name === 'late'));
});

test('a record is the same object until it is changed, and a list until one of it is', async (t) => {
  const { recordsOf } = await sources();
  const server = await startServer(t);
  const ada = await openClient(t, server);
  await ada.change(adding('two'));
  const source = recordsOf(ada, 'tasks');
  assert.equal(recordsOf(ada, 'tasks'), source);
  let told = 0;
  const off = source.subscribe(() => told++);
  const [first, second] = source.get();
  assert.equal(source.get(), source.get());
  await ada.change(renaming('events-1', 'Dig deep'));
  assert.equal(told, 1);
  assert.deepEqual(
    source.get().map(({ name }) => name),
    ['Dig deep', 'two'],
  );
  assert.deepEqual([first.name, source.get()[1] === second], ['Dig', true]);
  await ada.change({ resources: { added: [{ name: 'Ann' }] } });
  assert.equal(told, 1);
  await ada.change({ tasks: { removed: [{ id: 'events-1' }] } });
  assert.deepEqual(source.get(), [second]);
  await server.resetDataSet(1);
  if (source.get().length !== 1 || source.get()[0] === second) await next(ada, 'loaded');
  assert.deepEqual(
    source.get().map(({ name }) => name),
    ['Dig'],
  );
  off();
});

test('the connection, what waits and who is here are told', async (t) => {
  const { connectionOf, peopleOf, syncOf } = await sources();
  const server = await startServer(t, { guests: true });
  const ada = await openClient(t, server, { userName: 'Ada' });
  const [connection, sync, people] = [connectionOf(ada), syncOf(ada), peopleOf(ada)];
  assert.deepEqual(connection.get(), { state: 'connected' });
  const made = ada.change(adding('one'));
  assert.deepEqual(sync.get(), { status: 'syncing', unsynced: 1 });
  await made;
  assert.deepEqual(sync.get(), { status: 'synced', unsynced: 0 });
  const bob = await openClient(t, server, { userName: 'Bob' });
  bob.select('events-1');
  await within(
    new Promise((resolve) => {
      const look = () => people.get().some(({ name, at }) => name === 'Bob' && at) && resolve();
      people.subscribe(look);
      look();
    }),
    'Bob',
  );
  ada.link.reconnect();
  assert.equal(connection.get().state, 'disconnected');
  assert.deepEqual(people.get(), []);
});

test('conflicts are decided one after the other', async (t) => {
  const { conflictOf } = await sources();
  const server = await startServer(t);
  const ada = await openClient(t, server);
  const bob = await openClient(t, server);
  const source = conflictOf(ada);
  await bob.change(renaming('events-1', 'Theirs'));
  const late = (name) => ({
    tasks: { updated: [{ id: 'events-1', baseRevision: 0, changes: { name } }] },
  });
  for (const name of ['first', 'second'])
    await assert.rejects(ada.change(late(name)), { code: 'ERR_CONFLICT' });
  const first = source.get();
  await first.settle('accept_server');
  assert.equal(ada.records.get('tasks', 'events-1').name, 'Theirs');
  const second = source.get();
  assert.notEqual(second, first);
  // What was decided is.
  await first.settle('keep_local');
  await second.settle('keep_local');
  assert.equal(source.get(), undefined);
  assert.equal(ada.records.get('tasks', 'events-1').name, 'second');
});

test('what was kept over a reload is sent for components, too', async (t) => {
  const { sharedProject } = await projects();
  const { memoryStore, offlineQueue } = await import('../../client/src/offline/index.js');
  const server = await startServer(t);
  const store = memoryStore();
  const entry = { number: 1, changes: adding('Kept'), base: 0, isSent: false, madeAt: Date.now() };
  const options = { ...optionsFor(t, server), queue: offlineQueue({ store }) };
  const name = `gantt-sync ["${options.url} 1","${options.userName}"] 1`;
  await store.write(name, { identity: {}, number: 1, entries: [entry] });
  const reader = await openClient(t, server);
  const made = reader.next('changes');
  const { project, hold } = sharedProject(options);
  t.after(hold());
  assert.equal((await made).changes.tasks.added[0].name, 'Kept');
  await within(project.saved(), 'answer');
  assert.deepEqual(await store.keys(''), []);
});

test('who lets go before what was kept is read is not connected behind that', async (t) => {
  const { sharedProject } = await projects();
  const { memoryStore, offlineQueue } = await import('../../client/src/offline/index.js');
  const server = await startServer(t);
  const store = memoryStore();
  let read = () => {};
  const isRead = new Promise((resolve) => {
    read = () => resolve([]);
  });
  const queue = offlineQueue({ store: { ...store, keys: () => isRead } });
  const { project, hold } = sharedProject({ ...optionsFor(t, server), queue });
  const states = [];
  project.on('state', ({ state }) => states.push(state));
  hold()();
  await new Promise(setTimeout);
  read();
  await new Promise(setTimeout);
  assert.deepEqual([states, project.state], [[], 'stopped']);
});

test('who takes up late what was given up has it for as long as another has the same anew', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { sharedProject } = await projects();
  const options = optionsFor(t, await startServer(t));
  const late = sharedProject(options);
  t.mock.timers.tick(60_000);
  await new Promise(setImmediate);
  const { project, hold } = sharedProject(options);
  assert.notEqual(project, late.project);
  const lets = [hold(), late.hold()];
  await Promise.all([next(project, 'loaded'), next(late.project, 'loaded')]);
  lets[1]();
  t.mock.timers.tick(0);
  await new Promise(setImmediate);
  assert.deepEqual([late.project.state, project.state], ['stopped', 'connected']);
  assert.equal(sharedProject(options).project, project);
  lets[0]();
  t.mock.timers.tick(0);
  await new Promise(setImmediate);
  assert.equal(project.state, 'stopped');
});

test('a token’s function is that of who was drawn last, until somebody logs in', async (t) => {
  const { sharedProject } = await projects();
  const options = optionsFor(t, await startServer(t));
  const [first, second, third] = [() => 'first', () => 'second', () => 'third'];
  const { project } = sharedProject({ ...options, token: first });
  assert.equal(sharedProject({ ...options, token: second }).project, project);
  assert.equal(project.link.token, second);
  await project.login('of somebody');
  sharedProject({ ...options, token: third });
  assert.equal(project.link.token, 'of somebody');
  project.close();
});
