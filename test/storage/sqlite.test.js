'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { Project } = require('../../lib/native/project');
const { SqliteStorage } = require('../../lib/storage/sqlite');
const { temporaryFolder } = require('../support/temporary-folder');
const { KeptFile } = require('../support/kept-file');
const { busyPool } = require('../support/busy-pool');
const { storageContract } = require('./contract');

const revisions = [{ revision: 'a', changes: { tasks: { updated: [{ id: 1, name: 'a' }] } } }];
const CHANGE = { command: 'project_change', data: { project: 1, revisions } };

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

/** The first start of a project. */
function startOf(native) {
  const { revision: number, epoch } = native;
  return { number, epoch, time: 1, snapshot: native.snapshot() };
}

test('neither a commit nor a look at what was waits for libuv’s pool', async (t) => {
  const storage = new SqliteStorage(path.join(temporaryFolder(t), 'plan.db'));
  await storage.open();
  const native = new Project({ id: 1, keepsJournal: true });
  await native.load(Buffer.from('{"tasksData":[{"id":1}]}'));
  await storage.saveSnapshot('1', startOf(native));
  const release = busyPool(t);
  native.submit(Buffer.from(JSON.stringify(CHANGE)), 'client-1', 5);
  const batches = [{ user: 'ann', count: 1, records: native.takeJournal() }];
  await storage.append({ project: '1', head: 0, batches });
  const history = await storage.history();
  assert.equal((await history.revisions(1, {})).length, 1);
  const { number } = await storage.compact('1', { logFirst: 1 });
  assert.equal(number, 1);
  await history.close();
  await storage.close();
  await release();
});

test('a name is forgotten while a server is at work, also of a client that is not kept yet', async (t) => {
  const file = path.join(temporaryFolder(t), 'plan.db');
  const storage = new SqliteStorage(file);
  await storage.open();
  const native = new Project({ id: 1, keepsJournal: true });
  await native.load(Buffer.from('{"tasksData":[{"id":1}]}'));
  await storage.saveSnapshot('1', startOf(native));
  const append = async (user) => {
    const head = native.revision;
    const revision = { ...revisions[0], revision: `r${head}` };
    const data = { ...CHANGE.data, revisions: [revision] };
    native.submit(Buffer.from(JSON.stringify({ ...CHANGE, data })), 'client-1', 5);
    const batches = [{ user, count: 1, records: native.takeJournal() }];
    await storage.append({ project: '1', head, batches });
  };
  const at = { dialect: 'sync', project: '1', epoch: 0, seen: 0, answered: 0 };
  await append('annabella');
  storage.noteClients([{ id: 'a', origin: 'a', userName: 'annabella', ...at }]);
  const history = await storage.history();
  const [done] = await Promise.all([storage.forgetUser('annabella', 'x'), append('bob')]);
  assert.equal(done, true);
  assert.equal(await storage.forgetUser('annabella', 'y'), false);
  await append('bob');
  const names = (await history.revisions(1)).map(({ user }) => user);
  assert.deepEqual(names, ['bob', 'bob', 'x']);
  await history.close();
  await storage.close();
  for (const end of ['', '-wal'].filter((one) => fs.existsSync(file + one)))
    assert.ok(!fs.readFileSync(file + end).includes('annabella'), `the name is in ${file}${end}`);
});

test('a name goes from the file of a storage at work, though somebody reads the file as it was', async (t) => {
  const kept = new KeptFile(t);
  await kept.load({ tasksData: [{ id: 1 }] });
  await kept.change({ tasks: { updated: [{ id: 1, name: 'a' }] } }, 'annabella');
  for (let i = 0; i < 40; i++)
    await kept.change({ tasks: { updated: [{ id: 1, note: `${i}`.repeat(1e5) }] } }, 'bob');
  const history = await kept.storage.history();
  const reading = history.check();
  assert.equal(await kept.storage.forgetUser('annabella', 'x'), true);
  // The ids of clients stay, and these have the name in them.
  for (const end of ['', '-wal'])
    assert.doesNotMatch(fs.readFileSync(kept.file + end, 'latin1'), /(?<!client-)annabella/, end);
  assert.deepEqual((await reading).problems, []);
  await history.close();
  await kept.close();
});

test('who came is kept though nobody changes anything, and at the end at the latest', async (t) => {
  const file = path.join(temporaryFolder(t), 'plan.db');
  const native = new Project({ id: 1, keepsJournal: true });
  await native.load(Buffer.from('{"tasksData":[{"id":1}]}'));
  const storage = new SqliteStorage(file);
  await storage.open();
  await storage.saveSnapshot('1', startOf(native));
  const who = { origin: 'a', userName: 'ann', dialect: 'sync', project: '1' };
  const client = (id) => ({ id, ...who, epoch: 0, seen: 0, answered: 0 });
  storage.noteClients([client('a')]);
  await storage.close();
  const next = new SqliteStorage(file);
  await next.open();
  const { clients } = await next.loadClients(Buffer.from('x'));
  assert.deepEqual(clients, [client('a')]);
  await next.close();
});
