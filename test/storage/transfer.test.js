'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { History } = require('../../lib/storage/history');
const { MemoryStorage } = require('../../lib/storage/memory');
const { SqliteStorage } = require('../../lib/storage/sqlite');
const { exportProject, importProject } = require('../../lib/storage/transfer');
const { keptHistory } = require('../support/kept-file');

test('a project that is exported is the same where it is imported', async (t) => {
  const { kept, history } = await keptHistory(t);
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
