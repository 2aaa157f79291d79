'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { runServer } = require('../support/child-process');
const { Random } = require('../support/random');
const { temporaryFolder } = require('../support/temporary-folder');
const { TestClient } = require('../support/test-client');

const KILLS = Number(process.env.GANTT_TEST_KILLS ?? 30);
const MOST_CHANGES = 60;

function change(number) {
  const added = [{ $PhantomId: `_generatedTaskModel_${number}`, name: `n${number}` }];
  const changes = { tasks: { added, $input: { added } } };
  const revisions = [{ revision: `local-${number}`, changes }];
  return { command: 'project_change', data: { project: 1, revisions } };
}

test(`what anybody heard of survives ${KILLS} kills of the server`, async (t) => {
  const file = path.join(temporaryFolder(t), 'plan.db');
  const random = new Random(Number(process.env.GANTT_TEST_SEED ?? 1));
  /** @type {Map<number, string>} number -> id of the task that it added, of all that was heard */
  const heard = new Map();
  let last = 0;
  for (let round = 0; round <= KILLS; round++) {
    const server = runServer(t, ['--port=0', '--host=127.0.0.1', `--storage=sqlite:${file}`]);
    const client = await new TestClient(await server.address()).open();
    await client.login('admin', 'admin');
    client.ask('dataset', { project: 1 });
    const { data } = await client.until('dataset');
    const ids = new Set(data.dataset.tasksData.map(({ id }) => id));
    for (const id of heard.values()) assert.ok(ids.has(id), `${id} is lost`);
    assert.equal(ids.size, data.dataset.tasksData.length, 'an id came twice');
    const number = data.revision === 'base' ? 0 : Number(data.revision.replace('server-', ''));
    assert.ok(number >= last, `revision ${last} was heard of, and ${number} is the last`);
    if (round === KILLS) break;

    const wanted = 1 + random.int(MOST_CHANGES);
    for (let i = 0; i < MOST_CHANGES; i++) client.send(change(round * MOST_CHANGES + i));
    for (let count = 0; count < wanted; count++) {
      const message = await client.until('project_change');
      for (const { revision, changes } of message.data.revisions) {
        last = Number(revision.replace('server-', ''));
        heard.set(last, changes.tasks.added[0].id);
      }
    }
    server.process.kill('SIGKILL');
    await server.ended;
    client.socket.terminate();
  }
});
