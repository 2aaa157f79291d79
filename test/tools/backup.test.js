'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { runServer } = require('../support/child-process');
const { KeptFile, writeEarlierFile } = require('../support/kept-file');
const { temporaryFolder } = require('../support/temporary-folder');
const { within } = require('../support/within');
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

/** A file of 20 MB. */
async function largeFile(t) {
  const kept = new KeptFile(t);
  await kept.load({ tasksData: [{ id: 1 }] });
  for (let i = 0; i < 20; i++)
    await kept.change({ tasks: { updated: [{ id: 1, note: `${i % 10}`.repeat(1e6) }] } });
  await kept.close();
  return kept;
}

/** Ends a backup as soon as there is something of it. @returns {Promise<boolean>} was it in the middle? */
async function cutBackup(t, { file }, signal) {
  const folder = temporaryFolder(t);
  const copy = path.join(folder, 'copy.db');
  const { ended, process: child } = runServer(t, [
    'backup',
    `--storage=sqlite:${file}`,
    '--to',
    copy,
  ]);
  const watcher = fs.watch(folder);
  await within(once(watcher, 'change'), 'begin of a copy');
  watcher.close();
  child.kill(signal);
  const end = await ended;
  if (fs.existsSync(copy)) {
    const { said } = await runTool('check', `--storage=sqlite:${copy}`);
    assert.equal(said, '20 revisions and 1 snapshots were read, and all is well\n');
    return false;
  }
  assert.equal(end, signal === 'SIGKILL' ? signal : 143);
  // Who is asked to end takes along what there is.
  if (signal !== 'SIGKILL') assert.deepEqual(fs.readdirSync(folder), []);
  return true;
}

test('a backup that is ended in the middle is none: there is no half one under its name', async (t) => {
  const kept = await largeFile(t);
  for (const signal of ['SIGTERM', 'SIGKILL']) {
    let cuts = 0;
    for (let round = 0; round < 10 && cuts < 1; round++)
      cuts += Number(await cutBackup(t, kept, signal));
    assert.equal(cuts, 1, signal);
  }
  assert.match((await runTool('check', `--storage=sqlite:${kept.file}`)).said, /all is well/);
});
