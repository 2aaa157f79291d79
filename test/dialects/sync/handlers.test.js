'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { sync } = require('../../../lib/dialects');
const { answerSync } = require('../../../lib/dialects/sync/handlers');
const { bareProject, notingSession } = require('../../support/noting-session');

/** A session that follows a project, which notes what people in it say. */
function stage() {
  const said = [];
  const project = bareProject({
    read: (run) => run(),
    dataset: (view) => [Buffer.from(`{"type":"${view}"`), Buffer.from('}')],
    framesSince: (revision) => (revision >= 3 ? Buffer.from(`frames from ${revision}`) : undefined),
    people: {
      heartbeat: (_member, task) => said.push(['heartbeat', task]) && task !== true,
      select: (_member, task) => said.push(['select', task]) && task !== true,
    },
  });
  const noting = notingSession({ dialect: sync, userName: 'Ada' });
  const { session, connection, sent } = noting;
  session.member = { clientId: 'client-1' };
  session.follow(project);
  connection.sendFrames = (frames) => sent.push(`${frames}`);
  const ask = (type, payload) => {
    answerSync(session, { type, payload });
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
    ['heartbeat', 7],
    ['heartbeat', undefined],
    ['select', 8],
    ['select', null],
  ]);
  assert.equal(ask('heartbeat', { activeTask: true })[0].payload.code, 'ERR_INVALID_ID');
  assert.equal(ask('selection', { taskId: true })[0].payload.code, 'ERR_INVALID_ID');
});

test('another type is named in the answer, as far as it is short', () => {
  const { ask } = stage();
  for (const type of ['nonsense', 'constructor', 'x'.repeat(1000)]) {
    const [{ payload }] = ask(type);
    assert.equal(payload.code, 'ERR_UNKNOWN_COMMAND');
    assert.equal(payload.message, `There is no message of type "${type.slice(0, 40)}"`);
  }
});
