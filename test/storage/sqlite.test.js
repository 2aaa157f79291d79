'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { SqliteStorage } = require('../../lib/storage/sqlite');
const { temporaryFolder } = require('../support/temporary-folder');
const { storageContract } = require('./contract');

for (const durability of ['commit', 'interval', 'none']) {
  storageContract(`sqlite, ${durability}`, async (t) => {
    const storage = new SqliteStorage(path.join(temporaryFolder(t), 'plan.db'), { durability });
    await storage.open();
    return storage;
  });
}

test('a file is one server’s at a time', async (t) => {
  const file = path.join(temporaryFolder(t), 'plan.db');
  const first = new SqliteStorage(file);
  const second = new SqliteStorage(file);
  await first.open();
  await assert.rejects(second.open(), { code: 'ERR_STORAGE_IN_USE' });
  await first.close();
  await second.open();
  await second.close();
});

test('a folder that is not there is named', async (t) => {
  const file = path.join(temporaryFolder(t), 'none', 'plan.db');
  await assert.rejects(new SqliteStorage(file).open(), (error) => {
    assert.equal(error.code, 'ERR_STORAGE_FAILED');
    assert.ok(error.message.startsWith(file));
    return true;
  });
});
