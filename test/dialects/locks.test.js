'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { mock, test } = require('node:test');
const { enterCalendar } = require('../support/calendar-client');
const { temporaryFolder } = require('../support/temporary-folder');
const { connect, enter, rename, smallProject, startServer } = require('../support/test-server');
const { USERS, enterSync, renameSync } = require('../support/sync-client');

const TASK = { recordType: 'tasks', recordId: 'events-1' };

/** A server that enforces locks, and a client of each dialect at its first project. */
async function stage(t, locks = 'enforced', more = {}) {
  const server = await startServer(t, { users: USERS, locks, ...more });
  const ada = await enter(t, server, 'Ada', 1);
  const flat = await connect(t, server);
  flat.send({ command: 'login', login: 'Flora' });
  flat.send({ command: 'dataset', project: 1 });
  await flat.until('dataset');
  const sync = await enterSync(t, server, { token: 'key of admin' });
  const fresh = async () => (await enter(t, server, 'Fresh')).load(1);
  return { server, ada, flat, sync, fresh };
}

/** The one task of a small project, as somebody who comes now gets it. */
async function taskNow(fresh) {
  const { data } = await fresh();
  return data.dataset.tasksData[0];
}

/** Ada locks the task, and gets the answer. */
async function lockTask(ada) {
  ada.ask('lock', { project: 1, ...TASK });
  return (await ada.until('lock')).data;
}

const renameFlat = (name) => ({
  ...{ command: 'projectChange', project: 1 },
  changes: { tasks: { updated: [{ id: 'events-1', name }] } },
});

test('one in any dialect locks a record, the others in any are told by whom', async (t) => {
  const { ada, flat, sync } = await stage(t, 'advisory');
  const before = Date.now();
  const { fence, until, ...rest } = await lockTask(ada);
  assert.deepEqual(rest, { project: 1, ...TASK, success: true });
  assert.equal(fence, 1);
  assert.ok(until >= before + 100_000);
  flat.send({ command: 'lock', project: 1, ...TASK });
  const { command: _, ...toFlat } = await flat.until('lock');
  assert.deepEqual(toFlat, { project: 1, ...TASK, success: false, lockedBy: 'Ada', until });
  sync.send({ type: 'lock', payload: { ...TASK, wait: true } });
  const { payload } = await sync.until('lock');
  const denied = { success: false, lockedBy: 'Ada', until, waiting: true };
  assert.deepEqual(payload, { ...TASK, ...denied });

  ada.ask('unlock', { project: 1, ...TASK });
  assert.equal((await ada.until('unlock')).data.success, true);
  const granted = (await sync.until('lock')).payload;
  assert.deepEqual([granted.success, granted.fence], [true, 2]);
  ada.ask('unlock', { project: 1, ...TASK });
  assert.equal((await ada.until('unlock')).data.success, false);
  sync.send({ type: 'unlock', payload: TASK });
  assert.deepEqual((await sync.until('unlock')).payload, { ...TASK, success: true });
});

for (const hours of [0, 3])
  test(`who held a record before a restart cannot write over what was done since, where the clock was set back by ${hours} hours`, async (t) => {
    const storage = `sqlite:${path.join(temporaryFolder(t), 'journal.db')}`;
    const projects = [{ id: 1, name: 'One', source: smallProject('Dig') }];
    const before = await stage(t, 'enforced', { projects, storage });
    const { fence } = await lockTask(before.ada);
    before.ada.ask('unlock', { project: 1, ...TASK });
    await before.ada.until('unlock');
    before.flat.send({ command: 'lock', project: 1, ...TASK });
    await before.flat.until('lock');
    before.flat.send(renameFlat('of Flora'));
    await before.ada.until('project_change');
    await before.server.destroy();

    if (hours > 0) {
      mock.timers.enable({ apis: ['Date'], now: Date.now() - hours * 3_600_000 });
      t.after(() => mock.timers.reset());
    }
    const after = await stage(t, 'enforced', { projects, storage });
    const late = { tasks: { updated: [{ id: 'events-1', name: 'late' }] } };
    const change = { project: 1, revisions: [{ revision: 'local-1', changes: late }], fence };
    after.ada.ask('project_change', change);
    await after.ada.drain();
    assert.equal((await taskNow(after.fresh)).name, 'of Flora');
    after.flat.send({ command: 'lock', project: 1, ...TASK });
    const now = (await after.flat.until('lock')).fence;
    assert.ok(now > fence + 1, `${now}`);
    after.ada.ask('project_change', change);
    await after.ada.drain();
    assert.equal((await taskNow(after.fresh)).name, 'of Flora');
    const warnings = after.server.logged.filter((line) =>
      /the clock shows an earlier time/.test(line),
    );
    assert.equal(warnings.length, hours > 0 ? 1 : 0);
  });

test('who has a lock is told to all that listen, in every dialect, however it was taken and lost', async (t) => {
  const { server, ada, flat, sync } = await stage(t, 'advisory', { socketio: true });
  const calendar = await connect(t, { address: `${server.address}/calendar?project=1` });
  const event = await enterCalendar(t, server, {}, 1);
  ada.ask('presence', { project: 1 });
  flat.send({ command: 'presence', project: 1 });
  await Promise.all([ada.until('presence'), flat.until('presence')]);
  const told = async () => {
    const [command, flatly, typed, stamped, emitted] = await Promise.all([
      ...[ada.until('locks'), flat.until('locks'), sync.until('locks')],
      ...[calendar.until('locks'), event.until('calendar:locks')],
    ]);
    const all = [command.data, flatly, typed.payload, stamped.data, emitted];
    return all.map(({ locks }) => locks.map(({ lockedBy }) => lockedBy));
  };
  const byAll = (lockedBy) => Array(5).fill([lockedBy]);
  sync.send({ type: 'lock', payload: TASK });
  assert.deepEqual(await told(), byAll('admin'));
  await sync.close();
  const rest = [ada.until('locks'), flat.until('locks'), calendar.until('locks')];
  const [{ data }, flatly, stamped] = await Promise.all(rest);
  for (const { locks } of [data, flatly, stamped.data])
    assert.deepEqual(locks, [
      { ...TASK, [locks[0].client === null ? 'client' : 'userId']: null, lockedBy: null },
    ]);
  const late = await enter(t, server, 'Late', 1);
  late.ask('lock', { project: 1, ...TASK });
  await late.until('lock');
  const newcomer = await connect(t, { address: `${server.address}/calendar?project=1` });
  const { locks, all } = (await newcomer.until('locks')).data;
  assert.deepEqual([locks.map(({ lockedBy }) => lockedBy), all], [['Late'], true]);
  const heard = await late.drain();
  assert.ok(!heard.some(({ command }) => command === 'locks'), 'who never asked is not told');
});

test('an advisory lock keeps nobody from writing', async (t) => {
  const { ada, flat, fresh } = await stage(t, 'advisory');
  await lockTask(ada);
  flat.send(renameFlat('Flora’s'));
  await ada.until('project_change');
  assert.equal((await taskNow(fresh)).name, 'Flora’s');
});

test('a lock ends with its connection, and with its subscription', async (t) => {
  const { server, ada, sync } = await stage(t);
  await lockTask(ada);
  sync.send({ type: 'lock', payload: { ...TASK, wait: true } });
  await sync.until('lock');
  ada.socket.terminate();
  assert.equal((await sync.until('lock')).payload.success, true);
  const alex = await enter(t, server, 'alex', 1);
  alex.ask('lock', { project: 1, ...TASK, wait: true });
  await alex.until('lock');
  await sync.close();
  assert.equal((await alex.until('lock')).data.success, true);
  await alex.load(2);
  const eve = await enter(t, server, 'Eve', 1);
  assert.equal((await lockTask(eve)).success, true);
});

test('a change of what somebody else has locked is refused in every dialect, without a reload', async (t) => {
  const { server, ada, flat, sync, fresh } = await stage(t);
  const ben = await enter(t, server, 'Ben', 1);
  await lockTask(ada);

  ben.send(rename(1, 'Ben’s', 'local-1'));
  const { data } = await ben.until('project_change');
  const [own, put] = data.revisions;
  assert.equal(own.localRevision, 'local-1');
  assert.deepEqual(own.changes.tasks.updated ?? [], []);
  assert.deepEqual(put.client, 'server');
  assert.deepEqual(put.changes.tasks.$input.updated, [{ id: 'events-1', name: 'Dig' }]);
  const told = await ben.until('lock');
  assert.match(told.error, /^The record is locked by Ada \(ERR_LOCKED\)$/);
  assert.deepEqual(told.data, { project: 1, ...TASK, lockedBy: 'Ada' });

  await flat.drain();
  flat.send(renameFlat('Flora’s'));
  const answers = [];
  while (answers.at(-1)?.command !== 'lock') answers.push(await flat.next());
  const { error, lockedBy } = answers.pop();
  const { changes } = answers.pop();
  assert.deepEqual(changes.tasks.updated, [{ id: 'events-1', name: 'Dig' }]);
  assert.match(error, /\(ERR_LOCKED\)$/);
  assert.equal(lockedBy, 'Ada');

  sync.send(renameSync('admin’s', 1));
  const { payload } = await sync.until('conflict');
  assert.deepEqual(payload.conflicts, [
    { type: 'record_locked', id: 'events-1', lockedBy: 'Ada', fields: ['name'] },
  ]);
  assert.equal(payload.currentState.tasks[0].name, 'Dig');
  assert.equal((await taskNow(fresh)).name, 'Dig');

  ada.send(rename(1, 'Ada’s'));
  await sync.until('changes');
  assert.equal((await taskNow(fresh)).name, 'Ada’s');
});

test('so it is at /calendar and over HTTP, with who holds the record', async (t) => {
  const { server, ada, fresh } = await stage(t);
  await lockTask(ada);
  const calendar = await connect(t, { address: `${server.address}/calendar?project=1` });
  const tasks = { updated: [{ id: 'events-1', name: 'mine' }] };
  calendar.send({ type: 'sync', data: { tasks } });
  const { data } = await calendar.until('conflict');
  assert.deepEqual([data.recordId, data.lockedBy], ['events-1', 'Ada']);
  assert.equal(data.serverVersion.name, 'Dig');

  for (const change of [tasks, { removed: [{ id: 'events-1' }] }]) {
    const response = await fetch(`${server.address.replace(/^ws/, 'http')}/crud/1/sync`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ requestId: `r${change.removed}`, type: 'sync', tasks: change }),
    });
    const { success, conflicts } = await response.json();
    assert.equal(success, false);
    const [{ type, id, lockedBy }] = conflicts;
    assert.deepEqual([type, id, lockedBy], ['record_locked', 'events-1', 'Ada']);
  }
  assert.equal((await taskNow(fresh)).name, 'Dig');
});

test('what else a change says is made', async (t) => {
  const { server, ada, fresh } = await stage(t);
  const ben = await enter(t, server, 'Ben', 1);
  await lockTask(ada);
  const updated = [{ id: 'events-1', name: 'Ben’s' }];
  const added = [{ $PhantomId: '_generatedModel1', name: 'New' }];
  const tasks = { added, updated, $input: { added, updated } };
  const revisions = [{ revision: 'local-1', changes: { tasks } }];
  ben.ask('project_change', { project: 1, revisions });
  await ben.until('lock');
  const { data } = await fresh();
  assert.deepEqual(
    data.dataset.tasksData.map(({ name }) => name),
    ['Dig', 'New'],
  );
});

test('a locked record is not removed, nor what it hangs below, nor what refers to what stays', async (t) => {
  const source = {
    tasksData: [
      { id: 1, children: [{ id: 2, children: [{ id: 3 }] }, { id: 4 }] },
      { id: 5, children: [{ id: 6 }] },
    ],
    dependenciesData: [{ id: 'd', from: 4, to: 3 }],
    resourcesData: [{ id: 'r' }],
    assignmentsData: [
      { id: 'a', event: 4, resource: 'r' },
      { id: 'b', event: 6, resource: 'r' },
    ],
  };
  const projects = [{ id: 1, name: 'One', source }];
  const { server, ada, sync, fresh } = await stage(t, 'enforced', { projects });
  const first = (await fresh()).data.dataset;
  const ben = await enter(t, server, 'Ben', 1);
  ada.ask('lock', { project: 1, recordId: 3 });
  await ada.until('lock');
  const ids = (list) => list.map((id) => ({ id }));
  const removed = {
    tasks: { removed: ids([1, 2, 3, 4, 5, 6]) },
    dependencies: { removed: ids(['d']) },
    assignments: { removed: ids(['a', 'b']) },
  };
  const changes = Object.fromEntries(
    Object.entries(removed).map(([store, lists]) => [store, { ...lists, $input: lists }]),
  );
  ben.ask('project_change', { project: 1, revisions: [{ revision: 'local-1', changes }] });
  const { data } = await ben.until('project_change');
  const [own, put] = data.revisions;
  assert.deepEqual(own.changes.tasks.$input.removed, ids([5, 6]));
  assert.deepEqual(own.changes.assignments.removed, ids(['b']));
  assert.deepEqual(
    put.changes.tasks.$input.added.map(({ id }) => id),
    [1, 2, 4, 3],
  );
  assert.deepEqual(
    put.changes.dependencies.added.map(({ id }) => id),
    ['d'],
  );
  assert.deepEqual(
    put.changes.assignments.added.map(({ id }) => id),
    ['a'],
  );
  const { error } = await ben.until('lock');
  assert.match(error, /locked by Ada/);

  const others = await ada.until('project_change');
  const seen = others.data.revisions.map((revision) => JSON.stringify(revision.changes));
  assert.ok(!seen.some((text) => text.includes('"added"')), 'nobody else has seen it go');
  const { tasksData, dependenciesData, assignmentsData } = (await fresh()).data.dataset;
  assert.deepEqual(tasksData, [first.tasksData[0]]);
  assert.deepEqual(dependenciesData, first.dependenciesData);
  assert.deepEqual(assignmentsData, [first.assignmentsData[0]]);

  sync.send({ type: 'changes', payload: { tasks: { removed: ids([1]) } }, revision: 1 });
  const { payload } = await sync.until('conflict');
  assert.deepEqual(payload.conflicts, [{ type: 'record_locked', id: 1, lockedBy: 'Ada' }]);
});

test('places among siblings are not locked, values that are there already are no change', async (t) => {
  const { ada, sync, fresh } = await stage(t);
  await lockTask(ada);
  const task = { id: 'events-1', name: 'Dig', parentIndex: 0, orderedParentIndex: 0 };
  sync.send({ type: 'changes', payload: { tasks: { updated: [task] } }, revision: 1 });
  await sync.until('ack');
  assert.equal((await taskNow(fresh)).name, 'Dig');
});

test('a late holder cannot write: its fence is older than that of who came after it', async (t) => {
  const { server, ada, sync, fresh } = await stage(t);
  const ben = await enter(t, server, 'Ben', 1);
  const { fence } = await lockTask(ada);
  ada.ask('unlock', { project: 1, ...TASK });
  await ada.until('unlock');
  const bens = await lockTask(ben);
  const late = rename(1, 'late');
  late.data.fence = fence;
  ada.send(late);
  assert.match((await ada.until('lock')).error, /locked by Ben/);
  ben.ask('unlock', { project: 1, ...TASK });
  await ben.until('unlock');
  ada.send(late);
  await ada.until('lock');
  sync.send(renameSync('late', 1, { fence }));
  await sync.until('conflict');
  assert.equal((await taskNow(fresh)).name, 'Dig');
  sync.send(renameSync('in time', 2, { fence: bens.fence }));
  await sync.until('ack');
  assert.equal((await taskNow(fresh)).name, 'in time');
});

test('what is no fence is refused', async (t) => {
  const { ada, flat, sync } = await stage(t);
  for (const fence of ['1', {}, -1, 1.5, true]) {
    const change = rename(1, 'x');
    change.data.fence = fence;
    ada.send(change);
    assert.match((await ada.until('project_change')).error, /\(ERR_INVALID_CHANGES\)$/);
    flat.send({ ...renameFlat('x'), fence });
    assert.match((await flat.until('projectChange')).error, /\(ERR_INVALID_CHANGES\)$/);
    sync.send(renameSync('x', 1, { fence }));
    const { payload } = await sync.until('error');
    assert.equal(payload.code, 'ERR_INVALID_CHANGES');
  }
});

test('locks that are off are refused, and so is what names no record', async (t) => {
  const { ada, flat, sync } = await stage(t, 'off');
  ada.ask('lock', { project: 1, ...TASK });
  assert.match((await ada.until('lock')).error, /\(ERR_LOCKS_OFF\)$/);
  flat.send({ command: 'unlock', project: 1, ...TASK });
  assert.match((await flat.until('unlock')).error, /\(ERR_LOCKS_OFF\)$/);
  sync.send({ type: 'lock', payload: TASK });
  assert.equal((await sync.until('error')).payload.code, 'ERR_LOCKS_OFF');
  sync.send({ type: 'unlock', payload: {} });
  assert.equal((await sync.until('error')).payload.code, 'ERR_INVALID_RECORD');
  ada.ask('lock', { project: 2, ...TASK });
  assert.equal((await ada.until('lock')).error, 'Authorization required');
});

test('who has another name holds its locks under that', async (t) => {
  const { ada, flat } = await stage(t);
  flat.send({ command: 'lock', project: 1, ...TASK });
  await flat.until('lock');
  flat.send({ command: 'hello', userName: 'Fauna' });
  await flat.until('users');
  ada.send(rename(1, 'Mine'));
  assert.match((await ada.until('lock')).error, /locked by Fauna/);
});

test('what the real client edits without saying it in $input is refused, too', async (t) => {
  const { ada, sync, fresh } = await stage(t);
  const edit = (updated, $input, revision) =>
    ada.ask('project_change', {
      project: 1,
      revisions: [{ revision, changes: { tasks: { updated: [updated], $input } } }],
    });
  const id = 'events-1';
  edit(
    { id, options: { done: 1, kind: 'a' } },
    { updated: [{ id, options: { done: 1, kind: 'a' } }] },
    'l1',
  );
  await ada.until('project_change');
  sync.send({ type: 'lock', payload: TASK });
  await sync.until('lock');
  edit({ id, options: { done: 2 } }, { updated: [{ id }] }, 'l2');
  assert.match((await ada.until('lock')).error, /ERR_LOCKED/);
  edit({ id, segments: [{ id: 1, duration: 1 }], duration: 1 }, {}, 'l3');
  assert.match((await ada.until('lock')).error, /ERR_LOCKED/);
  const task = await taskNow(fresh);
  assert.deepEqual(task.options, { done: 1, kind: 'a' });
  assert.deepEqual([task.segments ?? null, task.duration], [null, undefined]);
});
