'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { History } = require('../../lib/storage/history');
const { MemoryStorage } = require('../../lib/storage/memory');
const { SqliteStorage } = require('../../lib/storage/sqlite');
const { Digest, ExportFile } = require('../../lib/storage/export-file');
const { exportProject, importProject } = require('../../lib/storage/transfer');
const { GatedStorage } = require('../support/gated-storage');
const { temporaryFolder } = require('../support/temporary-folder');
const { KeptFile, keptHistory, rename } = require('../support/kept-file');

/** A file of that text, which is read in chunks of few bytes. */
function fileOf(t, text, chunkBytes = 100) {
  const folder = temporaryFolder(t, { 'export.json': text });
  return ExportFile.open(path.join(folder, 'export.json'), chunkBytes);
}

/** All of it. */
async function exported(history) {
  let text = '';
  for await (const piece of exportProject(history, 1)) text += piece;
  return text;
}

test('a project that is exported is the same where it is imported', async (t) => {
  const { kept, history } = await keptHistory(t);
  await kept.save();
  const file = await fileOf(t, await exported(history));
  const place = path.join(kept.folder, 'other.db');
  const other = new SqliteStorage(place);
  await other.open();
  const into = { sqlite: other, memory: new MemoryStorage() };
  for (const [name, storage] of Object.entries(into)) {
    await importProject(storage, file, 'copy');
    const found = await storage.load('copy', 10_000);
    const expected = await kept.storage.load('1', 10_000);
    assert.deepEqual(found, expected, name);
    await assert.rejects(importProject(storage, file, 'copy'), { code: 'ERR_STORAGE_HEAD' });
  }
  await other.close();
  const copy = await History.open(place);
  assert.deepEqual(await copy.revisions('copy'), await history.revisions(1));
  assert.deepEqual((await copy.check()).problems, []);
  await copy.close();
});

/** What has been changed in it, as if export had written it so. */
function signedAnew({ sha256: _, ...parts }) {
  const digest = new Digest();
  for (const [key, value] of Object.entries(parts))
    for (const one of [value].flat()) digest.add(key, JSON.stringify(one));
  return JSON.stringify({ ...parts, sha256: digest.end() });
}

test('of a project that cannot be imported as a whole nothing is there', async (t) => {
  const { kept, history } = await keptHistory(t);
  const whole = JSON.parse(await exported(history));
  const { snapshots, revisions } = whole;
  const record = revisions[0].record;
  const changed = {
    'a revision is missing': { revisions: revisions.filter((_, i) => i !== 1) },
    'the last is missing a part': {
      revisions: revisions.with(-1, { ...revisions.at(-1), record }),
    },
    'a snapshot is none': {
      snapshots: snapshots.with(-1, { ...snapshots.at(-1), snapshot: 'YWJj' }),
    },
  };
  const storage = new SqliteStorage(path.join(kept.folder, 'other.db'));
  await storage.open();
  for (const [what, parts] of Object.entries(changed)) {
    const file = await fileOf(t, signedAnew({ ...whole, ...parts }));
    await assert.rejects(
      importProject(storage, file),
      { code: /^ERR_(STORAGE_HEAD|DAMAGED)$/ },
      what,
    );
    assert.equal(await storage.load('1', 10), undefined, what);
  }
  await importProject(storage, await fileOf(t, signedAnew(whole)));
  assert.deepEqual(await storage.load('1', 10), await kept.storage.load('1', 10));
  await storage.close();
});

test('an export beside a server that gives up the past is of one moment', async (t) => {
  const kept = new KeptFile(t, { keepHistory: { revisions: 1 } });
  await kept.load({ tasksData: [{ id: 1, name: 'Dig' }] });
  for (const name of ['a', 'b', 'c']) await kept.change(rename(name));
  await kept.save();
  const before = await kept.storage.load('1', 10);
  const history = await History.open(kept.file);
  let text = '';
  for await (const piece of exportProject(history, 1)) {
    text += piece;
    // All snapshots are written, and no revision yet.
    if (piece !== ',"revisions":[') continue;
    await kept.change(rename('d'));
    for (let i = 0; i < 2; i++) await kept.save();
  }
  assert.equal((await history.revisions(1)).at(-1).revision, 4);
  await history.close();
  const storage = new MemoryStorage();
  const file = await fileOf(t, text);
  assert.deepEqual(await importProject(storage, file), { project: '1', revisions: 3 });
  assert.deepEqual(await storage.load('1', 10), before);
  await kept.close();
});

test('a long history comes in pieces, and goes in with few commits', async (t) => {
  const kept = new KeptFile(t);
  await kept.load({ tasksData: [{ id: 1, name: 'Dig' }] });
  for (let number = 1; number <= 250; number++) await kept.change(rename(`n${number}`));
  const history = await History.open(kept.file);
  let longest = 0;
  for await (const { length } of exportProject(history, 1)) longest = Math.max(longest, length);
  const text = await exported(history);
  assert.ok(longest < text.length / 50, `${longest} of ${text.length}`);
  const storage = new GatedStorage();
  assert.deepEqual(await importProject(storage, await fileOf(t, text)), {
    project: '1',
    revisions: 250,
  });
  assert.equal(storage.turns.length, 1);
  assert.deepEqual(await storage.load('1', 300), await kept.storage.load('1', 300));
  await history.close();
  await kept.close();
});
