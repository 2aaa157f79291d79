'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { writeEarlierFile } = require('../support/kept-file');
const { runTool, toolStage } = require('../support/tool-stage');

test('a backup is taken beside the server, and is whole', async (t) => {
  const { kept, use } = await toolStage(t);
  const copy = path.join(kept.folder, 'copy.db');
  assert.equal((await use('backup', '--to', copy)).code, 0);
  assert.match((await use('backup', '--to', copy)).errors, /ERR_FILE_EXISTS/);
  await kept.close();
  const { said } = await runTool('check', `--storage=sqlite:${copy}`);
  assert.equal(said, '2 revisions and 1 snapshots were read, and all is well\n');
});

test('a file that an earlier version wrote is copied as it is, for whoever has to go back', async (t) => {
  const { kept, use } = await toolStage(t);
  await kept.close();
  writeEarlierFile(kept.file);
  assert.match((await use('check')).errors, /an earlier version wrote it/);
  const copy = path.join(kept.folder, 'copy.db');
  assert.equal((await use('backup', '--to', copy)).errors, '');
  const { errors } = await runTool('forget', `--storage=sqlite:${copy}`, '--user=ann');
  assert.match(errors, /copy\.db was brought from schema 4 to schema 5 in \d+ ms/);
  assert.match((await use('check')).errors, /an earlier version wrote it/);
});

test('of a copy that fails nothing stays, and of two at once one is made', async (t) => {
  const { kept, use } = await toolStage(t);
  const copy = path.join(kept.folder, 'copy.db');
  const both = await Promise.all([use('backup', '--to', copy), use('backup', '--to', copy)]);
  assert.deepEqual(both.map(({ code }) => code).sort(), [0, 1]);
  assert.match(both.map(({ errors }) => errors).join(''), /ERR_FILE_EXISTS/);
  const other = path.join(kept.folder, 'other.db');
  const { errors } = await runTool('backup', '--storage=sqlite:/dev/null', '--to', other);
  assert.match(errors, /ERR_/);
  assert.equal(fs.existsSync(other), false);
  const lost = path.join(kept.folder, 'none', 'copy.db');
  assert.match(
    (await use('backup', '--to', lost)).errors,
    /none.copy\.db cannot be made: .*ERR_STORAGE_FAILED/,
  );
  await kept.close();
});
