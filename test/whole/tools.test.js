'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { temporaryFolder } = require('../support/temporary-folder');
const { enter, rename, startServer } = require('../support/test-server');
const { runTool } = require('../support/tool-stage');

const WRITERS = 10;
const CHANGES = 30;

/** Changes, each when the one before is kept. */
async function write(client, who) {
  for (let number = 1; number <= CHANGES; number++) {
    const own = `${who}-${number}`;
    client.send(rename(1, own, own));
    const isOwn = ({ localRevision }) => localRevision === own;
    while (!(await client.until('project_change')).data.revisions.some(isOwn));
  }
}

test('tools that read work beside a server that ten write to, and those that write are refused', async (t) => {
  const folder = temporaryFolder(t);
  const storage = `sqlite:${path.join(folder, 'plan.db')}`;
  const server = await startServer(t, { storage });
  const clients = [];
  for (let who = 0; who < WRITERS; who++) clients.push(await enter(t, server, 'admin', 1));
  const use = (name, ...args) => runTool(name, '--storage', storage, ...args);
  const copies = [1, 2].map((number) => path.join(folder, `copy-${number}.db`));
  const writing = Promise.all(clients.map(write));
  const reading = await Promise.all([
    ...copies.map((copy) => use('backup', '--to', copy)),
    use('check'),
    use('history', '--project=1', '--record=1'),
    use('export', '--project=1'),
  ]);
  for (const { code, errors } of reading) assert.deepEqual([code, errors], [0, '']);
  const refused = await Promise.all([
    use('forget', '--user=admin'),
    use('restore', '--project=1', '--revision=0'),
  ]);
  for (const { code, errors } of refused) {
    assert.equal(code, 1);
    assert.match(errors, /in use by another server \(ERR_STORAGE_IN_USE\)\n$/);
  }
  await writing;
  for (const copy of copies) {
    const { said } = await runTool('check', '--storage', `sqlite:${copy}`);
    assert.match(said, /, and all is well\n$/);
  }
  assert.match(
    (await use('check')).said,
    new RegExp(`^${WRITERS * CHANGES} revisions .* all is well\n$`),
  );
});
