'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const { test } = require('node:test');
const { enterFlat } = require('../support/flat-client');
const { USERS, enterSync, renameSync } = require('../support/sync-client');
const { connect, enter, rename, startServer } = require('../support/test-server');

/** A server on which everybody may do everything. */
function startOpenServer(t, options) {
  return startServer(t, {
    groups: { anonymous: { projects: '*', reset: true } },
    users: {},
    ...options,
  });
}

/** What the small project is as `sync` shows it. */
function data(name = 'Dig') {
  return {
    project: { startDate: '2026-03-02' },
    tasks: { rows: [{ id: 'events-1', name, parentIndex: 0, orderedParentIndex: 0 }] },
    resources: { rows: [] },
    dependencies: { rows: [] },
    assignments: { rows: [] },
    calendars: { rows: [] },
    versions: { rows: [{ id: 'versions-1', name: 'First' }] },
    changelogs: { rows: [] },
  };
}

test('a connection begins with init: the client id, the project and its revision', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  await ada.request(rename(1, 'Plough'));
  const client = await enterSync(t, server);
  assert.match(client.id, /^client-[0-9a-f-]{36}$/);
  const { id: clientId, init } = client;
  const payload = { clientId, resume: init.resume, project: data('Plough'), revision: 1 };
  assert.equal(JSON.stringify(client.init), JSON.stringify(payload));
  const [{ type, payload: people }, ...more] = await client.drain();
  assert.deepEqual([type, people.users.map(({ name }) => name), more], ['presence', ['Ada'], []]);
});

test('every other path speaks as before', async (t) => {
  const server = await startServer(t);
  for (const path of ['/', '/gantt-sync/', '/api/gantt-sync?project=1', '/gantt-syncs?project=1']) {
    const client = await connect(t, { address: server.address + path });
    const { command } = await client.request({ command: 'version' });
    assert.equal(command, 'version', path);
  }
});

test('a change is acknowledged to its author and told to the others, with real ids', async (t) => {
  const server = await startServer(t);
  const [ada, bob] = [await enterSync(t, server), await enterSync(t, server)];
  const added = [{ $PhantomId: '_generated1', name: 'Sow', parentId: 'events-1' }];
  const updated = [{ id: 'events-1', baseRevision: 0, changes: { name: 'Plough' } }];
  ada.send({
    type: 'changes',
    payload: { tasks: { added, updated, removed: [] } },
    revision: 7,
    clientId: 'somebody else',
  });

  const changes = {
    tasks: {
      added: [{ ...added[0], id: 'events-101' }],
      updated: [{ id: 'events-1', name: 'Plough' }],
    },
  };
  const ack = { type: 'ack', payload: { clientRevision: 7, serverRevision: 1, changes } };
  assert.deepEqual(await ada.drain(), [ack]);
  assert.deepEqual(await bob.drain(), [
    { type: 'changes', payload: changes, revision: 1, sender: ada.id },
  ]);
});

test('request_sync is answered with the project as it is', async (t) => {
  const server = await startServer(t);
  const ada = await enterSync(t, server);
  await ada.request(renameSync('Plough', 1));
  const answer = await ada.request({ type: 'request_sync' });
  assert.deepEqual(answer, { type: 'sync', payload: { ...data('Plough'), revision: 1 } });
});

test('request_delta is answered with what was missed, else with the project', async (t) => {
  const server = await startServer(t, { maxLogRevisions: 3 });
  const ada = await enterSync(t, server);
  const bob = await enterSync(t, server);
  for (let number = 1; number <= 5; number++) await ada.request(renameSync(`${number}`, number));
  const told = await bob.drain();
  const askSince = async (lastRevision) => {
    bob.send({ type: 'request_delta', payload: { lastRevision } });
    return bob.drain();
  };

  assert.equal(told.length, 5);
  assert.deepEqual(await askSince(5), []);
  assert.deepEqual(await askSince(4), told.slice(4));
  assert.deepEqual(await askSince(2), told.slice(2));
  for (const tooOld of [1, 0, 6]) {
    const [{ type, payload }, ...rest] = await askSince(tooOld);
    assert.deepEqual([type, payload.revision, rest], ['sync', 5, []]);
  }
  for (const wrong of ['4', -1, 1.5, null, undefined]) {
    const [{ type, payload }] = await askSince(wrong);
    assert.deepEqual([type, payload.code], ['error', 'ERR_INVALID_REVISION']);
  }
});

test('a reset sends each subscriber the project, and nothing from before it comes after it', async (t) => {
  const server = await startServer(t);
  const ada = await enterSync(t, server);
  await ada.request(renameSync('Plough', 1));
  await server.resetDataSet(1);
  const whole = { type: 'sync', payload: { ...data(), revision: 1 } };
  assert.deepEqual(await ada.drain(), [whole]);

  for (const lastRevision of [0, 1]) {
    const answer = await ada.request({ type: 'request_delta', payload: { lastRevision } });
    assert.deepEqual(answer, whole);
  }
  const { payload } = await ada.request(renameSync('Sow', 2));
  assert.equal(payload.serverRevision, 2);
});

test('a change that was sent before its author saw a reset is refused under its number', async (t) => {
  const server = await startServer(t);
  const late = await enterSync(t, server, {}, { autoPong: false });
  const marks = [];
  late.socket.on('ping', (mark) => marks.push(mark));
  await server.resetDataSet(1);
  await late.next();
  const { type, payload } = await late.request(renameSync('Of the past', 5));
  assert.deepEqual([type, payload.code, payload.clientRevision], ['error', 'ERR_BEFORE_RESET', 5]);
  const [again] = await late.drain();
  assert.equal(again.type, 'sync');
  for (const mark of marks) late.socket.pong(mark);
  assert.equal((await late.request(renameSync('Of today', 6))).type, 'ack');
});

test('revisions of a life of the server that has ended are not believed', async (t) => {
  const server = await startServer(t);
  const ada = await enterSync(t, server);
  for (const number of [1, 2]) await ada.request(renameSync(`${number}`, number));
  const delta = { type: 'request_delta', payload: { lastRevision: 1 } };
  const made = 'client-00000000-0000-4000-8000-000000000000';
  const old = await enterSync(t, server, { clientId: made });
  assert.equal((await old.request(delta)).type, 'sync');
  assert.equal((await old.request(delta)).type, 'changes');
  const current = await enterSync(t, server);
  assert.equal((await current.request(delta)).type, 'changes');
});

test('a change of each dialect reaches the two others in their own', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  const bob = await enterFlat(t, server, 'Bob', 1);
  const carl = await enterSync(t, server);
  await ada.drain();
  const add = (name) => ({ tasks: { added: [{ $PhantomId: `_generated${name}`, name }] } });
  const real = (name, id) => ({
    tasks: { added: [{ $PhantomId: `_generated${name}`, name, id }] },
  });
  const whole = (changes) => ({ tasks: { ...changes.tasks, $input: changes.tasks } });

  const own = { tasks: { ...add('a').tasks, $input: add('a').tasks } };
  const revisions = [{ revision: 'local-1', changes: own }];
  ada.send({ command: 'project_change', data: { project: 1, revisions } });
  const first = [await ada.next()];
  bob.send({ command: 'projectChange', project: 1, changes: add('b') });
  await bob.take(2);
  carl.send({ type: 'changes', payload: add('c'), revision: 1 });
  await carl.take(3);

  const told = [...first, ...(await ada.drain())].map((message) => message.data.revisions[0]);
  assert.deepEqual(told, [
    {
      revision: 'server-1',
      localRevision: 'local-1',
      client: ada.id,
      changes: whole(real('a', 'events-101')),
    },
    { revision: 'server-2', client: bob.id, changes: whole(real('b', 'events-102')) },
    {
      revision: 'server-3',
      localRevision: 1,
      client: carl.id,
      changes: whole(real('c', 'events-103')),
    },
  ]);
  const dan = await enterSync(t, server);
  const erin = await enterFlat(t, server, 'Erin', 1);
  await bob.drain();
  for (const [sender, message] of [
    [ada, { command: 'project_change', data: { project: 1, revisions } }],
    [bob, { command: 'projectChange', project: 1, changes: add('e') }],
    [carl, { type: 'changes', payload: add('f'), revision: 2 }],
  ]) {
    sender.send(message);
    await sender.drain();
  }
  // Who is there is told at its own pace.
  const news = (await dan.drain()).filter(({ type }) => type === 'changes');
  const payloads = news.map(({ payload, revision }) => [payload, revision]);
  const again = { tasks: { updated: [{ name: 'a', id: 'events-101' }] } };
  assert.deepEqual(payloads, [
    [again, 4],
    [real('e', 'events-104'), 5],
    [real('f', 'events-105'), 6],
  ]);
  assert.deepEqual(
    (await erin.drain()).map(({ changes }) => changes),
    [again, real('e', 'events-104'), real('f', 'events-105')],
  );
});

test('all subscribers of one dialect get the same text of a change', async (t) => {
  const server = await startOpenServer(t);
  const clients = [];
  for (let count = 0; count < 2; count++) {
    clients.push(
      await enter(t, server, `c${count}`, 1),
      await enterFlat(t, server, `f${count}`, 1),
    );
    clients.push(await enterSync(t, server));
  }
  for (const client of clients) await client.drain();
  const [ada] = clients;
  const raw = clients.map((client) => once(client.socket, 'message'));
  ada.send(rename(1, 'Plough'));
  const texts = (await Promise.all(raw)).map(([bytes]) => String(bytes));
  assert.deepEqual(texts.slice(3), texts.slice(0, 3));
  const updated = '"updated":[{"id":"events-1","name":"Plough"}]';
  assert.equal(
    texts[1],
    `{"command":"projectChange","project":1,"changes":{"tasks":{${updated}}}}`,
  );
  assert.equal(
    texts[2],
    `{"type":"changes","payload":{"tasks":{${updated}}},"revision":1,"sender":"${ada.id}"}`,
  );
});

test('people that log in are told to the other dialects; those at the same project, to each other', async (t) => {
  const server = await startServer(t, { users: USERS });
  const ada = await enter(t, server, 'Ada');
  const guest = await enterSync(t, server);
  const admin = await enterSync(t, server, { token: 'key of admin' });

  const entry = { clientId: admin.id, name: 'admin', avatar: '/a.png' };
  const { type, payload } = await guest.next();
  assert.equal(type, 'presence');
  const [{ color, ...listed }] = payload.users;
  assert.deepEqual(listed, entry);
  assert.match(color, /^#[0-9a-f]{6}$/);
  await admin.next();

  admin.send({ type: 'heartbeat', payload: { clientId: 'x', activeTask: 'events-1' } });
  const [user] = (await guest.next()).payload.users;
  assert.equal(user.activeTask, 'events-1');
  admin.send({ type: 'selection', payload: { clientId: 'x', taskId: 'events-2', userName: 'x' } });
  assert.deepEqual(await guest.next(), {
    type: 'selection',
    payload: { clientId: admin.id, taskId: 'events-2', userName: 'admin' },
  });
  await admin.close();
  assert.deepEqual(await guest.take(2), [
    { type: 'user_left', payload: { clientId: admin.id } },
    { type: 'presence', payload: { users: [] } },
  ]);
  assert.deepEqual(await ada.drain(), [
    { command: 'join', data: { userName: 'admin' } },
    { command: 'users', data: { users: ['Ada', 'admin'] } },
    { command: 'logout', data: { userName: 'admin' } },
    { command: 'users', data: { users: ['Ada'] } },
  ]);
});

test('what is no message is answered with an error and its code', async (t) => {
  const server = await startServer(t, { maxPayload: 100_000 });
  const ada = await enterSync(t, server);
  const wrong = [
    ['hello', 'ERR_INVALID_JSON'],
    ['[]', 'ERR_NOT_AN_OBJECT'],
    ['{}', 'ERR_INVALID_COMMAND'],
    ['{"type":5}', 'ERR_INVALID_COMMAND'],
    ['{"command":"projects","data":{}}', 'ERR_INVALID_COMMAND'],
    ['{"type":"__proto__"}', 'ERR_UNKNOWN_COMMAND'],
    ['{"type":"toString"}', 'ERR_UNKNOWN_COMMAND'],
    [Buffer.from('{"type":"request_sync"}'), 'ERR_BINARY_MESSAGE'],
    [`{"type":"heartbeat","x":"${'x'.repeat(70_000)}"}`, 'ERR_MESSAGE_TOO_LARGE'],
    ['{"type":"heartbeat","payload":{"activeTask":{}}}', 'ERR_INVALID_ID'],
    ['{"type":"selection","payload":{"taskId":[1]}}', 'ERR_INVALID_ID'],
    ['{"type":"changes","payload":{"tasks":5}', 'ERR_INVALID_JSON'],
  ];
  for (const [message, code] of wrong) {
    const { type, payload } = await ada.request(message);
    assert.deepEqual([type, payload.code], ['error', code], `${message}`.slice(0, 80));
    assert.deepEqual(Object.keys(payload), ['code', 'message']);
  }
  const { payload } = await ada.request({ type: 'changes', payload: { tasks: 5 }, revision: 3 });
  assert.equal(payload.code, 'ERR_INVALID_CHANGES');
  assert.deepEqual(await ada.drain(), []);

  const { payload: last } = await ada.request('x'.repeat(200_000));
  assert.equal(last.code, 'ERR_MESSAGE_TOO_LARGE');
  assert.equal(await ada.closed, 1009);
});

test('while a hook thinks about a change, later messages of its author wait, and nobody else', async (t) => {
  const waiting = [];
  const think = () =>
    new Promise((resolve) => {
      waiting.push(resolve);
    });
  const beforeChange = ({ client }) => (client === ada.id ? think() : undefined);
  const server = await startServer(t, { beforeChange });
  const ada = await enterSync(t, server);
  const bob = await enterSync(t, server);
  ada.send(renameSync('a', 1));
  ada.send(renameSync('b', 2));
  ada.send({ type: 'request_sync' });
  bob.send({ type: 'changes', payload: { project: { note: 1 } }, revision: 1 });
  assert.equal((await bob.next()).payload.serverRevision, 1);
  while (waiting.length < 1) await bob.drain();
  waiting.shift()();
  while (waiting.length < 1) await bob.drain();
  waiting.shift()();
  const told = await ada.take(4);
  const numbers = told.map(
    ({ type, payload, revision }) =>
      `${type} ${payload.clientRevision ?? revision ?? payload.revision}`,
  );
  assert.deepEqual(numbers, ['changes 1', 'ack 1', 'ack 2', 'sync 3']);
});
