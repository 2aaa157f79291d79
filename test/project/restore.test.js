'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { enterSync } = require('../support/sync-client');
const { temporaryFolder } = require('../support/temporary-folder');
const { enter, rename, startServer } = require('../support/test-server');

const source = {
  tasksData: [
    { id: 1, name: 'Garden', children: [{ id: 11, name: 'Dig' }] },
    { id: 2, name: 'House' },
  ],
};

/** A server that keeps a project, and two people at it. */
async function stage(t, options = {}) {
  const storage = `sqlite:${path.join(temporaryFolder(t), 'journal.db')}`;
  const projects = [{ id: 1, name: 'Both', source }];
  const server = await startServer(t, { projects, storage, ...options });
  const ann = await enter(t, server, 'admin', 1);
  const bob = await enter(t, server, 'alex', 1);
  for (const client of [ann, bob]) await client.drain();
  return { server, ann, bob };
}

const change = (tasks, revision) => ({
  command: 'project_change',
  data: { project: 1, revisions: [{ revision, changes: { tasks: { ...tasks, $input: tasks } } }] },
});
const removed = change({ removed: [{ id: 1 }] }, 'local-1');
const renamed = change({ updated: [{ id: 2, name: 'Roof' }] }, 'local-2');
/** What somebody sees who asks for the project now. */
async function shown(client) {
  await client.drain();
  return names((await client.load(1)).data.dataset.tasksData);
}

const names = (tasks) => tasks.flatMap(({ name, children = [] }) => [name, ...names(children)]);

test('what somebody removed comes back for everybody, and what others did since stays', async (t) => {
  const heard = [];
  const onChange = ({ client, userName }) => heard.push(`${client} ${userName}`);
  const { server, ann, bob } = await stage(t, { onChange });
  await ann.request(removed);
  await bob.next();
  await bob.request(renamed);
  await ann.next();
  heard.length = 0;
  const wanted = { revision: 0, record: 1, subtree: true, userName: 'Eve' };
  assert.equal(await server.restore(1, wanted), 3);
  for (const client of [ann, bob]) {
    const { data } = await client.next();
    const [{ revision, client: author, changes }] = data.revisions;
    assert.deepEqual([revision, author], ['server-3', 'server']);
    assert.deepEqual(
      changes.tasks.added.map(({ id, parentId }) => [id, parentId]),
      [
        [1, undefined],
        [11, 1],
      ],
    );
    assert.deepEqual(changes.tasks.$input.added, changes.tasks.added);
  }
  assert.deepEqual(heard, ['server Eve']);
  assert.deepEqual(await shown(ann), ['Garden', 'Dig', 'Roof']);
  assert.equal(await server.restore(1, wanted), undefined);

  // Undone by another.
  assert.equal(await server.restore(1, { ...wanted, revision: 2 }), 4);
  assert.deepEqual(await shown(ann), ['Roof']);
  const history = await server.openHistory();
  const [last] = await history.revisions(1, { limit: 1 });
  assert.deepEqual([last.revision, last.user, last.client], [4, 'Eve', 'server']);
  await history.close();
});

test('a reset can be taken back', async (t) => {
  const { server, ann } = await stage(t);
  await ann.request(renamed);
  await server.resetDataSet(1);
  assert.equal(await server.restore(1, { revision: 1 }), 2);
  assert.deepEqual(await shown(ann), ['Garden', 'Dig', 'Roof']);
});

test('clients of the other dialects are told of a restore as well', async (t) => {
  const { server, ann } = await stage(t);
  await ann.request(renamed);
  const sync = await enterSync(t, server, { project: 1 });
  await sync.drain();
  await server.restore(1, { revision: 0, record: 2, field: 'name' });
  const { type, payload, revision } = await sync.next();
  assert.deepEqual([type, revision], ['changes', 2]);
  assert.deepEqual(payload.tasks.updated, [{ id: 2, name: 'House' }]);
});

test('what cannot be brought back is refused, and nothing has changed', async (t) => {
  const { server, ann } = await stage(t);
  const codeOf = (wanted, project = 1) =>
    server.restore(project, wanted).then(
      () => 'done',
      ({ code }) => code,
    );
  assert.equal(await codeOf({ revision: 0 }, 7), 'ERR_UNKNOWN_PROJECT');
  assert.equal(await codeOf({ revision: 7 }), 'ERR_UNKNOWN_REVISION');
  assert.equal(await codeOf({ revision: 0, record: 7 }), 'ERR_UNKNOWN_RECORD');
  for (const wrong of [
    {},
    { revision: 0, time: 0 },
    { revision: 0, field: 'name' },
    { revision: 0, record: 1, field: 'name', subtree: true },
    { revison: 0 },
  ]) {
    assert.equal(await codeOf(wrong), 'ERR_INVALID_OPTION', JSON.stringify(wrong));
  }
  assert.deepEqual(await ann.drain(), []);
  const inMemory = await startServer(t);
  await assert.rejects(inMemory.restore(1, { revision: 0 }), { code: 'ERR_NO_HISTORY' });
  await assert.rejects(inMemory.openHistory(), { code: 'ERR_NO_HISTORY' });
});

test('a restore is kept before anybody hears of it', async (t) => {
  const folder = temporaryFolder(t);
  const options = { storage: `sqlite:${path.join(folder, 'journal.db')}` };
  const first = await startServer(t, options);
  const ann = await enter(t, first, 'admin', 1);
  await ann.request(rename(1, 'Cut'));
  await first.restore(1, { revision: 0 });
  await first.destroy();
  const second = await startServer(t, options);
  const bob = await enter(t, second, 'admin');
  const { data } = await bob.load(1);
  assert.deepEqual([data.revision, data.dataset.tasksData[0].name], ['server-2', 'Dig']);
});

test('a name that is forgotten is not in the history any more, and who goes on under it is somebody else', async (t) => {
  const { server, ann } = await stage(t);
  await ann.request(renamed);
  const [{ user }] = await usersOf(server);
  assert.equal(await server.forgetUser(user, 'x'), 'x');
  await ann.request(removed);
  assert.deepEqual(
    (await usersOf(server)).map((one) => one.user),
    [user, 'x'],
  );
  await assert.rejects(server.forgetUser('nobody'), { code: 'ERR_UNKNOWN_USER' });
  const inMemory = await startServer(t);
  await assert.rejects(inMemory.forgetUser(user), { code: 'ERR_NO_HISTORY' });
});

/** The revisions of the project, the newest first. */
async function usersOf(server) {
  const history = await server.openHistory();
  const all = await history.revisions(1);
  await history.close();
  return all;
}
