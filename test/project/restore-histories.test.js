'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { History } = require('../../lib/storage/history');
const { KeptFile } = require('../support/kept-file');
const { Random } = require('../support/random');

const HISTORIES = 20;
const CHANGES = 25;
const RESTORES = 12;

const data = () => ({
  tasksData: [0, 1, 2].map((i) => ({
    id: i + 1,
    children: [{ id: 10 + i }, { id: 20 + i, children: [{ id: 30 + i }] }],
  })),
  resourcesData: [{ id: 'r' }, { id: 's' }],
  assignmentsData: [{ id: 'x', event: 10, resource: 'r' }],
  dependenciesData: [{ id: 'd', from: 20, to: 31 }],
});

/** What a record says, with those below it: a field may be null or not there, and a parent may be said by the place alone. */
function said({ children = [], parentId: _, ...fields }) {
  const own = Object.entries(fields).filter(([, value]) => value !== null);
  return [own.sort(), children.map(said)];
}

/** What is to be changed is found out, and then changed. */
async function bringBack(native, past, scope) {
  return (await native.compare(past, scope)) ?? native.bringBack(1, 0);
}

/** A dataset, so that two can be compared; records without an index have no order. */
function view(text) {
  const stores = JSON.parse(String(text));
  const unordered = ['resources', 'assignments', 'dependencies'].map((store) =>
    stores[store].rows.map((row) => JSON.stringify(said(row))).sort(),
  );
  return [stores.tasks.rows.map(said), unordered, stores.project.x ?? null];
}

/** Makes up one change after the other, some of them impossible, and resets. */
async function makeHistory(kept, random) {
  const ids = [1, 2, 3, 10, 11, 12, 20, 21, 22, 30, 31, 32];
  await kept.load(data());
  for (let i = 0; i < CHANGES; i++) {
    const id = ids[random.int(ids.length)];
    const parentId = random.int(5) > 0 ? ids[random.int(ids.length)] : null;
    const place = { parentIndex: random.int(3), orderedParentIndex: random.int(3) };
    const added = { id: 100 + i, name: 'new', parentId };
    if (random.int(12) === 0) await kept.load(data());
    const changes = [
      { tasks: { updated: [{ id, name: `n${i}`, note: i }] } },
      { tasks: { removed: [{ id }] } },
      { tasks: { added: [added] } },
      { tasks: { updated: [{ id, parentId, ...place }] } },
      { tasks: { updated: [{ id, parentId }] }, project: { x: i } },
      { assignments: { added: [{ id: `a${i}`, event: id, resource: 's' }] } },
      { resources: { removed: [{ id: 'r' }] } },
      { resources: { added: [{ id: 'r', name: `again ${i}` }] } },
    ];
    const kind = random.int(changes.length);
    if (kind === 2) ids.push(added.id);
    await kept.change(changes[kind]);
  }
  return ids;
}

test(`${HISTORIES} made-up histories: a restore brings back what was, and finds nothing to do the second time`, async (t) => {
  const random = new Random(Number(process.env.GANTT_TEST_SEED ?? 1));
  for (let n = 0; n < HISTORIES; n++) {
    const kept = new KeptFile(t);
    const ids = await makeHistory(kept, random);
    const { native } = kept;
    const history = await History.open(kept.file);
    const last = native.revision;
    let count = 0;
    for (let i = 0; i < RESTORES; i++) {
      const past = await history.past(1, { revision: random.int(last + 1) });
      const record = String(ids[random.int(ids.length)]);
      const subtree = random.int(2) === 1;
      const scope = random.int(2) === 0 ? {} : { store: 'tasks', record, subtree };
      const result = await bringBack(native, past, scope);
      if ('code' in result) {
        assert.equal(result.code, 'ERR_UNKNOWN_RECORD');
        continue;
      }
      count += 1;
      const where = `history ${n}, revision ${past.revision}, ${JSON.stringify(scope)}`;
      if (scope.record === undefined)
        assert.deepEqual(
          view(Buffer.concat(native.dataset('data'))),
          view(await past.dataset('data')),
          where,
        );
      // What is gone on both sides is unknown.
      const again = await bringBack(native, past, scope);
      assert.ok('code' in again ? again.code === 'ERR_UNKNOWN_RECORD' : !again.changed, where);
    }
    assert.ok(count > 0);
    await history.close();
    await kept.close();
  }
});
