'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { runServer } = require('../support/child-process');
const { runTool, toolStage } = require('../support/tool-stage');

test('what is exported can be imported, but not while a server has the file', async (t) => {
  const { kept, use } = await toolStage(t);
  const file = path.join(kept.folder, 'export.txt');
  fs.writeFileSync(file, (await use('export')).said);
  const during = await use('import', '--from', file, '--as=2');
  assert.match(during.errors, /in use by another server \(ERR_STORAGE_IN_USE\)\n$/);
  await kept.close();
  const after = await use('import', '--from', file, '--as=2');
  assert.equal(after.said, 'Project "2" is kept with 2 revisions\n');
  const both = await use('history');
  assert.match(both.errors, /Give --project: the file has "1", "2"/);
  assert.equal((await use('history', '--project=2')).said.split('\n').length, 3);
});

const sizeOf = (file) => fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;

test('of an import that is killed in the middle nothing is there, and it can be made again', async (t) => {
  const { kept, use } = await toolStage(t);
  for (let i = 0; i < 40; i++)
    await kept.change({ tasks: { updated: [{ id: 1, note: `${i}`.repeat(1e5) }] } });
  const file = path.join(kept.folder, 'export.txt');
  fs.writeFileSync(file, (await use('export')).said);
  await kept.close();
  const other = path.join(kept.folder, 'other.db');
  const args = ['import', '--from', file, `--storage=sqlite:${other}`];
  const { ended, process: child } = runServer(t, args);
  while (sizeOf(`${other}-wal`) < 1e6 && child.exitCode === null)
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  child.kill('SIGKILL');
  assert.equal(await ended, 'SIGKILL');
  const { said } = await runTool('check', `--storage=sqlite:${other}`);
  assert.equal(said, '0 revisions and 0 snapshots were read, and all is well\n');
  assert.equal((await runTool(...args)).said, 'Project "1" is kept with 42 revisions\n');
});
