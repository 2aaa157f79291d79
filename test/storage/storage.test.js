'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { MemoryStorage } = require('../../lib/storage/memory');
const { SqliteStorage } = require('../../lib/storage/sqlite');
const { isStorage, openable, upgradeOf } = require('../../lib/storage/storage');
const { temporaryFolder } = require('../support/temporary-folder');

test('memory keeps nothing, sqlite: keeps in the file, and a storage of the application is itself', async (t) => {
  const file = path.join(temporaryFolder(t), 'a.db');
  const storage = openable(`sqlite:${file}`);
  assert.ok(storage instanceof SqliteStorage);
  assert.equal(storage.place, file);
  assert.equal(storage.durability, 'commit');
  assert.equal(openable(`sqlite:${file}`, { durability: 'none' }).durability, 'none');
  assert.equal(openable('memory'), undefined);
  const own = new MemoryStorage();
  assert.equal(openable(own), own);
});

test('the option may be a name of one, or an object that has all methods', () => {
  for (const right of ['memory', 'sqlite:a.db', new MemoryStorage()]) {
    assert.equal(isStorage(right), true);
  }
  const own = new MemoryStorage();
  own.append = undefined;
  for (const wrong of ['', 'sqlite:', 'postgres', own, {}, null, undefined, 7]) {
    assert.equal(isStorage(wrong), false, String(wrong));
  }
});

test('an operator is told what was done to a file of an earlier version', () => {
  const file = { place: '/srv/journal.db' };
  assert.equal(upgradeOf(undefined), undefined);
  assert.equal(upgradeOf(file), undefined);
  assert.equal(
    upgradeOf({ ...file, upgrade: { from: 1, to: 4, ms: 12 } }),
    '/srv/journal.db was brought from schema 1 to schema 4 in 12 ms: earlier versions refuse it now',
  );
});
