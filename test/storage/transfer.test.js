'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { History } = require('../../lib/storage/history');
const { MemoryStorage } = require('../../lib/storage/memory');
const { SqliteStorage } = require('../../lib/storage/sqlite');
const { exportProject, importProject } = require('../../lib/storage/transfer');
const { KeptFile } = require('../support/kept-file');

const rename = (name) => ({ tasks: { updated: [{ id: 1, name }] } });

/** A file with four revisions and a reset between the last two, and its history. */
async function stage(t) {
  const kept = new KeptFile(t);
  await kept.load({ tasksData: [{ id: 1, name: 'Dig' }] });
  await kept.change(rename('Cut'));
  await kept.change({ tasks: { updated: [{ id: 1, name: 'Cut', note: 5 }] } }, 'bob');
  await kept.change({ tasks: { removed: [{ id: 1 }] } });
  await kept.load({ tasksData: [{ id: 1, name: 'New' }] });
  await kept.change(rename('Sow'), 'bob');
  const history = await History.open(kept.file);
  t.after(async () => {
    await history.close();
    await kept.close();
  });
  return { kept, history };
}

test('a project that is exported is the same where it is imported', async (t) => {
  const { kept, history } = await stage(t);
  await kept.save();
  const text = await exportProject(history, 1);
  const file = path.join(kept.folder, 'other.db');
  const other = new SqliteStorage(file);
  await other.open();
  const into = { sqlite: other, memory: new MemoryStorage() };
  for (const [name, storage] of Object.entries(into)) {
    await importProject(storage, text, 'copy');
    const found = await storage.load('copy', 10_000);
    const expected = await kept.storage.load('1', 10_000);
    assert.deepEqual(found, expected, name);
    await assert.rejects(importProject(storage, text, 'copy'), { code: 'ERR_STORAGE_HEAD' });
  }
  await other.close();
  const copy = await History.open(file);
  assert.deepEqual(await copy.revisions('copy'), await history.revisions(1));
  assert.deepEqual((await copy.check()).problems, []);
  await copy.close();
});

test('what is no export is not imported', async () => {
  const storage = new MemoryStorage();
  for (const text of ['', '{}', '[]', '{"format":"gantt-sync-server project 1","snapshots":[]}']) {
    await assert.rejects(importProject(storage, text), { code: 'ERR_INVALID_DATA_FILE' });
  }
});
