'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { setImmediate: nextTurn } = require('node:timers/promises');
const { busyPool } = require('../support/busy-pool');
const { WORDINGS } = require('../support/dialects');
const { audienceTerms, dialectTerms } = require('../../lib/native/terms');
const { Project } = require('../../lib/native/project');

/** A project of one task, and a change of it with a text of so many characters. */
async function submitter() {
  const project = new Project({ id: 1, wordings: WORDINGS });
  await project.load(Buffer.from('{"tasksData":[{"id":1}]}'));
  return (length) => {
    const changes = { tasks: { updated: [{ id: 1, name: 'x'.repeat(length) }] } };
    const message = { command: 'project_change', data: { project: 1, revisions: [{ changes }] } };
    message.data.revisions[0].revision = length;
    return project.submit(Buffer.from(JSON.stringify(message)), 'client-é', 1);
  };
}

test('Broadcasts of every length stay as they were when later ones are made', async () => {
  const submit = await submitter();
  const lengths = [0, 10, 1000, 5000, 15_000, 16_000, 17_000, 60_000, 70_000, 300_000];
  const results = Array.from({ length: 10 }, () => lengths).flat();
  const texts = results.map((length) => [length, submit(length)]);
  for (const [length, bytes] of texts) {
    const [revision] = JSON.parse(bytes.toString()).data.revisions;
    assert.equal(revision.localRevision, length);
    assert.equal(revision.client, 'client-é');
    assert.equal(revision.changes.tasks.updated[0].name.length, length);
  }
});

test('An author of any length is told to the others whole', async () => {
  const project = new Project({ id: 1, wordings: WORDINGS });
  await project.load(Buffer.from('{}'));
  const message = Buffer.from(
    '{"command":"project_change","data":{"project":1,"revisions":[{"revision":1,"changes":{}}]}}',
  );
  for (let length = 240; length < 270; length++) {
    for (const author of [
      'x'.repeat(length),
      '🚀'.repeat(length / 4),
      `a${'é'.repeat(length / 2)}`,
    ]) {
      const { data } = JSON.parse(project.submit(message, author, 1).toString());
      assert.equal(data.revisions[0].client, author);
    }
  }
});

test('A change tells each dialect that has subscribers, and the others nothing', async () => {
  const project = new Project({ id: 1, wordings: WORDINGS });
  await project.load(Buffer.from('{"tasksData":[{"id":1}]}'));
  const changes = { tasks: { updated: [{ id: 1, name: 'a' }] } };
  const flat = JSON.stringify({ command: 'projectChange', project: 1, changes });
  const sync = JSON.stringify({ type: 'changes', payload: changes, revision: 7 });
  const [FLAT, SYNC] = [1, 2].map(dialectTerms);
  const [FOR_FLAT, FOR_SYNC] = [1, 2].map(audienceTerms);
  const named = ({ told, ...outcome }) => ({
    ...outcome,
    ...(told[1] && { flat: told[1] }),
    sync: told[2],
  });
  const said = (outcome) =>
    Object.entries(named(outcome)).map(([key, value]) => {
      if (Buffer.isBuffer(value)) return `${key} ${JSON.parse(value).command}`;
      if (Array.isArray(value)) return `${key} ${value.map((one) => JSON.parse(one).type)}`;
      return `${key} ${value}`;
    });
  assert.deepEqual(said(project.submit(Buffer.from(flat), 'ann', 1, FLAT + FOR_SYNC)), [
    'changed true',
    'broadcast project_change',
    'author ',
    'sync changes',
  ]);
  assert.deepEqual(said(project.submit(Buffer.from(sync), 'bob', 1, SYNC + FOR_SYNC + FOR_FLAT)), [
    'changed true',
    'broadcast project_change',
    'author ack',
    'flat ',
    'sync changes',
  ]);
  const types = (messages) =>
    messages?.map((one) => JSON.parse(one).type ?? JSON.parse(one).command);
  assert.deepEqual(types(project.changesSince(0, 2)), ['changes', 'changes']);
  assert.deepEqual(types(project.changesSince(0, 0)), ['project_change']);
  for (const revision of [3, -1, NaN, Infinity, 2 ** 60]) {
    assert.equal(project.changesSince(revision, 2), undefined);
  }
  assert.throws(() => project.changesSince(0, 9), TypeError);
  assert.throws(() => project.dataset('english'), TypeError);
});

test('What did not change of a large project is the same Buffer in the next dataset', async () => {
  const project = new Project({ id: 1, wordings: WORDINGS });
  const tasks = Array.from({ length: 2000 }, (_, i) => ({ id: i + 1, note: 'x'.repeat(1000) }));
  await project.load(Buffer.from(JSON.stringify({ tasksData: tasks })));
  const before = project.dataset('commands');
  const change = { tasks: { updated: [{ id: 1000, note: 'y' }] } };
  const message = { command: 'projectChange', project: 1, changes: change };
  const result = project.submit(Buffer.from(JSON.stringify(message)), 'ada', 1, dialectTerms(1));
  assert.equal(result.changed, true);
  const after = project.dataset('flat');
  const { dataset } = JSON.parse(Buffer.concat(after).toString());
  assert.deepEqual(
    dataset.tasksData.filter(({ note }) => note === 'y').map(({ id }) => id),
    [1000],
  );
  const made = after.filter((part) => !before.includes(part));
  assert.ok(before.length > 12);
  assert.ok(made.length <= 3, `${made.length} of ${after.length} parts are new`);
  assert.ok(
    JSON.parse(Buffer.concat(before).toString()).data.dataset,
    'the old one is still there',
  );

  await project.load(Buffer.from('{}'));
  assert.deepEqual(JSON.parse(Buffer.concat(project.dataset('flat'))).dataset.tasksData, []);
  assert.equal(JSON.parse(Buffer.concat(after).toString()).dataset.tasksData.length, 2000);
});

test('The text of a dataset that is needed at once is made with the load', async () => {
  const rows = Array.from({ length: 1000 }, (_, i) => ({ id: i + 1, name: 'n'.repeat(100) }));
  const bytes = Buffer.from(JSON.stringify({ tasksData: rows }));
  const memoryOf = (project) => JSON.parse(project.stats()).memory;
  const [shown, other] = [new Project({ id: 1 }), new Project({ id: 1 })];
  await shown.load(bytes, true);
  await other.load(bytes);
  assert.ok(memoryOf(shown) - memoryOf(other) > bytes.length / 2);
  const before = memoryOf(shown);
  assert.deepEqual(Buffer.concat(shown.dataset('reset')), Buffer.concat(other.dataset('reset')));
  assert.equal(memoryOf(shown), before);
});

test('A wrong call throws TypeError', async () => {
  const project = new Project({ id: 1, wordings: WORDINGS });
  const bytes = Buffer.from('{}');
  const calls = [
    () => project.submit('text', 'author', 1),
    () => project.submit(new Uint16Array(4), 'author', 1),
    () => project.submit(bytes, 5, 1),
    () => project.submit(bytes, 'author', '1'),
    () => project.submit(),
    () => project.submitInto(bytes, 'author', 1, bytes, 3),
    () => project.submitInto(bytes, 'author', 1, bytes, -1),
    () => project.submitInto(bytes, 'author', 1, bytes, NaN),
    () => Project.prototype.submit.call({}, bytes, 'author', 1),
    () => new Project(),
  ];
  for (const call of calls) assert.throws(call, TypeError, String(call));
});

test('A snapshot is made off the event loop, and is the same', async (t) => {
  const project = new Project({ id: 1, wordings: WORDINGS, keepsJournal: true });
  await project.load(Buffer.from('{"tasksData":[{"id":1,"name":"a"}]}'));
  const release = busyPool(t);
  let snapshot;
  const making = project.snapshotBeside().then((made) => {
    snapshot = made;
  });
  await nextTurn();
  assert.equal(snapshot, undefined);
  await release();
  await making;
  assert.ok(snapshot.equals(project.snapshot()));
});

test('What is kept of a project is read off the event loop, and becomes it as a whole', async (t) => {
  const options = { id: 1, wordings: WORDINGS, keepsJournal: true };
  const [project, heir, other] = [1, 2, 3].map(() => new Project(options));
  await project.load(Buffer.from('{"tasksData":[{"id":1}]}'));
  const [start, changes] = [project.snapshot(), { tasks: { updated: [{ id: 1, name: 'a' }] } }];
  project.takeJournal();
  const message = {
    command: 'project_change',
    data: { project: 1, revisions: [{ revision: 1, changes }] },
  };
  project.submit(Buffer.from(JSON.stringify(message)), 'client-1', 1);
  const records = project.takeJournal();

  const release = busyPool(t);
  const done = heir.restore(start, records);
  await nextTurn();
  assert.equal(heir.revision, 0);
  await release();
  assert.equal(await done, undefined);
  assert.equal(heir.revision, 1);
  assert.ok(heir.snapshot().equals(project.snapshot()));

  const failure = await other.restore(start, records.subarray(1));
  assert.equal(failure.code, 'ERR_DAMAGED');
  assert.equal(other.revision, 0);
});
