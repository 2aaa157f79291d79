'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { sync } = require('../../support/dialects');
const { answer } = require('../../../lib/dialects/sync/handlers');
const { bareProject, notingSession } = require('../../support/noting-session');

/** A session that follows a project, which notes what people in it say. */
function stage() {
  const said = [];
  const project = bareProject({
    read: (run) => run(),
    texts: {
      dataset: (view) => [Buffer.from(`{"type":"${view}"`), Buffer.from('}')],
      framesSince: (revision) =>
        revision >= 3 ? Buffer.from(`frames from ${revision}`) : undefined,
    },
    people: {
      join() {},
      touch: () => said.push(['touch']),
      heartbeat: (_member, place) => said.push(['heartbeat', place]),
      select: (_member, place) => said.push(['select', place]),
    },
  });
  const noting = notingSession({ dialect: sync, userName: 'Ada' });
  const { session, connection, sent } = noting;
  session.follow(project);
  session.appear(true);
  connection.sendFrames = (frames) => sent.push(`${frames}`);
  const ask = (type, payload) => {
    answer(session, { type, payload });
    return sent.splice(0);
  };
  return { ...noting, said, ask };
}

test('request_sync brings the project and its mark, and whoever comes may change it then', () => {
  const { ask, session, connection } = stage();
  session.isStranger = session.isLost = true;
  assert.deepEqual(ask('request_sync'), [{ type: 'sync' }]);
  assert.deepEqual([session.isStranger, session.isLost], [false, false]);
  assert.deepEqual(connection.marks, ['1.5']);
});

test('request_delta brings what was missed, else the project', () => {
  const { ask, session } = stage();
  assert.deepEqual(ask('request_delta', { lastRevision: 3 }), ['frames from 3']);
  assert.deepEqual(ask('request_delta', { lastRevision: 2 }), [{ type: 'sync' }]);
  session.isStranger = true;
  assert.deepEqual(ask('request_delta', { lastRevision: 3 }), [{ type: 'sync' }]);
  for (const lastRevision of [-1, 1.5, '3', undefined]) {
    const [{ payload }] = ask('request_delta', { lastRevision });
    assert.equal(payload.code, 'ERR_INVALID_REVISION');
  }
});

test('what people work on is told, without an answer unless it is no task', () => {
  const { ask, said } = stage();
  assert.deepEqual(ask('heartbeat', { activeTask: 7 }), []);
  assert.deepEqual(ask('heartbeat'), []);
  assert.deepEqual(ask('selection', { taskId: 8 }), []);
  assert.deepEqual(ask('selection', {}), []);
  assert.deepEqual(said, [
    ['heartbeat', { type: 'tasks', id: 7, isEditing: false }],
    ['heartbeat', null],
    ['select', { type: 'tasks', id: 8, isEditing: false }],
    ['select', null],
  ]);
  said.length = 0;
  const place = { recordType: 'resources', recordId: 'r1', action: 'editing' };
  assert.deepEqual([ask('selection', place), ask('heartbeat', place)], [[], []]);
  assert.deepEqual(said, [
    ['select', { type: 'resources', id: 'r1', isEditing: true }],
    ['heartbeat', { type: 'resources', id: 'r1', isEditing: true }],
  ]);
  said.length = 0;
  assert.equal(ask('heartbeat', { activeTask: true })[0].payload.code, 'ERR_INVALID_ID');
  assert.equal(ask('selection', { taskId: true })[0].payload.code, 'ERR_INVALID_ID');
  const dancing = { taskId: 8, action: 'dancing' };
  assert.equal(ask('selection', dancing)[0].payload.code, 'ERR_INVALID_RECORD');
  assert.deepEqual(said, [['touch']]);
});

test('another type is named in the answer, as far as it is short', () => {
  const { ask } = stage();
  for (const type of ['nonsense', 'constructor', 'x'.repeat(1000)]) {
    const [{ payload }] = ask(type);
    assert.equal(payload.code, 'ERR_UNKNOWN_COMMAND');
    assert.equal(payload.message, `There is no message of type "${type.slice(0, 40)}"`);
  }
});
