'use strict';

// What ends in the middle of something, over Socket.IO: the manager, a token, the server, a lock.

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { next } = require('./calendar-project');
const { enter, open } = require('./socketio-calendar');
const { within } = require('./support');
const { Wire } = require('./wire');
const { temporaryFolder } = require('../support/temporary-folder');

test('what was changed while an answer was under way arrives, though its manager is destroyed', async (t) => {
  const server = await open(t);
  const wire = await Wire.to(t, server);
  const ben = await enter(t, server, 'ben');
  const ann = await enter(t, wire, 'ann');
  ann.project.edit('updated', { id: 'e1', name: 'First' });
  await ann.manager.sendChanges();
  ann.project.edit('updated', { id: 'e2', name: 'Second' });
  ann.manager.disconnect();
  await ben.has('e1 First', 'e2 Second');
});

test('two managers of one page are two people, and the end of one is not that of the other', async (t) => {
  const server = await open(t);
  const [one, other] = [await enter(t, server, 'ann'), await enter(t, server, 'ann')];
  one.project.edit('updated', { id: 'e1', name: 'Of one' });
  await other.has('e1 Of one');
  assert.notEqual(one.manager.clientId, other.manager.clientId);
  assert.equal(await one.manager.lock('e2'), true);
  assert.equal(await other.manager.lock('e2'), false);
  one.manager.disconnect();
  await other.until(() => other.manager.locks.length === 0, 'locks');
  assert.equal(await other.manager.lock('e2'), true);
  other.project.edit('updated', { id: 'e1', name: 'Of the other' });
  await within(other.manager.client.saved(), 'answer');
  assert.equal(other.manager.state, 'connected');
});

test('a token that ends is asked for anew, and nothing is lost', async (t) => {
  let count = 0;
  const verifyToken = (token) =>
    token.startsWith('key of')
      ? { userName: token.slice(7, 10), group: 'user', expires: Date.now() + 400 }
      : undefined;
  const server = await open(t, { users: {}, verifyToken });
  const ann = await enter(t, server, 'ann', { token: () => `key of ann ${count++}` });
  const ends = next(ann.manager, 'disconnected');
  ann.project.edit('updated', { id: 'e1', name: 'Before' });
  await within(ends, 'end of the token');
  ann.project.edit('updated', { id: 'e2', name: 'Behind' });
  const ben = await enter(t, server, 'ben', { token: () => 'key of ben' });
  await ben.has('e1 Before', 'e2 Behind');
  assert.ok(count >= 2, String(count));
});

test('over a restart of a server that keeps its projects nothing is lost or made twice', async (t) => {
  const storage = `sqlite:${path.join(temporaryFolder(t), 'journal.db')}`;
  const first = await open(t, { storage });
  const wire = await Wire.to(t, first);
  const ann = await enter(t, wire, 'ann', { retryDelay: () => 20 });
  wire.cutAfter('answer');
  const cut = next(ann.manager, 'disconnected');
  void ann.manager.client.change({ events: { added: [{ name: 'Added' }] } });
  void ann.manager.client.change({ events: { updated: [{ id: 'e1', name: 'Renamed' }] } });
  await within(cut, 'cut');
  wire.isOpen = false;
  await first.destroy();
  const second = await open(t, { storage });
  const ben = await enter(t, second, 'ben');
  wire.lead(second);
  await within(ann.manager.client.saved(), 'answers');
  await ben.until(() => ben.project.records.size === 3);
  await ben.has('e1 Renamed');
  await ann.until(() => ann.project.names.join() === ben.project.names.join());
  assert.deepEqual(ann.told, []);
});

test('a lock that was lost with the line is somebody else’s, and said so', async (t) => {
  const server = await open(t);
  const wire = await Wire.to(t, server);
  const ben = await enter(t, server, 'ben');
  const ann = await enter(t, wire, 'ann', { retryDelay: () => 20 });
  assert.equal(await ann.manager.lock('e1'), true);
  wire.isOpen = false;
  const cut = next(ann.manager, 'disconnected');
  wire.cut();
  await within(cut, 'cut');
  await ben.until(() => ben.manager.locks.length === 0, 'locks');
  assert.equal(await ben.manager.lock('e1'), true);
  wire.isOpen = true;
  await ann.until(() => ann.manager.locks.length === 1, 'locks');
  assert.equal(ann.manager.locks[0].userName, 'ben');
  assert.equal(await ann.manager.lock('e1'), false);
});
