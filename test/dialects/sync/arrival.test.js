'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Rights } = require('../../../lib/access/rights');
const { sync } = require('../../support/dialects');
const { welcome } = require('../../../lib/dialects/sync/arrival');
const { bareProject, notingSession } = require('../../support/noting-session');

/** A guest comes to a project; `past` is what is known of the client that it says it was. */
function comeIn({ clientId = null, past, isOfThisLife = true } = {}) {
  const { session, connection, sent } = notingSession();
  const done = [];
  const project = bareProject({
    subscribers: { add: () => done.push('follow'), delete() {} },
    dataset: (view) => [Buffer.from(`{"view":"${view}"}`)],
    people: { join: (member) => done.push(`join ${member.clientId} ${sent.length}`) },
  });
  const arrivals = {
    recall: () => past,
    identify(_session, visitor, { clientId: id = 'new' }) {
      session.identity = { clientId: id, origin: id, ...visitor };
      return id;
    },
    isOfThisLife: () => isOfThisLife,
    secretOf: () => 'secret',
    announce: () => done.push('announce'),
    tellSubscription: () => done.push('tell'),
  };
  const visitor = { userName: 'Ada', avatar: '/a.png', rights: new Rights('*', false, true) };
  welcome(arrivals, session, { dialect: sync, visitor, project, clientId, secret: null });
  return { session, connection, sent, done };
}

test('who comes gets init first: the client id, its secret, the project and its revision', () => {
  const { session, connection, sent, done } = comeIn();
  const project = { view: 'data' };
  const payload = { clientId: 'new', resume: 'secret', project, revision: 5 };
  assert.deepEqual(sent, [{ type: 'init', payload }]);
  assert.deepEqual(connection.marks, ['1.5']);
  assert.deepEqual(done, ['follow', 'join new 1', 'announce', 'tell']);
  assert.equal(session.dialect, sync);
  const { connection: _, ...member } = session.member;
  assert.deepEqual(member, { clientId: 'new', userName: 'Ada', avatar: '/a.png', dialect: sync });
  assert.deepEqual([session.isStranger, session.isLost], [false, false]);
});

test('who comes back goes on under the id and from the revision that it had', () => {
  const past = { origin: 'old', seen: 3, answered: 3 };
  const { session, sent } = comeIn({ clientId: 'old', past });
  assert.equal(sent[0].payload.clientId, 'old');
  assert.equal(session.seen, 3);
  assert.deepEqual([session.isStranger, session.isLost], [false, false]);
});

test('who names a client as which it cannot go on is a stranger, and lost if that one may have made its changes', () => {
  const lost = comeIn({ clientId: 'old' }).session;
  assert.deepEqual([lost.isStranger, lost.isLost], [true, true]);
  const other = comeIn({ clientId: 'old', isOfThisLife: false }).session;
  assert.deepEqual([other.isStranger, other.isLost], [true, false]);
});
