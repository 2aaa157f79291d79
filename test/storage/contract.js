'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Project } = require('../../lib/native/project');

/** @typedef {import('../../lib/storage/port').Storage} Storage */

const LOG = 1000;
const CLIENT = Object.freeze({
  userName: 'ann',
  dialect: 'sync',
  project: '1',
  epoch: 0,
  seen: 1,
  answered: 2,
});

/** A project of one task that keeps its journal, and what a storage is given of it. */
class Kept {
  constructor() {
    this.native = new Project({ id: 1, keepsJournal: true });
    this.head = 0;
  }

  async load() {
    await this.native.load(Buffer.from('{"tasksData":[{"id":1}]}'));
    this.native.takeJournal();
    this.head = this.native.revision;
    return this;
  }

  /** @returns {import('../../lib/storage/port').Start} */
  start() {
    const { revision: number, epoch } = this.native;
    return { number, epoch, time: 1, snapshot: this.native.snapshot() };
  }

  /** One turn with a message for each list of names, each with a revision for each name. */
  turn(project, ...messages) {
    const { head } = this;
    const batches = messages.map((names) => {
      const revisions = names.map((name) => ({
        revision: name,
        changes: { tasks: { updated: [{ id: 1, name }] } },
      }));
      const message = { command: 'project_change', data: { project: 1, revisions } };
      this.native.submit(Buffer.from(JSON.stringify(message)), 'client-1', 5);
      return { user: 'ann', count: names.length, records: this.native.takeJournal() };
    });
    this.head = this.native.revision;
    return { project, head, batches };
  }
}

/**
 * What every storage has to do.
 *
 * @param {string} name
 * @param {(t: import('node:test').TestContext) => Promise<Storage>} make a new one, open and empty; closed by the test
 */
function storageContract(name, make) {
  const check = (what, run) =>
    test(`${name}: ${what}`, async (t) => {
      const storage = await make(t);
      try {
        await run(storage);
      } finally {
        await storage.close();
      }
    });

  const expectSame = async (storage, project, kept) => {
    const found = await storage.load(project, LOG);
    const twin = new Project({ id: 1, keepsJournal: true });
    assert.equal(await twin.restore(found.snapshot, found.records), undefined);
    assert.equal(found.number, kept.native.revision);
    assert.ok(twin.snapshot().equals(kept.native.snapshot()));
    assert.equal(twin.stats(), kept.native.stats());
  };

  check('of an unknown project there is nothing', async (storage) => {
    assert.equal(await storage.load('none', LOG), undefined);
  });

  check('a project comes back with all its revisions', async (storage) => {
    const kept = await new Kept().load();
    await storage.saveSnapshot('1', kept.start());
    await expectSame(storage, '1', kept);
    await storage.append(kept.turn('1', ['a'], ['b', 'c']));
    await storage.append(kept.turn('1', ['d']));
    await expectSame(storage, '1', kept);
  });

  check('a later snapshot takes the place of the first', async (storage) => {
    const kept = await new Kept().load();
    await storage.saveSnapshot('1', kept.start());
    await storage.append(kept.turn('1', ['a']));
    await storage.saveSnapshot('1', kept.start());
    const last = kept.turn('1', ['b']);
    await storage.append(last);
    await expectSame(storage, '1', kept);
    const { behind } = await storage.load('1', LOG);
    if (behind === undefined) return;
    assert.deepEqual(behind, { revisions: 1, bytes: last.batches[0].records.length });
  });

  check('a reset begins anew, and numbers go on', async (storage) => {
    const kept = await new Kept().load();
    await storage.saveSnapshot('1', kept.start());
    await storage.append(kept.turn('1', ['a']));
    await kept.load();
    await storage.saveSnapshot('1', kept.start());
    await expectSame(storage, '1', kept);
    await storage.append(kept.turn('1', ['b']));
    await expectSame(storage, '1', kept);
  });

  check('turns of several projects at once are kept apart', async (storage) => {
    const all = await Promise.all(['1', '2', '3'].map(() => new Kept().load()));
    for (const [i, kept] of all.entries()) await storage.saveSnapshot(`p${i}`, kept.start());
    await Promise.all(all.map((kept, i) => storage.append(kept.turn(`p${i}`, [`name ${i}`]))));
    for (const [i, kept] of all.entries()) await expectSame(storage, `p${i}`, kept);
  });

  check(
    'who was here is kept with the next turn, under the identity of the first server',
    async (storage) => {
      const kept = await new Kept().load();
      await storage.saveSnapshot('1', kept.start());
      const fresh = Buffer.from('the first');
      assert.deepEqual(await storage.loadClients(fresh), { identity: fresh, clients: [] });
      const client = (id, more = {}) => ({ ...CLIENT, id, origin: id, ...more });
      storage.noteClients([client('a'), client('b', { userName: '' })]);
      storage.noteClients([client('a', { seen: 7, answered: 8 })]);
      await storage.append(kept.turn('1', ['x']));
      storage.noteClients([client('c', { origin: 'a', userName: 'bob' })]);
      await storage.append(kept.turn('1', ['y']));
      const { identity, clients } = await storage.loadClients(Buffer.from('another'));
      assert.deepEqual(identity, fresh);
      const byId = (one, other) => (one.id < other.id ? -1 : 1);
      assert.deepEqual(clients.toSorted(byId), [
        client('a', { seen: 7, answered: 8 }),
        client('b', { userName: '' }),
        client('c', { origin: 'a', userName: 'bob' }),
      ]);
    },
  );

  check(
    'a turn that does not follow is refused whole, and the next one is kept',
    async (storage) => {
      const kept = await new Kept().load();
      await storage.saveSnapshot('1', kept.start());
      const turn = kept.turn('1', ['a']);
      for (const head of [1, 7]) {
        await assert.rejects(storage.append({ ...turn, head }), { code: 'ERR_STORAGE_HEAD' });
      }
      const other = { ...turn, project: 'unknown' };
      await assert.rejects(storage.append(other), { code: 'ERR_STORAGE_HEAD' });
      await storage.append(turn);
      await expectSame(storage, '1', kept);
    },
  );
}

module.exports = { storageContract };
