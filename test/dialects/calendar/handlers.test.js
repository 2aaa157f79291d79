'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { answer, welcome } = require('../../../lib/dialects/calendar/handlers');
const { calendar } = require('../../support/dialects');
const { bareProject, notingSession } = require('../../support/noting-session');

/** A session that follows a project, which notes what people in it say. */
function stage() {
  const places = [];
  const project = bareProject({
    read: (run) => run(),
    texts: {
      dataset: () => [Buffer.from('"all"')],
      framesSince: (revision) =>
        revision >= 3 ? Buffer.from(`frames from ${revision}`) : undefined,
    },
    people: { select: (_member, place) => places.push(place) },
  });
  const noting = notingSession({ dialect: calendar, userName: 'Ada' });
  const { session, connection, sent } = noting;
  session.follow(project);
  session.member = { clientId: 'client-1' };
  connection.sendFrames = (frames) => sent.push(`${frames}`);
  const ask = (message) => {
    answer(session, message);
    return sent.splice(0);
  };
  return { ...noting, project, places, ask };
}

const codesOf = (messages) => messages.map(({ data }) => data.code);

test('load brings the project and its mark, and whoever comes may change it then', () => {
  const { ask, session, connection } = stage();
  session.isStranger = session.isLost = true;
  const [{ type, data, revision }] = ask({ type: 'load' });
  assert.deepEqual([type, data, revision], ['load', 'all', 5]);
  assert.deepEqual([session.isStranger, session.isLost], [false, false]);
  assert.deepEqual(connection.marks, ['1.5.1']);
});

test('load with a revision brings what came after it, where that is known', () => {
  const { ask, session } = stage();
  assert.deepEqual(ask({ type: 'load', revision: 3 }), ['frames from 3']);
  assert.equal(ask({ type: 'load', revision: 2 })[0].type, 'load');
  assert.equal(ask({ type: 'load', revision: null })[0].type, 'load');
  session.isStranger = true;
  assert.equal(ask({ type: 'load', revision: 3 })[0].type, 'load');
  for (const revision of [-1, 1.5, '3', {}, [3]]) {
    assert.deepEqual(codesOf(ask({ type: 'load', revision })), ['ERR_INVALID_REVISION']);
  }
});

test('presence says where its client is', () => {
  const { ask, places } = stage();
  const at = { recordType: 'events', recordId: 7, action: 'editing' };
  assert.deepEqual(ask({ type: 'presence', data: at }), []);
  assert.deepEqual(ask({ type: 'presence', data: {} }), []);
  assert.deepEqual(places, [{ type: 'events', id: 7, isEditing: true }, null]);
  for (const data of [undefined, null, [], 'events', { recordId: {} }, { action: 'sleeping' }]) {
    assert.deepEqual(codesOf(ask({ type: 'presence', data })), ['ERR_INVALID_RECORD']);
  }
});

test('a record is locked and let go of; what is none is refused', () => {
  const { ask, project } = stage();
  project.locks = { take: () => ({ success: true }), release: () => true };
  const data = { recordType: 'events', recordId: 7 };
  assert.deepEqual(ask({ type: 'lock', data })[0].data, { ...data, success: true });
  assert.deepEqual(ask({ type: 'unlock', data })[0].data, { ...data, success: true });
  for (const type of ['lock', 'unlock']) {
    for (const wrong of [undefined, null, [], 7, {}, { recordId: {} }]) {
      assert.deepEqual(codesOf(ask({ type, data: wrong })), ['ERR_INVALID_RECORD']);
    }
  }
});

test('other types are no messages', () => {
  const { ask } = stage();
  for (const type of ['dance', 'constructor', '__proto__', 'welcome', 'conflict', '']) {
    assert.deepEqual(codesOf(ask({ type })), ['ERR_UNKNOWN_COMMAND']);
  }
});

test('who comes is welcomed with its id, the secret of that, and the revision', () => {
  const { session, sent, project } = stage();
  const arrivals = {
    receive: (_session, _guest, greet) => greet({ clientId: 'new', resume: 'secret' }),
  };
  welcome(arrivals, session, { dialect: calendar, project });
  const [{ timestamp, ...message }] = sent;
  assert.equal(typeof timestamp, 'number');
  const data = { clientId: 'new', resume: 'secret', revision: 5 };
  assert.deepEqual(message, { type: 'welcome', data });
});
