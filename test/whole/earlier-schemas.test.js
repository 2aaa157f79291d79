'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const zlib = require('node:zlib');
const { History } = require('../../lib/storage/history');
const { factsOf } = require('../support/kept-project');
const { temporaryFolder } = require('../support/temporary-folder');
const { TestClient } = require('../support/test-client');
const { startServer } = require('../support/test-server');

// The files were written by this server as it was when it had those schemas, and what it said of each of them, as of a copy, is
// beside it.
const FOLDER = path.join(__dirname, 'earlier-schemas');

const read = (name) => zlib.gunzipSync(fs.readFileSync(path.join(FOLDER, name)));
const plain = (value) => JSON.parse(JSON.stringify(value));

/** The row of the record that a pack has added, in the answer to it. What others have done since is told in no order. */
const ownRow = (answer) => answer?.tasks.rows.find((row) => row.$PhantomId !== undefined);

/** A server with a copy of the file, and what was said of it. */
async function stage(t, schema) {
  const file = path.join(temporaryFolder(t), 'plan.db');
  fs.writeFileSync(file, read(`schema-${schema}.db.gz`));
  const projects = [1, 2].map((id) => ({ id, name: `Plan ${id}`, source: { tasksData: [] } }));
  const server = await startServer(t, {
    storage: `sqlite:${file}`,
    conflicts: 'reject',
    projects,
  });
  return { file, server, said: JSON.parse(read(`schema-${schema}.json.gz`).toString()) };
}

for (const schema of [1, 2, 3]) {
  test(`a file of schema ${schema} is served as it was by what wrote it`, async (t) => {
    const { file, server, said } = await stage(t, schema);
    assert.match(server.logged.join('\n'), new RegExp(`schema ${schema}`));
    const { again, ...facts } = await factsOf(server.address, { hasHttp: schema > 1 });
    for (const [name, value] of Object.entries(plain(facts)))
      assert.deepEqual(value, said[name], name);
    assert.deepEqual(ownRow(again), ownRow(said.again));
    const history = await History.open(file);
    assert.deepEqual((await history.check()).problems, []);
    await history.close();
  });

  test(`what was kept with schema ${schema} has the history that it had`, async (t) => {
    const { file, said } = await stage(t, schema);
    const history = await History.open(file);
    const revisions = plain(await history.revisions(1));
    const told = said.deltas[0].map(({ revision, client, changes }) => [revision, client, changes]);
    assert.deepEqual(
      revisions
        .map(({ revision, client, changes }) => [`server-${revision}`, client, changes])
        .reverse()
        .slice(1),
      told,
    );
    if (said.revisions) assert.deepEqual(revisions, said.revisions);
    const [{ user, to }] = await history.blame(1, { record: 11, field: 'name' });
    assert.deepEqual([user, to], ['admin', 'Dig deeper']);
    if (said.blame) assert.deepEqual(plain(await history.blame(1, { record: 11 })), said.blame);
    for (const [revision, dataset] of (said.past ?? []).entries())
      assert.deepEqual(plain(await history.dataset(1, { revision })), dataset, `as of ${revision}`);
    await history.close();
  });
}

test('a client of a file of schema 3 is who it was, and gets the answer that it had', async (t) => {
  const { server, said } = await stage(t, 3);
  const { clientId, resume, ack } = said.client;
  const address = `${server.address}/gantt-sync?project=1&clientId=${clientId}&resume=${resume}`;
  const client = await new TestClient(address).open();
  assert.equal((await client.until('init')).payload.clientId, clientId);
  const updated = [{ id: '_generatedEve', name: 'Of Eve, again' }];
  client.send({ type: 'changes', payload: { tasks: { updated } }, revision: 2 });
  assert.deepEqual((await client.until('ack')).payload, ack);
  await client.close();
});
