'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Rights } = require('../../lib/access/rights');
const { Arrivals } = require('../../lib/session/arrivals');
const { ClientIds } = require('../../lib/session/client-ids');
const { sync } = require('../support/dialects');
const { bareProject, notingSession } = require('../support/noting-session');

const ADA = { userName: 'Ada', rights: new Rights('*', false, true) };
const NOBODY = { rights: ADA.rights };
const PROJECT = {
  id: 1,
  epoch: 1,
  revision: 5,
  forgotten: 0,
  subscribers: { add() {}, delete() {} },
};

/** Arrivals, and all that others and the application are told. */
function stage() {
  const told = [];
  const note =
    (what) =>
    ({ client, userName, project }) =>
      told.push([what, client, userName, project].filter((each) => each !== undefined).join(' '));
  const presence = {
    enter: ({ identity }) => told.push(`enter ${identity.userName}`),
    greet: ({ identity }) => told.push(`greet ${identity.userName}`),
    leave: ({ identity }) => told.push(`leave ${identity?.userName ?? 'nobody'}`),
  };
  const clientIds = new ClientIds();
  const hooks = { onLogin: note('login'), onSubscribe: note('subscribe') };
  const arrivals = new Arrivals({ clientIds, hooks, presence });
  /** Somebody who has come, and is at the project. */
  const enter = (somebody = ADA) => {
    const noting = notingSession();
    const id = arrivals.identify(noting.session, somebody);
    const secret = arrivals.secretOf(noting.session);
    noting.session.follow(PROJECT);
    told.length = 0;
    return { ...noting, id, secret };
  };
  return { arrivals, told, enter };
}

test('a session becomes somebody, and whoever it was before ends', () => {
  const { arrivals, told, enter } = stage();
  const { session, id } = enter();
  assert.equal(session.identity.clientId, id);
  const next = arrivals.identify(session, { ...ADA, userName: 'Ben' });
  assert.notEqual(next, id);
  assert.deepEqual([session.identity.userName, session.project], ['Ben', undefined]);
  assert.deepEqual(told, ['leave Ada']);
});

test('the others and the application are told who has come, if that has a name', () => {
  const { arrivals, told, enter } = stage();
  const { session, id } = enter();
  arrivals.announce(session);
  arrivals.tellSubscription(session);
  assert.deepEqual(told, ['enter Ada', `login ${id} Ada`, `subscribe ${id} Ada 1`]);
  const anonymous = enter(NOBODY);
  arrivals.announce(anonymous.session);
  arrivals.tellSubscription(anonymous.session);
  assert.deepEqual(told, [`subscribe ${anonymous.id} 1`]);
});

test('who has closed meanwhile is told to the application alone', () => {
  const { arrivals, told, enter } = stage();
  const { session, connection, id } = enter();
  connection.isOpen = false;
  arrivals.announce(session);
  arrivals.greet(session);
  assert.deepEqual(told, [`login ${id} Ada`]);
});

test('who shows the secret of a client goes on as that one, and the old connection ends', () => {
  const { arrivals, enter } = stage();
  const old = enter();
  old.connection.onSeen(Buffer.from('1.3'));
  const { session, id } = enter();
  session.follow(undefined);
  assert.equal(arrivals.follow(session, PROJECT, { client: old.id, resume: old.secret }), true);
  assert.deepEqual([session.project, session.seen], [PROJECT, 3]);
  assert.deepEqual([session.identity.clientId, session.identity.origin], [id, old.id]);
  assert.deepEqual([old.connection.closed, old.session.identity], [4409, undefined]);
});

test('who gives a wrong secret follows nothing new; who gives none follows, but not as that one', () => {
  const { arrivals, enter } = stage();
  const old = enter();
  const { session } = enter();
  session.follow(undefined);
  assert.equal(arrivals.follow(session, PROJECT, { client: old.id, resume: 'guess' }), false);
  assert.equal(session.project, undefined);
  assert.equal(arrivals.follow(session, PROJECT, { client: old.id }), false);
  assert.equal(session.project, PROJECT);
  assert.equal(session.identity.origin, session.identity.clientId);
  assert.equal(old.connection.closed, undefined);
});

test('who names itself, nobody, or somebody of another life of the server just follows', () => {
  const { arrivals, enter } = stage();
  const { session, id } = enter();
  for (const client of [undefined, id, 'client-of-before', 7]) {
    session.follow(undefined);
    assert.equal(arrivals.follow(session, PROJECT, { client, resume: 'any' }), true);
    assert.equal(session.project, PROJECT);
  }
});

test('who departs is nobody any more, and may come back', () => {
  const { arrivals, told, enter } = stage();
  const { session, id, secret } = enter();
  const left = [];
  const part = (member) => left.push(member.clientId);
  session.follow({ ...PROJECT, people: { join() {} }, part });
  session.appear(false);
  const comer = { userName: 'Ada', dialect: 'commands', project: session.project };
  arrivals.depart(session);
  assert.deepEqual([told, left], [['leave Ada'], [id, id]]);
  assert.deepEqual([session.identity, session.project, session.member], Array(3).fill(undefined));
  assert.equal(arrivals.recall(id, secret, comer).origin, id);
  assert.equal(arrivals.recall(id, 'guess', comer), undefined);
});

/** A guest comes to a project; what happens is noted in its order. */
function receive({ arrivals, told }, { clientId = null, secret = null, ...more } = {}) {
  const { session } = notingSession();
  const project = bareProject({
    forgotten: 0,
    subscribers: { add: () => told.push('follow'), delete() {} },
    people: { join: () => told.push('appear') },
    part() {},
    ...more,
  });
  const guest = { dialect: sync, visitor: ADA, project, clientId, secret };
  let greeting;
  arrivals.receive(session, guest, (who) => {
    greeting = who;
    told.push('greet');
  });
  return { session, project, greeting };
}

test('a guest follows its project, gets what it gets first, and then the others hear of it', () => {
  const { arrivals, told } = stage();
  const { session, greeting } = receive({ arrivals, told });
  const { clientId } = session.identity;
  assert.deepEqual(greeting, { clientId, resume: arrivals.secretOf(session) });
  assert.deepEqual(told, [
    'leave nobody',
    'follow',
    'greet',
    'appear',
    'enter Ada',
    `login ${clientId} Ada`,
    `subscribe ${clientId} Ada 1`,
  ]);
  assert.equal(session.dialect, sync);
  assert.deepEqual([session.isStranger, session.isLost], [false, false]);
});

test('a guest that comes back goes on under its id; one that cannot is a stranger, and lost if it may have made changes', () => {
  const { arrivals, told } = stage();
  const first = receive({ arrivals, told });
  const { clientId, resume } = first.greeting;
  const own = { ...first.project };
  const back = receive({ arrivals, told }, { ...own, clientId, secret: resume });
  assert.notEqual(back.greeting.clientId, clientId, 'its project is another one');
  assert.deepEqual([back.session.isStranger, back.session.isLost], [true, true]);
  const other = receive({ arrivals, told }, { clientId: 'client-of-another-life' });
  assert.deepEqual([other.session.isStranger, other.session.isLost], [true, false]);
  const kept = receive({ arrivals, told }, { clientId: 'client-of-another-life', isKept: true });
  assert.deepEqual([kept.session.isStranger, kept.session.isLost], [false, false]);
});
