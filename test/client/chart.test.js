'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { core } = require('./support');

const chart = () => import('../../client/src/chart/index.js');

/** What a chart's project looks like from here, and what it was told to send. */
async function fakeProject() {
  const { Emitter } = await core();
  const link = Object.assign(new Emitter(), { state: 'connected', client: 'a' });
  const sent = [];
  return Object.assign(new Emitter(), {
    liveConnection: link,
    liveProjectId: 1,
    liveQueue: { waiting: 0, underWay: 0 },
    isAutoSyncSuspended: false,
    taskStore: { getById: (id) => ({ name: `Task ${id}` }) },
    liveSend: (command, data) => (sent.push([command, data.recordId, data.action]), true),
    hear: (command, data, error) => link.emit('message', { command, data, error }),
    sent,
  });
}

test('who says where he is, is told where the others are, and again when all was loaded anew', async () => {
  const { liveOf } = await chart();
  const project = await fakeProject();
  const live = liveOf(project);
  const users = [
    { client: 'b', userName: 'Bob', recordType: 'tasks', recordId: 3, action: 'editing' },
  ];
  let told;
  live.on('presence', (detail) => (told = detail.users));
  live.select(2, { action: 'editing' });
  project.emit('liveDataset', { reset: false });
  live.select(null);
  project.hear('presence', { project: 1, users });
  assert.deepEqual(project.sent, [
    ['presence', undefined, undefined],
    ['presence', 2, 'editing'],
    ['presence', 2, 'editing'],
    ['presence', undefined, undefined],
  ]);
  const bob = { clientId: 'b', name: 'Bob', recordType: 'tasks', recordId: 3, action: 'editing' };
  assert.deepEqual([told, live.users], [[bob], [bob]]);
  assert.equal(live.records.get('tasks', 5).name, 'Task 5');
  assert.equal(live.records.get('other', 5), undefined);
});

test('what waits and how the line is, are those of the project', async () => {
  const { liveOf } = await chart();
  const project = await fakeProject();
  const live = liveOf(project);
  const states = [];
  live.on('state', ({ state, retryIn }) => states.push([state, retryIn]));
  project.liveQueue = { waiting: 2, underWay: 1 };
  assert.deepEqual([live.unsyncedChanges, live.syncStatus, live.clientId], [3, 'syncing', 'a']);
  project.liveConnection.state = 'disconnected';
  project.emit('liveOffline', { retryIn: 5 });
  assert.deepEqual([states, live.syncStatus], [[['disconnected', 5]], 'offline']);
  live.destroy();
  project.emit('liveOffline', { retryIn: 6 });
  assert.equal(states.length, 1);
});

test('a lock is asked for, renewed and given back', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval', 'setTimeout', 'Date'], now: 1000 });
  const { liveOf } = await chart();
  const project = await fakeProject();
  const live = liveOf(project);
  project.sent.length = 0;
  const asked = live.lock(7);
  const granted = { project: 1, recordType: 'tasks', recordId: 7, success: true, until: 121_000 };
  project.hear('lock', granted);
  assert.equal(await asked, true);
  t.mock.timers.tick(60_000);
  live.unlock(7);
  t.mock.timers.tick(600_000);
  assert.deepEqual(
    project.sent.map(([command, id]) => `${command} ${id}`),
    ['lock 7', 'lock 7', 'unlock 7'],
  );
});

test('what others hold is what the server tells of them, and one’s own is not among it', async () => {
  const { liveOf } = await chart();
  const project = await fakeProject();
  const live = liveOf(project);
  const asked = live.lock('x');
  const record = { recordType: 'tasks', recordId: 'x' };
  project.hear('lock', { ...record, success: false, lockedBy: 'Bob', until: 61_000 });
  assert.equal(await asked, false);
  const known = () => live.locks.map(({ recordId, userName }) => `${recordId} ${userName}`);
  assert.deepEqual(known(), ['x Bob']);
  const held = (recordId, client, lockedBy) => ({
    recordType: 'tasks',
    recordId,
    client,
    lockedBy,
  });
  project.hear('locks', {
    all: true,
    locks: [held('y', 'c9', 'Eve'), held('z', live.clientId, 'Me')],
  });
  assert.deepEqual(known(), ['y Eve']);
  project.hear('locks', { locks: [held('x', 'c8', 'Bob'), held('y', null, null)] });
  assert.deepEqual(known(), ['x Bob']);
  assert.equal(live.locks[0].clientId, 'c8');
});

test('where there are no locks, or no line, nobody is kept from editing', async () => {
  const { liveOf } = await chart();
  const project = await fakeProject();
  const live = liveOf(project);
  const off = live.lock(1);
  project.hear('lock', undefined, 'There are no locks (ERR_LOCKS_OFF)');
  assert.equal(await off, true);
  const lost = live.lock(2);
  project.liveConnection.state = 'disconnected';
  project.emit('liveOffline', {});
  assert.equal(await lost, true);
  project.liveSend = () => false;
  assert.equal(await live.lock(3), true);
});

test('what is locked for an editor goes with it when the chart is left before the server has answered', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { lockEdits } = await chart();
  const told = [];
  let answer = (_isMine) => {};
  const answered = new Promise((resolve) => {
    answer = resolve;
  });
  const live = { locks: [], lock: () => answered, unlock: (id) => told.push(`unlock ${id}`) };
  let hear = {};
  const gantt = {
    on: (listeners) => ((hear = listeners), () => told.push('detached')),
    editTask: () => told.push('editor'),
  };
  const edits = lockEdits(live, gantt);
  assert.equal(hear.beforeTaskEdit({ taskRecord: { id: 'a' } }), false);
  edits.destroy();
  answer(true);
  await answered;
  await null;
  t.mock.timers.tick(1);
  assert.deepEqual(told, ['detached', 'unlock a']);
});

test('a lock that went with the line is asked for again while its task is edited', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  const { liveOf, lockEdits } = await chart();
  const project = await fakeProject();
  const live = liveOf(project);
  let hear = {};
  const gantt = { on: (listeners) => ((hear = listeners), () => {}), editTask: () => {} };
  const told = [];
  const edits = lockEdits(live, gantt, { onLocked: ({ userName }) => told.push(userName) });
  const turn = () => new Promise(setImmediate);
  const answer = async (more) => {
    project.hear('lock', { project: 1, recordType: 'tasks', recordId: 7, ...more });
    await turn();
  };
  const comeBack = async () => {
    project.liveConnection.state = 'disconnected';
    project.emit('liveOffline', {});
    project.liveConnection.state = 'connected';
    project.emit('liveOnline', {});
    await turn();
  };
  const commands = () =>
    project.sent.map(([command]) => command).filter((command) => command !== 'presence');
  hear.beforeTaskEdit({ taskRecord: { id: 7 } });
  await answer({ success: true });
  await comeBack();
  assert.deepEqual(commands(), ['lock', 'lock']);
  await answer({ success: true });
  await comeBack();
  await answer({ success: false, lockedBy: 'Bob' });
  assert.deepEqual(told, ['Bob']);
  // It is not one's own any more.
  hear.afterTaskEdit({});
  assert.deepEqual(commands(), ['lock', 'lock', 'lock']);
  edits.destroy();
  await comeBack();
  assert.deepEqual(commands(), ['lock', 'lock', 'lock']);
  live.destroy();
});
