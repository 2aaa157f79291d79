'use strict';

// A reset between what a manager over Socket.IO has sent and the answers to it. What the server says, and when, is the test's.

const assert = require('node:assert/strict');
const { EventEmitter, once } = require('node:events');
const { test } = require('node:test');
const { setImmediate } = require('node:timers/promises');
const { CalendarProject, next } = require('./calendar-project');
const { within } = require('./support');

/** A socket of Socket.IO whose server is the test. */
class Socket extends EventEmitter {
  io = {};
  /** @type {{name: string, data: any, answer: (result: object) => void}[]} what was sent and is not looked at yet */
  sent = [];
  #hears = () => {};
  #sends = new EventEmitter();

  onAny(listener) {
    this.#hears = listener;
  }

  emit(name, ...args) {
    if (name === 'connect') return super.emit(name, ...args);
    const answer = args.find((one) => typeof one === 'function');
    this.sent.push({ name, data: args[0], answer });
    this.#sends.emit('one');
    return true;
  }

  disconnect() {}

  /** What the server says. */
  tell(name, data, revision) {
    this.#hears(name, data, { revision });
  }

  /** What was sent next, which is to be of that name. */
  async take(name) {
    if (this.sent.length === 0) await within(once(this.#sends, 'one'), name);
    const one = this.sent.shift();
    assert.equal(one.name, name);
    return one;
  }

  /** The data as they are at the beginning. */
  load(revision) {
    const rows = ['Dig', 'Sow'].map((name, index) => ({ id: `e${index + 1}`, name }));
    this.tell('calendar:load', { events: { rows } }, revision);
  }

  reset(revision) {
    this.load(revision);
    this.tell('calendar:reset', { userName: 'eva' });
  }
}

/** Somebody before a calendar of two events, at revision 5. */
async function enter(t) {
  const { CalendarSocketIOManager } = await import('../../client/src/socketio/index.js');
  const socket = new Socket();
  const project = new CalendarProject();
  const manager = new CalendarSocketIOManager({ id: 'garden', project }, 'http://server', {
    io: () => socket,
    pause: 0,
  });
  t.after(() => manager.disconnect());
  const reasons = [];
  const dropped = [];
  manager.client.on('loaded', ({ reason }) => reasons.push(reason));
  manager.on('dropped', ({ reason, changes }) => dropped.push([reason, changes]));
  const loaded = next(manager, 'loaded');
  await setImmediate();
  socket.emit('connect');
  const { answer } = await socket.take('calendar:subscribe');
  socket.load(5);
  answer({ success: true, clientId: 'c1', revision: 5 });
  await within(loaded, 'loaded');
  const change = (id, name) => manager.client.change({ events: { updated: [{ id, name }] } });
  return { socket, project, manager, reasons, dropped, change };
}

test('a reset behind a change that was made is told as one', async (t) => {
  const { socket, manager, reasons, dropped, change } = await enter(t);
  const made = change('e1', 'Mine');
  await socket.take('calendar:change');
  const { answer } = await socket.take('calendar:subscribe');
  socket.reset(6);
  socket.load(6);
  answer({ success: true, clientId: 'c1', revision: 6 });
  await within(made, 'answer');
  assert.deepEqual([reasons, dropped], [['first', 'reset'], []]);
  assert.deepEqual([manager.serverRevision, socket.sent], [6, []]);
});

test('what waited behind a change when a reset came is dropped, and not sent', async (t) => {
  const { socket, reasons, dropped, change } = await enter(t);
  const [first, second] = [change('e1', 'First'), change('e2', 'Second')];
  await socket.take('calendar:change');
  const { answer } = await socket.take('calendar:subscribe');
  socket.reset(5);
  socket.tell('calendar:error', { code: 'ERR_BEFORE_RESET', message: 'Too late' });
  socket.load(5);
  answer({ success: true, clientId: 'c1', revision: 5 });
  await assert.rejects(within(first, 'answer'), { code: 'ERR_BEFORE_RESET' });
  await assert.rejects(within(second, 'answer'), { code: 'ERR_BEFORE_RESET' });
  assert.equal(dropped.length, 2);
  assert.equal(reasons[1], 'reset');
  assert.deepEqual(
    socket.sent.filter(({ name }) => name === 'calendar:change'),
    [],
  );
});

test('what is made behind a reset is sent, though something waited before it', async (t) => {
  const { socket, manager, dropped, change } = await enter(t);
  void change('e1', 'First');
  void change('e2', 'Second');
  const off = manager.client.on('loaded', () => (off(), void change('e2', 'Behind')));
  await socket.take('calendar:change');
  const { answer } = await socket.take('calendar:subscribe');
  socket.reset(6);
  answer({ success: true, clientId: 'c1', revision: 6 });
  // What was dropped was shown already: all is loaded once more.
  const reload = await socket.take('calendar:subscribe');
  assert.equal(reload.data.revision, undefined);
  socket.load(6);
  reload.answer({ success: true, clientId: 'c1', revision: 6 });
  const { data } = await socket.take('calendar:change');
  assert.equal(data.events.updated[0].name, 'Behind');
  assert.deepEqual(
    dropped.map(([, { events }]) => events.updated[0].name),
    ['Second'],
  );
});

test('a reset while all is loaded is told as one', async (t) => {
  const { socket, manager, reasons } = await enter(t);
  manager.client.reload();
  const { answer } = await socket.take('calendar:subscribe');
  socket.reset(5);
  socket.load(5);
  answer({ success: true, clientId: 'c1', revision: 5 });
  assert.ok(reasons.includes('reset'), reasons.join());
});

test('what others have done since a reset is not lost', async (t) => {
  const { socket, project, manager, change } = await enter(t);
  const mine = change('e1', 'Mine');
  await socket.take('calendar:change');
  const { answer } = await socket.take('calendar:subscribe');
  socket.reset(5);
  socket.tell('calendar:error', { code: 'ERR_BEFORE_RESET', message: 'Too late' });
  const shown = next(manager, 'changes');
  socket.tell('calendar:update', { events: { updated: [{ id: 'e2', name: 'Theirs' }] } }, 6);
  answer({ success: true, clientId: 'c1', revision: 6 });
  await assert.rejects(within(mine, 'answer'), { code: 'ERR_BEFORE_RESET' });
  assert.equal(manager.client.records.get('events', 'e2').name, 'Theirs');
  await within(shown, 'changes');
  assert.deepEqual(project.names, ['e1 Dig', 'e2 Theirs']);
});
