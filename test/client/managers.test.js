'use strict';

const assert = require('node:assert/strict');
const { before, test } = require('node:test');
const { WebSocket } = require('ws');
const { CalendarProject, next } = require('./calendar-project');
const { openClient, within } = require('./support');
const { startServer } = require('../support/test-server');

/** @type {any} */
let managers;
before(async () => {
  managers = await import('../../client/src/managers/index.js');
});

/** A calendar that is loaded. */
async function open(t, server, options) {
  const project = new CalendarProject();
  const url = `${server.address.replace(/\/$/, '')}/calendar?project=1`;
  const manager = new managers.CalendarWebSocketManager({ project }, url, {
    WebSocket,
    pause: 0,
    ...options,
  });
  t.after(() => manager.disconnect());
  await within(next(manager, 'loaded'), 'project');
  const until = async (isThere) => {
    while (!isThere()) await within(next(manager, 'changes'), 'changes');
  };
  return { project, manager, until };
}

test('two calendars end alike: adds get their ids, and nobody sends what others did', async (t) => {
  const server = await startServer(t);
  const robot = await openClient(t, server);
  const [ann, ben] = [await open(t, server), await open(t, server)];
  const sent = [];
  robot.on('changes', ({ changes }) => sent.push(Object.keys(changes.events)));
  ann.project.edit('added', { $PhantomId: '_generatedEventModel_1', name: 'Open day' });
  await ben.until(() => ben.project.records.size === 1);
  await ann.until(() => ann.project.names[0].startsWith('events-'));
  assert.deepEqual(ann.project.names, ben.project.names);
  const [id] = ben.project.records.keys();
  ben.project.edit('updated', { id, name: 'Open garden' });
  await ann.until(() => ann.project.names[0].endsWith('Open garden'));
  // As a listener of the guide does.
  ann.project.edit('removed', { id });
  await ann.manager.sendChanges({ events: { removed: [{ id }] } });
  await ben.until(() => ben.project.records.size === 0);
  assert.deepEqual(sent, [['added'], ['updated'], ['removed']]);
});

/** Two calendars, and the event that both have. */
async function openTwo(t, options) {
  const server = await startServer(t);
  const robot = await openClient(t, server);
  const added = [{ name: 'Open day' }];
  const { changes } = await robot.change({ events: { added } });
  const [ann, ben] = [await open(t, server, options), await open(t, server)];
  return { server, robot, ann, ben, id: changes.events.added[0].id };
}
/** Longer than any test: what gathers is sent by nothing but what the test is about. */
const NEVER = { pause: 3_600_000 };

test('what was not sent yet when a dataset comes is sent, and shown again', async (t) => {
  const { ann, ben, id } = await openTwo(t, NEVER);
  ann.project.edit('updated', { id, name: 'Mine' });
  ann.manager.client.reload();
  await within(next(ann.manager, 'loaded'), 'dataset');
  await ben.until(() => ben.project.names[0] === `${id} Mine`);
  await ann.until(() => ann.project.names[0] === `${id} Mine`);
});

test('an edit that was made before others’ were shown does not overwrite them, but conflicts', async (t) => {
  const { robot, ann, ben, id } = await openTwo(t, NEVER);
  const conflict = next(ann.manager, 'conflict');
  ann.project.edit('updated', { id, name: 'Mine' });
  await robot.change({ events: { updated: [{ id, name: 'Theirs' }] } });
  const { changes, currentState, resolve } = await within(conflict, 'conflict');
  assert.deepEqual(changes.events.updated, [{ id, name: 'Mine' }]);
  assert.equal(currentState.events[0].name, 'Theirs');
  await ben.until(() => ben.project.names[0] === `${id} Theirs`);
  // What is made on top of what is shown does not.
  ann.project.edit('updated', { id, name: 'Both' });
  await ann.manager.sendChanges();
  await ben.until(() => ben.project.names[0] === `${id} Both`);
  await resolve('keep_local');
  await ben.until(() => ben.project.names[0] === `${id} Mine`);
});

test('who keeps their own edit of what is gone does not meet the same conflict again', async (t) => {
  const { robot, ann, ben, id } = await openTwo(t, NEVER);
  const { changes } = await robot.change({ events: { added: [{ name: 'Stays' }] } });
  const stays = changes.events.added[0].id;
  await ann.until(() => ann.project.records.size === 2);
  const conflicts = [];
  ann.manager.on('conflict', (told) => conflicts.push(told));
  const conflict = next(ann.manager, 'conflict');
  ann.project.edit('updated', { id, name: 'Mine' });
  ann.project.edit('updated', { id: stays, name: 'Mine' });
  ann.project.changes.events.updated.push({ id, name: 'Mine' });
  await robot.change({ events: { removed: [{ id }] } });
  const { resolve } = await within(conflict, 'conflict');
  await resolve('keep_local');
  await ben.until(() => ben.project.names.includes(`${stays} Mine`));
  assert.equal(conflicts.length, 1);
});

test('what was not sent yet when somebody resets is lost to the reset, and told', async (t) => {
  const { server, robot, ann, id } = await openTwo(t, NEVER);
  ann.project.edit('updated', { id, name: 'Mine' });
  const dropped = within(next(ann.manager, 'dropped'), 'drop');
  await server.resetDataSet(1);
  const { reason, changes } = await dropped;
  assert.deepEqual([reason, changes.events.updated[0].name], ['ERR_BEFORE_RESET', 'Mine']);
  assert.deepEqual([robot.records.all('events'), ann.manager.unsyncedChanges], [[], 0]);
});

for (const [kind, record, says] of [
  ['updated', { name: 'Mine' }, /^events-\d+ Mine$/],
  ['added', { $PhantomId: '_generated_here', name: 'Mine' }, /^events-\d+ Mine$/],
  ['removed', {}, undefined],
])
  test(`what is ${kind} while others’ is calculated reaches everybody`, async (t) => {
    const { robot, ann, ben, id } = await openTwo(t);
    const edit = () => ann.project.edit(kind, { ...(kind !== 'added' && { id }), ...record });
    const isThere = ({ project }) =>
      says ? project.names.some((one) => says.test(one)) : project.names.length === 0;
    const arrives = async () => {
      await ben.until(() => isThere(ben));
      await ann.until(() => isThere(ann));
      assert.deepEqual(ann.project.names, ben.project.names);
    };
    ann.project.meanwhile = edit;
    await robot.change({ events: { updated: [{ id, note: 'theirs' }] } });
    await arrives();
  });

test('what is done while a dataset is calculated reaches everybody', async (t) => {
  const { ann, ben, id } = await openTwo(t);
  const meanwhile = [
    ['updated', { id, name: 'Mine' }, / Mine$/],
    ['added', { $PhantomId: '_generated_here', name: 'New' }, /^events-\d+ New$/],
  ];
  for (const [kind, record, wanted] of meanwhile) {
    ann.project.meanwhile = () => ann.project.edit(kind, record);
    ann.manager.client.reload();
    await ben.until(() => ben.project.names.some((name) => wanted.test(name)));
    await ann.until(() => ann.project.names.some((name) => wanted.test(name)));
  }
  ann.project.meanwhile = () => ann.project.edit('removed', { id });
  ann.manager.client.reload();
  await ben.until(() => ben.project.names.length === 1);
  assert.deepEqual(ann.project.names, ben.project.names);
});

test('what others’ brings about by calculation is not sent', async (t) => {
  const { robot, ann, ben, id } = await openTwo(t);
  ann.project.meanwhile = () => {
    ann.project.replica = { isCommitting: true };
    ann.project.edit('updated', { id, endDate: '2026-03-05T00:00:00' });
    ann.project.replica.isCommitting = false;
  };
  await robot.change({ events: { updated: [{ id, startDate: '2026-03-03T00:00:00' }] } });
  await ben.until(() => ben.project.records.get(id).startDate !== undefined);
  assert.equal(ann.manager.unsyncedChanges, 0);
  const { revision } = robot;
  await ann.manager.sendChanges();
  ann.project.edit('updated', { id, name: 'Mine' });
  await ben.until(() => ben.project.names[0].endsWith('Mine'));
  assert.deepEqual(
    [robot.revision, ben.project.records.get(id).endDate],
    [revision + 1, undefined],
  );
});

test('what was edited just before a manager is destroyed arrives', async (t) => {
  const { ann, ben, id } = await openTwo(t);
  ann.project.edit('updated', { id, name: 'At the last moment' });
  ann.manager.disconnect();
  await ben.until(() => ben.project.names[0].endsWith('At the last moment'));
});

test('a manager that is destroyed listens to nothing any more', async (t) => {
  const server = await startServer(t);
  const { project, manager } = await open(t, server);
  assert.ok(project.listeners.size > 0);
  manager.disconnect();
  assert.deepEqual([project.listeners.size, manager.state], [0, 'stopped']);
});

for (const turns of [0, 1, 2, 3])
  test(`a manager that is destroyed ${turns} turns after it is made does not connect behind that`, async (t) => {
    const server = await startServer(t);
    const wsUrl = `${server.address}?project=1`;
    const options = { project: new CalendarProject(), wsUrl, WebSocket };
    const manager = new managers.GanttWebSocketManager(options);
    for (let turn = 0; turn < turns; turn++) await null;
    manager.destroy();
    await new Promise(setImmediate);
    assert.equal(manager.state, 'stopped');
  });
