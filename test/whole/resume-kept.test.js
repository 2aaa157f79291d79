'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { runServer } = require('../support/child-process');
const { temporaryFolder } = require('../support/temporary-folder');
const { TestClient } = require('../support/test-client');

/** A server in a process of its own, whose projects are kept in a file of the test. */
function stage(t) {
  const file = path.join(temporaryFolder(t), 'plan.db');
  const start = async () => {
    const server = runServer(t, ['--port=0', '--host=127.0.0.1', `--storage=sqlite:${file}`]);
    return { server, address: await server.address() };
  };
  const kill = async ({ server }) => {
    server.process.kill('SIGKILL');
    await server.ended;
  };
  return { start, kill };
}

/** @returns {Promise<TestClient & {init: any}>} a client of the dialect `sync` */
async function enterSync(address, query = {}) {
  const search = new URLSearchParams({ project: '1', ...query });
  const client = await new TestClient(`${address}/gantt-sync?${search}`).open();
  return Object.assign(client, { init: (await client.until('init')).payload });
}

/** @returns {Promise<TestClient & {login: any}>} who is logged in with the dialect `commands` */
async function enter(address, login = 'admin') {
  const client = await new TestClient(address).open();
  client.ask('login', { login, password: login, resume: true });
  return Object.assign(client, { who: (await client.until('login')).data });
}

const addition = (name) => ({ tasks: { added: [{ $PhantomId: `_generated${name}`, name }] } });
const tasksIn = (text, name) => text.split(`"name":"${name}"`).length - 1;

test('a sync client is who it was when the server was killed, and what it sends again is not made twice', async (t) => {
  const { start, kill } = stage(t);
  const first = await start();
  const eve = await enterSync(first.address);
  const change = { type: 'changes', payload: addition('Once'), revision: 1 };
  eve.send(change);
  const { payload: answered } = await eve.until('ack');
  await kill(first);

  const second = await start();
  const { clientId, resume } = eve.init;
  const stranger = await enterSync(second.address, { clientId, resume: 'A'.repeat(22) });
  assert.notEqual(stranger.init.clientId, clientId);
  stranger.send(change);
  assert.equal((await stranger.until('error')).payload.code, 'ERR_NOT_RESUMED');

  const again = await enterSync(second.address, { clientId, resume });
  assert.equal(again.init.clientId, clientId);
  assert.equal(again.init.resume, resume, 'whoever does not hear of it can come again');
  again.send(change);
  assert.deepEqual((await again.until('ack')).payload, answered);
  again.send({ ...change, payload: addition('Twice'), revision: 2 });
  await again.until('ack');
  again.send({ type: 'request_sync', payload: {} });
  const { payload } = await again.until('sync');
  const text = JSON.stringify(payload);
  assert.deepEqual([tasksIn(text, 'Once'), tasksIn(text, 'Twice')], [1, 1]);
});

test('so is a client with revisions, by its first and by its last id', async (t) => {
  const { start, kill } = stage(t);
  const change = (name) => ({
    project: 1,
    revisions: [{ revision: `local-${name}`, changes: addition(name) }],
  });
  const first = await start();
  const ada = await enter(first.address);
  ada.ask('dataset', { project: 1 });
  await ada.until('dataset');
  ada.ask('project_change', change('a'));
  await ada.until('project_change');
  await kill(first);

  const second = await start();
  const stranger = await enter(second.address, 'alex');
  stranger.ask('dataset', { project: 1, client: ada.who.client, resume: ada.who.resume });
  assert.match((await stranger.until('dataset')).error, /\(ERR_NOT_RESUMED\)$/);
  const back = await enter(second.address);
  back.ask('dataset', { project: 1, client: ada.who.client, resume: 'no secret' });
  assert.match((await back.until('dataset')).error, /\(ERR_NOT_RESUMED\)$/);
  const since = { since: 'server-0', client: ada.who.client, resume: ada.who.resume };
  back.ask('dataset', { project: 1, ...since });
  assert.deepEqual(
    (await back.until('project_change')).data.revisions.map(({ client }) => client),
    [ada.who.client],
  );
  for (const name of ['a', 'b']) back.ask('project_change', change(name));
  assert.deepEqual((await back.until('project_change')).data.revisions[0].changes, {});
  await back.until('project_change');
  await kill(second);

  // It is remembered under what it was first, whatever its last connection was called.
  const third = await start();
  for (const { who } of [ada, back]) {
    const last = await enter(third.address);
    last.ask('dataset', { project: 1, client: who.client, resume: who.resume });
    assert.equal((await last.until('dataset')).error, undefined);
    for (const name of ['a', 'b']) last.ask('project_change', change(name));
    for (const name of ['a', 'b']) {
      const [revision] = (await last.until('project_change')).data.revisions;
      assert.deepEqual([revision.localRevision, revision.changes], [`local-${name}`, {}]);
    }
  }
  const fresh = await enter(third.address);
  fresh.ask('dataset', { project: 1 });
  const text = JSON.stringify((await fresh.until('dataset')).data);
  assert.deepEqual([tasksIn(text, 'a'), tasksIn(text, 'b')], [1, 1]);
});
