'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { io } = require('socket.io-client');
const { CalendarClient, enterCalendar } = require('../support/calendar-client');
const { startServer } = require('../support/test-server');

const USERS = {
  ada: { token: 'key of ada', group: 'user' },
  ben: { token: 'key of ben', group: 'user' },
};
const SOURCE = {
  eventsData: [
    { id: 'e1', name: 'Dig' },
    { id: 'e2', name: 'Sow' },
  ],
  resourcesData: [{ id: 'r1', name: 'Ann' }],
  assignmentsData: [{ id: 'a1', event: 'e1', resource: 'r1' }],
};

/** A server with one calendar, and two users of it. */
async function stage(t, options = {}) {
  const projects = [{ id: 1, name: 'Garden', source: SOURCE }];
  const groups = { user: { projects: '*', reset: true }, anonymous: { projects: '*' } };
  const usual = { projects, users: USERS, groups, socketio: true };
  const server = await startServer(t, { ...usual, ...options });
  const ada = await enterCalendar(t, server, { token: 'key of ada' }, 1);
  const ben = await enterCalendar(t, server, { token: 'key of ben' }, 1);
  return { server, ada, ben, load: async () => (await enterCalendar(t, server, {}, 1)).data };
}

/** The names of the events of a project, by their ids. */
function names({ events }) {
  return Object.fromEntries(events.rows.map(({ id, name }) => [id, name]));
}

test('a change goes to the others as it is, and to nobody who has made it', async (t) => {
  const { ada, ben, load } = await stage(t);
  const changes = {
    events: { updated: [{ id: 'e1', name: 'Dig deep' }] },
    assignments: { removed: [{ id: 'a1' }] },
  };
  ada.send('calendar:change', changes);
  assert.deepEqual(await ben.until('calendar:update'), changes);
  // Who is there is told once or twice, as it goes with the pace.
  const others = (await ada.drain()).filter(([name]) => name !== 'calendar:presence');
  assert.deepEqual(others, []);
  const now = await load();
  assert.deepEqual(names(now), { e1: 'Dig deep', e2: 'Sow' });
  assert.deepEqual(now.assignments.rows, []);
});

test('a new record gets an id, which its author is told in place of the name that it gave', async (t) => {
  const { ada, ben, load } = await stage(t);
  ada.send('calendar:change', { events: { added: [{ id: '_generated7', name: 'Reap' }] } });
  const { events } = await ben.until('calendar:update');
  const [{ id, name }] = events.added;
  assert.equal(name, 'Reap');
  assert.ok(!String(id).startsWith('_generated'));
  const own = await ada.until('calendar:update');
  assert.deepEqual(own.events.added, [{ $PhantomId: '_generated7', name, id }]);
  assert.deepEqual(own.events.removed, [{ id: '_generated7' }]);
  assert.equal(names(await load())[id], 'Reap');
});

test('fields that say their old value, too, are read as what they are now', async (t) => {
  const { ada, ben } = await stage(t);
  const name = { value: 'Dig deep', oldValue: 'Dig' };
  ada.send('calendar:change', { events: { updated: [{ id: 'e1', name }] } });
  const { events } = await ben.until('calendar:update');
  assert.deepEqual(events.updated, [{ id: 'e1', name: 'Dig deep' }]);
});

test('who has not seen what somebody else did is told of the conflict, with both versions', async (t) => {
  const { ada, ben, load } = await stage(t);
  await ben.drain();
  // Not read, it cannot be answered either: what Ada does has not arrived.
  ben.socket.io.engine.transport.ws.pause();
  ada.send('calendar:change', { events: { updated: [{ id: 'e1', name: 'Dig deep' }] } });
  await ada.drain();
  ben.send('calendar:change', { events: { updated: [{ id: 'e1', name: 'Dig wide' }] } });
  ben.socket.io.engine.transport.ws.resume();
  const conflict = await ben.until('calendar:conflict');
  assert.deepEqual([conflict.recordType, conflict.recordId], ['events', 'e1']);
  assert.deepEqual(conflict.fields, ['name']);
  assert.equal(conflict.serverVersion.name, 'Dig deep');
  assert.equal(conflict.clientVersion.name, 'Dig wide');
  assert.equal(names(await load()).e1, 'Dig deep');
  ben.send('calendar:change', { events: { updated: [{ id: 'e1', name: 'Dig wide' }] } });
  await ada.until('calendar:update');
  assert.equal(names(await load()).e1, 'Dig wide', 'it has seen it by now');
});

test('locks are acknowledged, and where they are enforced a change is refused with who holds it', async (t) => {
  const { ada, ben, load } = await stage(t, { locks: 'enforced' });
  const event = { type: 'event', id: 'e1' };
  const { success, fence } = await ada.ask('calendar:lock', event);
  assert.deepEqual([success, fence], [true, 1]);
  const denied = await ben.ask('calendar:lock', event);
  assert.deepEqual([denied.success, denied.lockedBy], [false, 'ada']);
  ben.send('calendar:change', { events: { updated: [{ id: 'e1', name: 'Dig wide' }] } });
  const conflict = await ben.until('calendar:conflict');
  assert.deepEqual([conflict.recordId, conflict.lockedBy], ['e1', 'ada']);
  assert.equal(conflict.serverVersion.name, 'Dig');
  ben.send('calendar:change', { events: { removed: [{ id: 'e1' }] } });
  assert.equal((await ben.until('calendar:conflict')).lockedBy, 'ada');
  assert.equal((await ben.ask('calendar:lock', { ...event, wait: true })).waiting, true);
  ada.send('calendar:unlock', event);
  const granted = await ben.until('calendar:lock');
  assert.deepEqual([granted.id, granted.success, granted.fence], ['e1', true, 2]);
  const late = { events: { updated: [{ id: 'e1', name: 'late' }] } };
  ben.socket.disconnect();
  await ada.until('calendar:presence');
  ada.send('calendar:change', late, { fence: 1 });
  assert.equal((await ada.until('calendar:conflict')).recordId, 'e1');
  assert.deepEqual(names(await load()), { e1: 'Dig', e2: 'Sow' });
  ada.send('calendar:change', late);
  await ada.drain();
  assert.equal(names(await load()).e1, 'late');
});

test('who asks for an answer gets one, whatever is wrong with the event', async (t) => {
  const { server, ada } = await stage(t);
  const lock = { type: 'event', id: 'e1' };
  const long = { ...lock, more: 'x'.repeat(100_000) };
  const asked = [
    ['calendar:lock', lock, 1],
    ['calendar:lock', lock, {}, {}],
    ['calendar:lock', lock, lock],
    ['calendar:lock', lock, Buffer.from('x')],
    ['calendar:lock', Buffer.from('x')],
    ['calendar:lock', long],
    ['calendar:lock', 5],
    ['calendar:lock'],
    ['calendar "lock"', lock],
    ['x'.repeat(101), lock],
    ['calendar:subscribe', { calendarId: 1 }, [1]],
    ['calendar:presence', null, null, null],
  ];
  const codes = [];
  for (const event of asked) {
    const { success, code } = await ada.ask(...event);
    assert.equal(success, false);
    codes.push(code);
  }
  assert.deepEqual(codes, [
    ...['ERR_INVALID_JSON', 'ERR_INVALID_JSON', 'ERR_INVALID_COMMAND', 'ERR_BINARY_MESSAGE'],
    ...['ERR_BINARY_MESSAGE', 'ERR_MESSAGE_TOO_LARGE', 'ERR_INVALID_RECORD', 'ERR_INVALID_RECORD'],
    ...['ERR_UNKNOWN_COMMAND', 'ERR_UNKNOWN_COMMAND', 'ERR_INVALID_JSON', 'ERR_INVALID_JSON'],
  ]);
  // A function in the middle is none that could be called: the library sends null for it.
  ada.send('calendar:lock', () => {}, lock);
  assert.equal((await ada.until('calendar:error')).code, 'ERR_INVALID_JSON');
  ada.send('calendar:unlock', lock, Buffer.from('x'));
  assert.equal((await ada.until('calendar:error')).code, 'ERR_BINARY_MESSAGE');
  const ben = await enterCalendar(t, server, { token: 'key of ben' }, 1);
  assert.equal((await ben.ask('calendar:lock', lock)).success, true, 'nobody has it');
});

test('what comes before the calendar is named waits for that', async (t) => {
  const { server, ada } = await stage(t);
  const eve = new CalendarClient(server, { token: 'key of ben' });
  t.after(() => eve.socket.disconnect());
  // A client that was away sends first what it has kept.
  eve.send('calendar:change', { events: { updated: [{ id: 'e2', name: 'kept' }] } });
  eve.send('calendar:subscribe', { calendarId: 1 });
  await eve.open();
  const { events } = await ada.until('calendar:update');
  assert.deepEqual(events.updated, [{ id: 'e2', name: 'kept' }]);
});

test('where it is not named, or is none, they are refused', async (t) => {
  const { server } = await stage(t);
  const eve = await enterCalendar(t, server, { token: 'key of ben' });
  const change = { events: { updated: [{ id: 'e2', name: 'kept' }] } };
  eve.send('calendar:change', change);
  eve.send('calendar:subscribe', { calendarId: 77 });
  assert.equal((await eve.until('calendar:error')).code, 'ERR_UNKNOWN_PROJECT');
  assert.equal((await eve.until('calendar:error')).code, 'ERR_NOT_SUBSCRIBED');
  eve.send('calendar:change', change);
  assert.equal((await eve.until('calendar:error')).code, 'ERR_NOT_SUBSCRIBED');
  assert.equal(
    (await eve.ask('calendar:lock', { type: 'event', id: 'e1' })).code,
    'ERR_NOT_SUBSCRIBED',
  );
});

test('who comes back gets what it has missed, if it says what it has', async (t) => {
  const { server, ada, ben } = await stage(t);
  const rename = (name) => ({ events: { updated: [{ id: 'e1', name }] } });
  ada.send('calendar:change', rename('first'));
  await ben.until('calendar:update');
  ben.socket.disconnect();
  ada.send('calendar:change', rename('second'));
  ada.send('calendar:change', rename('third'));
  await ada.drain();
  const again = await enterCalendar(t, server, { token: 'key of ben' });
  const { id: clientId } = ben;
  again.askAmong('calendar:subscribe', { calendarId: 1, revision: 1, clientId });
  assert.deepEqual((await again.next())[1], rename('second'));
  assert.deepEqual((await again.next())[1], rename('third'));
  const [name, { revision }] = await again.next();
  assert.deepEqual([name, revision], ['ack', 3]);
});

test('who adds once more what it had added gets the calendar: it has that under both names', async (t) => {
  const { server, ada, ben } = await stage(t);
  const name = '_generatedEventModel_7cdd6433-f081-4076-8f0a-a1353baaf76b';
  const change = { events: { added: [{ id: name, name: 'Reap' }] } };
  ada.send('calendar:change', change);
  const [{ id }] = (await ben.until('calendar:update')).events.added;
  ada.socket.disconnect();
  const again = new CalendarClient(server, { token: 'key of ada' });
  t.after(() => again.socket.disconnect());
  await again.open();
  again.send('calendar:change', change);
  const subscribed = { calendarId: 1, revision: 0, clientId: ada.id };
  assert.equal((await again.ask('calendar:subscribe', subscribed)).success, true);
  const all = await again.until('calendar:load');
  assert.deepEqual(names(all), { e1: 'Dig', e2: 'Sow', [id]: 'Reap' });
  again.send('calendar:change', change);
  assert.deepEqual(names(await again.until('calendar:load')), names(all));
});

test('after a reset everybody gets the calendar', async (t) => {
  const { server, ada, ben } = await stage(t);
  ada.send('calendar:change', { events: { updated: [{ id: 'e1', name: 'Dig deep' }] } });
  await ben.until('calendar:update');
  await server.resetDataSet(1);
  assert.equal(names(await ada.until('calendar:load')).e1, 'Dig');
  assert.equal(names(await ben.until('calendar:load')).e1, 'Dig');
  assert.deepEqual(await ben.until('calendar:reset'), { userName: 'Server' });
  ada.send('calendar:change', { events: { updated: [{ id: 'e1', name: 'Dig again' }] } });
  assert.equal((await ben.until('calendar:update')).events.updated[0].name, 'Dig again');
});

test('bad changes are refused with a code, and nothing has changed', async (t) => {
  const { ada, ben, load } = await stage(t);
  const cases = [
    [[], 'ERR_INVALID_CHANGES'],
    [[5], 'ERR_INVALID_CHANGES'],
    [[null], 'ERR_INVALID_CHANGES'],
    [[{ events: 5 }], 'ERR_INVALID_CHANGES'],
    [[{ events: { updated: [{ name: 'x' }] } }], 'ERR_INVALID_ID'],
    [[{ events: { updated: [{ id: {} }] } }], 'ERR_INVALID_ID'],
    [[{ events: {} }, { fence: 'x' }], 'ERR_INVALID_CHANGES'],
    [[{ events: {} }, 5], 'ERR_INVALID_JSON'],
    [[{ events: {} }, { type: 'x' }], 'ERR_INVALID_COMMAND'],
    [[{ events: {} }, { data: 5 }], 'ERR_DUPLICATE_KEY'],
  ];
  for (const [args, code] of cases) {
    ada.send('calendar:change', ...args);
    assert.equal((await ada.until('calendar:error')).code, code, JSON.stringify(args));
  }
  const { write } = ada.socket.io.engine;
  write.call(ada.socket.io.engine, '2["calendar:change",{"events":]');
  assert.equal((await ada.until('calendar:error')).code, 'ERR_INVALID_JSON');
  ada.send('calendar:change', { events: { updated: [Buffer.from('x')] } });
  assert.equal((await ada.until('calendar:error')).code, 'ERR_BINARY_MESSAGE');
  assert.deepEqual(
    (await ben.drain()).filter(([name]) => name === 'calendar:update'),
    [],
  );
  assert.deepEqual(names(await load()), { e1: 'Dig', e2: 'Sow' });
});

/**
 * The document's manager, with what it needs of a calendar: stores that are tables. Written as it stands there.
 */
class CalendarSocketIOManager {
  constructor(calendar, serverUrl, token) {
    this.calendar = calendar;
    this.socket = io(serverUrl, {
      auth: { token },
      reconnection: true,
      reconnectionDelay: 10,
      reconnectionDelayMax: 50,
      reconnectionAttempts: 5,
      forceNew: true,
      autoUnref: true,
    });
    this.setupListeners();
  }

  setupListeners() {
    this.socket.on('connect', () => {
      this.socket.emit('calendar:subscribe', { calendarId: this.calendar.id });
    });
    this.socket.on('calendar:update', (data) => this.calendar.apply(data));
    this.socket.on('calendar:conflict', (data) => this.calendar.conflicts.push(data));
    this.socket.on('calendar:presence', (users) => this.calendar.see(users));
  }

  emitChanges(changes) {
    this.socket.emit('calendar:change', changes);
  }

  lockRecord(recordType, recordId) {
    return new Promise((resolve) => {
      this.socket.emit('calendar:lock', { type: recordType, id: recordId }, (response) => {
        resolve(response.success);
      });
    });
  }

  unlockRecord(recordType, recordId) {
    this.socket.emit('calendar:unlock', { type: recordType, id: recordId });
  }

  disconnect() {
    this.socket.disconnect();
  }
}

/** As much of a calendar as the manager works on: events by their ids. */
class FakeCalendar {
  id = 1;
  conflicts = [];
  users = [];
  #waiting = [];

  constructor(events) {
    this.events = new Map(events.map((event) => [event.id, { ...event }]));
  }

  apply({ events = {} }) {
    for (const event of events.added ?? []) this.events.set(event.id, event);
    for (const event of events.updated ?? []) Object.assign(this.events.get(event.id) ?? {}, event);
    for (const { id } of events.removed ?? []) this.events.delete(id);
    this.#tell();
  }

  see(users) {
    this.users = users;
    this.#tell();
  }

  #tell() {
    for (const look of this.#waiting) look();
  }

  /** @returns {Promise<void>} when that is so */
  until(isSo) {
    return new Promise((resolve) => {
      const look = () => isSo(this) && resolve();
      this.#waiting.push(look);
      look();
    });
  }

  get names() {
    return Object.fromEntries(Array.from(this.events, ([id, { name }]) => [id, name]));
  }
}

test('two users of the document’s manager see and lock what each does, and end alike', async (t) => {
  const { server, load } = await stage(t);
  const url = server.address.replace(/^ws/, 'http');
  const [one, two] = ['ada', 'ben'].map((name) => {
    const calendar = new FakeCalendar(SOURCE.eventsData);
    const manager = new CalendarSocketIOManager(calendar, url, `key of ${name}`);
    t.after(() => manager.disconnect());
    return { calendar, manager };
  });
  await Promise.all(
    [one, two].map(({ calendar }) => calendar.until(({ users }) => users.length === 4)),
  );

  assert.equal(await one.manager.lockRecord('event', 'e1'), true);
  assert.equal(await two.manager.lockRecord('event', 'e1'), false);
  const change = ({ calendar, manager }, changes) => {
    calendar.apply(changes);
    manager.emitChanges(changes);
  };
  change(one, { events: { updated: [{ id: 'e1', name: 'Dig deep' }] } });
  await two.calendar.until(({ events }) => events.get('e1').name === 'Dig deep');
  one.manager.unlockRecord('event', 'e1');
  change(two, { events: { added: [{ id: '_generatedEvent1', name: 'Reap' }] } });
  change(two, { events: { updated: [{ id: '_generatedEvent1', name: 'Reap well' }] } });
  change(one, { events: { removed: [{ id: 'e2' }] } });
  const isDone = ({ names: all }) =>
    Object.values(all).sort().join() === 'Dig deep,Reap well' && !('_generatedEvent1' in all);
  await Promise.all([one.calendar.until(isDone), two.calendar.until(isDone)]);
  const now = names(await load());
  assert.deepEqual(one.calendar.names, now);
  assert.deepEqual(two.calendar.names, now);
  assert.deepEqual([one.calendar.conflicts, two.calendar.conflicts], [[], []]);
});

test('a manager that lost its line subscribes again, and what it kept is made', async (t) => {
  const { server, ada, load } = await stage(t);
  const calendar = new FakeCalendar(SOURCE.eventsData);
  const manager = new CalendarSocketIOManager(
    calendar,
    server.address.replace(/^ws/, 'http'),
    'key of ben',
  );
  t.after(() => manager.disconnect());
  await calendar.until(({ users }) => users.length === 3);
  manager.socket.io.engine.close();
  manager.emitChanges({ events: { updated: [{ id: 'e2', name: 'kept' }] } });
  const { events } = await ada.until('calendar:update');
  assert.deepEqual(events.updated, [{ id: 'e2', name: 'kept' }]);
  assert.equal(names(await load()).e2, 'kept');
});
