'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { enterSync, renameSync } = require('../support/sync-client');
const { enter, rename, startServer } = require('../support/test-server');

/** A change that adds a task. */
function add(name, revision) {
  const added = [{ $PhantomId: `_generated${name}`, name }];
  return { type: 'changes', payload: { tasks: { added } }, revision };
}

/** The names of the tasks that a server has. */
async function taskNames(client) {
  const { payload } = await client.request({ type: 'request_sync' });
  return payload.tasks.rows.map(({ name }) => name);
}

test('what is sent again, also after a reconnect, gets the first answer and is made once', async (t) => {
  const server = await startServer(t);
  const ada = await enterSync(t, server);
  const bob = await enterSync(t, server);
  const first = await ada.request(add('a', 1));
  assert.deepEqual(await ada.request(add('a', 1)), first);
  await ada.close();
  await bob.take(2);

  const again = await enterSync(t, server, ada.return);
  assert.deepEqual(await again.request(add('a', 1)), first);
  assert.deepEqual(await taskNames(again), ['Dig', 'a']);
  assert.deepEqual(await bob.drain(), []);
  const { payload } = await again.request(add('b', 2));
  assert.equal(payload.serverRevision, 2);
});

test('the same number of another client is another change', async (t) => {
  const server = await startServer(t);
  const [ada, bob] = [await enterSync(t, server), await enterSync(t, server)];
  await ada.request(add('a', 1));
  bob.send(add('b', 1));
  const { payload } = (await bob.take(2))[1];
  assert.equal(payload.serverRevision, 2);
  assert.deepEqual(await taskNames(bob), ['Dig', 'a', 'b']);
});

test('an edit of what one has not seen yet is a conflict; of what has arrived, none', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  const bob = await enterSync(t, server);
  const late = await enterSync(t, server, {}, { autoPong: false });
  await ada.request(rename(1, 'Plough'));
  for (const client of [bob, late]) await client.drain();

  const conflict = await late.request(renameSync('Late', 1));
  const task = { id: 'events-1', name: 'Plough', parentIndex: 0, orderedParentIndex: 0 };
  assert.deepEqual(conflict, {
    type: 'conflict',
    payload: {
      clientRevision: 1,
      conflicts: [{ type: 'concurrent_edit', id: 'events-1', fields: ['name'] }],
      currentState: { tasks: [task] },
    },
  });
  assert.deepEqual(await late.request(renameSync('Late', 1)), conflict);
  assert.equal((await bob.request(renameSync('Seen', 1))).type, 'ack');
  await late.next();
  assert.equal((await late.request(renameSync('Late', 2, { force: true }))).type, 'ack');
  assert.deepEqual(await taskNames(late), ['Late']);
});

test('who may not override conflicts does not', async (t) => {
  const groups = { anonymous: { projects: [1], force: false } };
  const server = await startServer(t, { users: {}, groups });
  const ada = await enterSync(t, server);
  const late = await enterSync(t, server, {}, { autoPong: false });
  await ada.request(renameSync('Plough', 1));
  await late.drain();
  const { type } = await late.request(renameSync('Late', 1, { force: true }));
  assert.equal(type, 'conflict');
});

test('a change that the application refuses is answered with its reason and its number', async (t) => {
  const beforeChange = () => 'Not on Sundays';
  const server = await startServer(t, { beforeChange });
  const ada = await enterSync(t, server);
  assert.deepEqual(await ada.request(renameSync('Plough', 4)), {
    type: 'error',
    payload: { code: 'ERR_VETOED', message: 'Not on Sundays', clientRevision: 4 },
  });
  assert.deepEqual(await taskNames(ada), ['Dig']);
});

test('under the policy of the last writer nobody is asked what they have seen', async (t) => {
  const server = await startServer(t, { conflicts: 'last-writer-wins' });
  const ada = await enterSync(t, server);
  const late = await enterSync(t, server, {}, { autoPong: false });
  let pings = 0;
  late.socket.on('ping', () => pings++);
  await ada.request(renameSync('Plough', 1));
  await late.drain();
  assert.equal((await late.request(renameSync('Late', 1))).type, 'ack');
  assert.equal(pings, 0);
});
