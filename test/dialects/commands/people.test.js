'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { connect, enter, startServer } = require('../../support/test-server');
const { USERS, enterSync } = require('../../support/sync-client');

/** A list of people as lines: who is where, and edits (!) it. */
function lines(users) {
  return users.map(
    ({ userName, recordType, recordId, action }) =>
      `${userName} ${recordType ?? ''}/${recordId ?? ''}${action === 'editing' ? '!' : ''}`,
  );
}

/** Waits until a client is told of these people. */
async function untilPeople(client, expected) {
  for (;;) {
    const { data, users = data?.users } = await client.until('presence');
    if (JSON.stringify(lines(users)) === JSON.stringify(expected)) return users;
  }
}

test('who says where it is is told where the others are, in every dialect', async (t) => {
  const server = await startServer(t, { users: USERS });
  const ada = await enter(t, server, 'Ada', 1);
  const old = await enter(t, server, 'Old', 1);
  const ben = await connect(t, server);
  ben.send({ command: 'login', login: 'Ben' });
  ben.send({ command: 'dataset', project: 1 });
  await ben.until('dataset');
  ada.ask('presence', { project: 1, recordType: 'tasks', recordId: 'events-1', action: 'editing' });
  await untilPeople(ada, ['Ada tasks/events-1!', 'Old /', 'Ben /']);
  ben.send({ command: 'presence', project: 1, recordType: 'resources', recordId: 5 });
  const all = ['Ada tasks/events-1!', 'Old /', 'Ben resources/5'];
  const [{ client, color }] = await untilPeople(ben, all);
  assert.equal(client, ada.id);
  assert.match(color, /^#/);
  await untilPeople(ada, all);

  const sync = await enterSync(t, server, { token: 'key of admin' });
  await untilPeople(ada, [...all, 'admin /']);
  const { payload } = await sync.until('presence');
  assert.deepEqual(payload.users[0], {
    ...{ clientId: ada.id, name: 'Ada', activeTask: 'events-1', color, action: 'editing' },
  });
  sync.send({ type: 'selection', payload: { taskId: 'events-1', action: 'editing' } });
  await untilPeople(ada, [...all, 'admin tasks/events-1!']);
  ada.ask('presence', { project: 1 });
  const told = await sync.until('selection');
  assert.deepEqual(told.payload, { clientId: ada.id, taskId: null, userName: 'Ada' });
  await ben.close();
  await untilPeople(ada, ['Ada /', 'Old /', 'admin tasks/events-1!']);
  const names = (await old.drain()).map(({ command }) => command);
  assert.ok(!names.includes('presence'), 'who never asked is never told');
});

test('who follows another project, or has another name, is told of so', async (t) => {
  const server = await startServer(t, { users: USERS });
  const alex = await enter(t, server, 'alex', 1);
  const ben = await connect(t, server);
  ben.send({ command: 'hello', userName: 'Ben' });
  ben.send({ command: 'dataset', project: 1 });
  await ben.until('dataset');
  ben.send({ command: 'presence', project: 1 });
  await untilPeople(ben, ['alex /', 'Ben /']);
  ben.send({ command: 'hello', userName: 'Benny' });
  await untilPeople(ben, ['alex /', 'Benny /']);
  await alex.load(2);
  await untilPeople(ben, ['Benny /']);
  alex.ask('presence', { project: 2 });
  await untilPeople(alex, ['alex /']);
});

test('where somebody is has to be a place in a project that they follow', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  const wrong = [
    { recordType: 5, recordId: 1 },
    { recordType: '', recordId: 1 },
    { recordId: {} },
    { recordId: 'x'.repeat(1025) },
    { recordId: 1, action: 'dancing' },
    { action: 'editing' },
  ];
  for (const place of wrong) {
    ada.ask('presence', { project: 1, ...place });
    const { command, error } = await ada.next();
    assert.equal(command, 'presence');
    assert.match(error, /\(ERR_INVALID_RECORD\)$/, JSON.stringify(place));
  }
  ada.ask('presence', { project: 2 });
  assert.equal((await ada.next()).error, 'Authorization required');
  ada.ask('presence');
  assert.equal((await ada.next()).error, 'Project id is required');
  const eve = await enter(t, server, 'Eve');
  eve.ask('presence', { project: 1 });
  assert.match((await eve.next()).error, /^Subscription to project is required/);
});
