'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { History } = require('../../lib/storage/history');
const { runServer } = require('../support/child-process');
const { temporaryFolder } = require('../support/temporary-folder');
const { TestClient } = require('../support/test-client');
const { startServer } = require('../support/test-server');

const rename = (revision, name) => ({
  project: 1,
  revisions: [{ revision, changes: { tasks: { updated: [{ id: 1, name }] } } }],
});

async function enter(address) {
  const client = await new TestClient(address).open();
  await client.login('admin', 'admin');
  client.ask('dataset', { project: 1 });
  await client.until('dataset');
  return client;
}

/** What can be under way when a server ends, and what it has to be afterwards when it was done. */
const UNDER_WAY = {
  'a commit': ({ client }) => client.ask('project_change', rename('last', 'Last')),
  'a restore of all': ({ server }) => server.restore(1, { revision: 0 }),
  'a restore of a field': ({ server }) =>
    server.restore(1, { revision: 1, record: 1, field: 'name' }),
  'a reset': ({ server }) => server.resetDataSet(1),
  'a name to be forgotten': ({ server, user }) => server.forgetUser(user, 'somebody'),
  'a look at the past': ({ history }) => history.dataset(1, { revision: 3 }),
  'a check': ({ history }) => history.check(),
  'a backup': ({ history, copy }) => history.backup(copy),
};

for (const [what, begin] of Object.entries(UNDER_WAY)) {
  test(`a server that ends in the middle of ${what} has lost nothing`, async (t) => {
    const folder = temporaryFolder(t);
    const file = path.join(folder, 'plan.db');
    const copy = path.join(folder, 'copy.db');
    const tasksData = Array.from({ length: 3000 }, (_, i) => ({ id: i + 1, name: `n${i}` }));
    const server = await startServer(t, {
      storage: `sqlite:${file}`,
      projects: [{ id: 1, name: 'Garden', source: { tasksData } }],
    });
    const client = await enter(server.address);
    for (let i = 1; i <= 5; i++) {
      client.ask('project_change', rename(`r${i}`, `Kept ${i}`));
      assert.equal((await client.until('project_change')).error, undefined);
    }
    const history = await server.openHistory();
    const [{ user }] = await history.revisions(1);
    const [begun] = await Promise.allSettled([
      begin({ server, client, history, copy, user }),
      server.destroy(),
    ]);
    if (begun.status === 'rejected') assert.match(begun.reason.code, /^ERR_STORAGE_FAILED$/);
    await history.close();
    const isDone = begun.status === 'fulfilled';
    for (const one of [file, copy].filter((name) => fs.existsSync(name))) {
      const after = await History.open(one);
      assert.deepEqual((await after.check()).problems, []);
      const revisions = await after.revisions(1, { to: 5 });
      assert.deepEqual(
        revisions.map(({ changes }) => changes.tasks.updated[0].name),
        [5, 4, 3, 2, 1].map((i) => `Kept ${i}`),
      );
      if (isDone && what === 'a name to be forgotten') assert.equal(revisions[0].user, 'somebody');
      const { last } = (await after.projects())[0];
      if (isDone && what.startsWith('a restore')) assert.equal(last, 6);
      await after.close();
    }
    assert.ok(fs.existsSync(copy) === (isDone && what === 'a backup'));
    const left = fs.readdirSync(folder).filter((name) => !/^(plan|copy)\.db(-lock)?$/.test(name));
    assert.deepEqual(left, []);
  });
}

test('who asks a server to end while it makes a snapshot and gives up what is needless loses nothing', async (t) => {
  const file = path.join(temporaryFolder(t), 'plan.db');
  const args = ['--port=0', '--host=127.0.0.1', '--keep-history=10', `--storage=sqlite:${file}`];
  const server = runServer(t, args);
  const client = await enter(await server.address());
  const revisions = Array.from({ length: 1100 }, (_, i) => rename(`r${i}`, `n${i}`).revisions[0]);
  client.ask('project_change', { project: 1, revisions });
  const { data } = await client.until('project_change');
  server.process.kill('SIGTERM');
  assert.equal(await server.ended, 0);
  assert.match(await server.errors, /1100 revisions of \d projects? since the start, all kept in/);
  const history = await History.open(file);
  assert.deepEqual((await history.check()).problems, []);
  const [last] = await history.revisions(1, { limit: 1 });
  assert.equal(last.changes.tasks.updated[0].name, 'n1099');
  assert.equal(data.revisions.length, 1100);
  await history.close();
});
