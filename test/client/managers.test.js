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

test('a manager that is destroyed listens to nothing any more', async (t) => {
  const server = await startServer(t);
  const { project, manager } = await open(t, server);
  assert.equal(project.listeners.size, 1);
  manager.disconnect();
  assert.deepEqual([project.listeners.size, manager.state], [0, 'stopped']);
});
