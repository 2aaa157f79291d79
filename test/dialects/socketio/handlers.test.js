'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { setImmediate: nextTurn } = require('node:timers/promises');
const { answer } = require('../../../lib/dialects/socketio/handlers');
const { Rights } = require('../../../lib/access/rights');
const { Turns } = require('../../../lib/storage/turns');
const { socketio } = require('../../support/dialects');
const { bareProject, notingSession } = require('../../support/noting-session');

const LOAD = '["calendar:load",["data"],{"revision":5}]';

/** A session that has not said yet for which project it is. Packets are kept as they are sent. */
function stage({ locks, read = (run) => run() } = {}) {
  const said = [];
  const project = bareProject({
    locks,
    read,
    texts: {
      dataset: (view) => [Buffer.from(`["${view}"`), Buffer.from(']')],
      framesSince: (revision) => (revision === 3 ? Buffer.from('what was missed') : undefined),
    },
    isTracked: () => false,
    part: () => said.push('part'),
    people: {
      join: (_member, listens) => said.push(`join ${listens}`),
      select: (_member, place) => said.push(place),
    },
  });
  const rights = new Rights([1, 9], false, true);
  const noting = notingSession({ dialect: socketio, userName: 'Ada', rights });
  const packets = [];
  noting.connection.send = (bytes) => packets.push(String(bytes));
  noting.connection.sendFrames = noting.connection.send;
  const parts = {
    projects: { find: (id) => (id === 1 ? project : undefined) },
    arrivals: {
      tellSubscription: () => said.push('told'),
      isOfThisLife: (clientId) => clientId === 'mine',
    },
  };
  const ask = (type, data, ack) => {
    answer(noting.session, { type, data, ack }, parts);
    return packets.splice(0).map((packet) => packet.replace(/"message":"[^"]*"/, '"message":"…"'));
  };
  return { ...noting, said, ask, packets };
}

test('who subscribes gets the project, then an answer, and is one of its people', () => {
  const { ask, said, session } = stage();
  assert.deepEqual(ask('calendar:subscribe', { calendarId: 1 }, 4), [
    LOAD,
    '34[{"success":true,"clientId":"client-1","revision":5}]',
  ]);
  assert.deepEqual(said, ['join true', 'told']);
  assert.equal(session.project.id, 1);
  assert.deepEqual(ask('calendar:subscribe', { calendarId: 1 }), [LOAD]);
  assert.deepEqual(said, ['join true', 'told'], 'once');
});

test('who subscribes to a project that cannot be read is told so', async () => {
  const turns = new Turns(assert.fail, assert.fail);
  turns.refuse(new Error('The disk is gone'));
  const { ask, packets } = stage({ read: (run) => turns.read(run) });
  assert.deepEqual(ask('calendar:subscribe', { calendarId: 1 }, 4), []);
  await nextTurn();
  assert.match(packets.join(), /^34\[\{"success":false,"code":"ERR_STORAGE_FAILED"/);
});

test('who says which revision it has gets what it has missed, if that number means something here', () => {
  const { ask } = stage();
  const since = (revision, clientId) =>
    ask('calendar:subscribe', { calendarId: 1, revision, clientId })[0];
  assert.equal(since(3, 'mine'), 'what was missed');
  assert.equal(since(2, 'mine'), LOAD);
  assert.equal(since(3, 'of another life'), LOAD);
  for (const odd of [-1, 1.5, '3', null, {}]) assert.equal(since(odd, 'mine'), LOAD);
});

test('a project has to be named, to be there, and to be allowed', () => {
  const { ask } = stage();
  const cases = [
    [undefined, 'ERR_PROJECT_REQUIRED'],
    [{ calendarId: '' }, 'ERR_PROJECT_REQUIRED'],
    [{ calendarId: {} }, 'ERR_PROJECT_REQUIRED'],
    [{ calendarId: 2 }, 'ERR_FORBIDDEN'],
    [{ calendarId: 9 }, 'ERR_UNKNOWN_PROJECT'],
  ];
  for (const [data, code] of cases) {
    const refusal = `"code":"${code}","message":"…"}]`;
    assert.deepEqual(ask('calendar:subscribe', data, 1), [`31[{"success":false,${refusal}`]);
    assert.deepEqual(ask('calendar:subscribe', data), [`["calendar:error",{${refusal}`]);
  }
});

test('what needs a project is refused before there is one', () => {
  const { ask } = stage();
  for (const name of ['calendar:presence', 'calendar:lock', 'calendar:unlock']) {
    assert.deepEqual(ask(name, { type: 'event', id: 1 }), [
      '["calendar:error",{"code":"ERR_NOT_SUBSCRIBED","message":"…"}]',
    ]);
  }
});

test('a place and a lock are of an event where no type is named, or of what is named', () => {
  const asked = [];
  const locks = {
    take: (...what) => asked.push(what.slice(1)) && { success: true, fence: 1 },
    release: (...what) => asked.push(what.slice(1)) > 0,
  };
  const { ask, said } = stage({ locks });
  ask('calendar:subscribe', { calendarId: 1 });
  said.length = 0;
  assert.deepEqual(ask('calendar:presence', { recordId: 5 }, 0), ['30[{"success":true}]']);
  ask('calendar:presence', { recordType: 'resource', recordId: 'r', action: 'editing' });
  ask('calendar:presence', {});
  assert.deepEqual(said, [
    { type: 'events', id: 5, isEditing: false },
    { type: 'resources', id: 'r', isEditing: true },
    null,
  ]);
  const lock = { type: 'event', id: 5, wait: true };
  assert.deepEqual(ask('calendar:lock', lock, 1), [
    '31[{"type":"events","id":5,"success":true,"fence":1}]',
  ]);
  assert.deepEqual(ask('calendar:unlock', lock, 2), [
    '32[{"type":"events","id":5,"success":true}]',
  ]);
  assert.deepEqual(ask('calendar:unlock', lock), [], 'nobody has asked for an answer');
  assert.deepEqual(asked.slice(0, 2), [
    [{ type: 'events', id: 5 }, true],
    [{ type: 'events', id: 5 }],
  ]);
});

test('what is no place, no record or no event is refused, and nothing is thrown', () => {
  const { ask } = stage({ locks: {} });
  ask('calendar:subscribe', { calendarId: 1 });
  const invalid = '31[{"success":false,"code":"ERR_INVALID_RECORD","message":"…"}]';
  const odd = [undefined, null, 5, 'x', [], {}];
  for (const data of odd) {
    assert.deepEqual(ask('calendar:lock', data, 1), [invalid]);
    assert.deepEqual(ask('calendar:unlock', data, 1), [invalid]);
  }
  for (const data of [{ recordId: {} }, { action: 'left' }, { recordType: 5 }])
    assert.deepEqual(ask('calendar:presence', data, 1), [invalid]);
  assert.match(ask('constructor', {}).join(), /^\["calendar:error",\{"code":"ERR_UNKNOWN_COMMAND"/);
  assert.deepEqual(ask('calendar:presence', { recordId: 1 }, 'x'.repeat(9)), []);
});
