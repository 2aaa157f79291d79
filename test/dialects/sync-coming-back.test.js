'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { USERS, enterSync, renameSync } = require('../support/sync-client');
const { temporaryFolder } = require('../support/temporary-folder');
const { enter, smallProject, startServer } = require('../support/test-server');

const REPLACED = 4409;
const MADE_UP = 'client-00000000-0000-4000-8000-000000000000';

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

/** The next message of a type. */
async function nextOf(client, type) {
  let message;
  while (message?.type !== type) message = await client.next();
  return message;
}

test('a client takes its id over from its old connection, and what it sends again is made once', async (t) => {
  const server = await startServer(t);
  // It does not notice that the line is dead, and neither does the server.
  const ada = await enterSync(t, server, {}, { autoPong: false });
  const bob = await enterSync(t, server);
  const first = await ada.request(add('a', 1));
  await bob.take(1);

  const again = await enterSync(t, server, ada.return);
  assert.equal(again.id, ada.id);
  assert.equal(await ada.closed, REPLACED);
  assert.deepEqual(await bob.drain(), [{ type: 'user_left', payload: { clientId: ada.id } }]);
  assert.deepEqual(await again.request(add('a', 1)), first);
  assert.equal((await again.request(add('b', 2))).payload.serverRevision, 2);
  assert.deepEqual(await taskNames(again), ['Dig', 'a', 'b']);
});

test('what the old connection had not done yet is done when it comes again, once', async (t) => {
  const thinking = [];
  const beforeChange = ({ client }) =>
    client === bob.id
      ? undefined
      : new Promise((resolve) => {
          thinking.push(resolve);
        });
  const server = await startServer(t, { beforeChange });
  const bob = await enterSync(t, server);
  const ada = await enterSync(t, server);
  for (const number of [1, 2]) ada.send(add(`a${number}`, number));
  while (thinking.length < 1) await bob.drain();

  const again = await enterSync(t, server, ada.return);
  thinking.shift()();
  for (const number of [1, 2]) {
    again.send(add(`a${number}`, number));
    while (thinking.length < 1) await bob.drain();
    thinking.shift()();
    assert.equal((await nextOf(again, 'ack')).payload.serverRevision, number);
  }
  assert.deepEqual(await taskNames(again), ['Dig', 'a1', 'a2']);
  assert.deepEqual(thinking, []);
});

test('a stranger who knows an id from what everybody is told does not get it, nor ends its owner', async (t) => {
  const server = await startServer(t);
  const ada = await enterSync(t, server);
  const bob = await enterSync(t, server);
  await ada.request(add('a', 1));
  const { sender } = await bob.next();
  for (const resume of ['', bob.init.resume, ada.init.resume.slice(1), 'x'.repeat(22)]) {
    const stranger = await enterSync(t, server, { clientId: sender, resume });
    assert.notEqual(stranger.id, ada.id);
    await stranger.close();
  }
  const { type } = await ada.request(add('b', 2));
  assert.equal(type, 'user_left');
  assert.equal((await nextOf(ada, 'ack')).payload.serverRevision, 2);
  await ada.close();
  const stranger = await enterSync(t, server, { clientId: sender });
  assert.notEqual(stranger.id, ada.id);
  assert.equal((await enterSync(t, server, ada.return)).id, ada.id);
});

test('who cannot go on as the client that it names may change nothing before it has asked for the project', async (t) => {
  const server = await startServer(t);
  const ada = await enterSync(t, server);
  await ada.request(add('a', 1));
  for (const question of [
    { type: 'request_sync' },
    { type: 'request_delta', payload: { lastRevision: 1 } },
  ]) {
    const lost = await enterSync(t, server, { clientId: ada.id });
    const { type, payload } = await lost.request(add('a', 1));
    const told = [type, payload.code, payload.clientRevision];
    assert.deepEqual(told, ['error', 'ERR_NOT_RESUMED', 1]);
    assert.equal((await lost.request(question)).type, 'sync');
    assert.equal((await taskNames(lost)).length, 2);
    assert.equal((await lost.request(renameSync(question.type, 2))).type, 'ack');
  }
});

test('an id that this life of the server has not given out is that of nobody, and a new client may change', async (t) => {
  const server = await startServer(t);
  for (const clientId of [MADE_UP, 'ada', '', 'x'.repeat(2000), '__proto__']) {
    const other = await enterSync(t, server, { clientId, resume: 'x'.repeat(22) });
    assert.match(other.id, /^client-[0-9a-f-]{36}$/);
    assert.notEqual(other.id, clientId);
    assert.equal((await other.request(renameSync('x', 1))).type, 'ack');
    await other.close();
  }
});

test('a client goes on as itself only: the same user, the same project, the same dialect', async (t) => {
  const server = await startServer(t, { users: USERS });
  const token = 'key of admin';
  const admin = await enterSync(t, server, { token });
  await admin.close();
  const anonymous = await enterSync(t, server, admin.return);
  const elsewhere = await enterSync(t, server, { project: 2, token, ...admin.return });
  const real = await enterSync(t, server, { token, ...admin.return });
  const areTheSame = [anonymous, elsewhere, real].map(({ id }) => id === admin.id);
  assert.deepEqual(areTheSame, [false, false, true]);

  const commands = await enter(t, server, 'Carl');
  const { data } = await commands.request({
    command: 'login',
    data: { login: 'Carl', resume: true },
  });
  await commands.close();
  const other = await enterSync(t, server, { clientId: data.client, resume: data.resume });
  assert.notEqual(other.id, data.client);
});

test('over a restart of a server that keeps its projects, who was there before gets what it missed', async (t) => {
  const storage = `sqlite:${path.join(temporaryFolder(t), 'journal.db')}`;
  const projects = [{ id: 1, name: 'One', source: smallProject('Dig') }];
  const before = await startServer(t, { projects, storage });
  const ada = await enterSync(t, before);
  const bob = await enterSync(t, before);
  await ada.request(add('a', 1));
  await bob.take(1);
  await bob.request(add('b', 1));
  await before.destroy();
  const after = await startServer(t, { projects, storage });
  const again = await enterSync(t, after, ada.return);
  assert.equal(again.id, ada.id);
  const missed = await again.request({ type: 'request_delta', payload: { lastRevision: 1 } });
  assert.deepEqual([missed.type, missed.revision, missed.sender], ['changes', 2, bob.id]);
});
