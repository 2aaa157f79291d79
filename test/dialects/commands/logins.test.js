'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Rights } = require('../../../lib/access/rights');
const { flat } = require('../../support/dialects');
const { greet, login } = require('../../../lib/dialects/commands/logins');
const { notingSession } = require('../../support/noting-session');

const VERDICT = { userName: 'Ada', rights: new Rights('*', false, true) };
const WRONG = { code: 'ERR_UNAUTHORIZED' };

/** Somebody who wants in, where the verdict is given, and what was done about it. */
function stage(verdict, how) {
  const stageSession = notingSession(how);
  const done = [];
  const arrivals = {
    identify(session, somebody) {
      session.identity = { clientId: 'client-9', origin: 'client-9', ...somebody };
      done.push('identify');
      return 'client-9';
    },
    secretOf: () => 'secret',
    announce: () => done.push('announce'),
    tellLogin: () => done.push('tell'),
    greet: () => done.push('greet'),
  };
  const authenticator = { authenticate: () => verdict, authenticateGuest: () => verdict };
  const parts = { authenticator, arrivals };
  const { session } = stageSession;
  return {
    ...stageSession,
    done,
    login: (fields) => login(parts, session, { command: 'login', fields }),
    greet: (fields) => greet(parts, session, { command: 'hello', fields }),
  };
}

test('who has shown a token before needs no password under its name, and does under others', () => {
  const { login: enter, session, done } = stage(WRONG);
  session.credentials.visitor = VERDICT;
  void enter({ login: 'Ben' });
  assert.deepEqual(done, []);
  enter({ login: ' Ada' });
  assert.deepEqual(done, ['identify', 'announce']);
});

test('a login is answered with a client id, before the others are told; its secret goes to who asks', () => {
  for (const [resume, secret] of [
    [true, 'secret'],
    [1, undefined],
  ]) {
    const { login: enter, sent, done } = stage(VERDICT);
    enter({ login: 'Ada', password: 'x', resume });
    assert.deepEqual(done, ['identify', 'announce']);
    assert.equal(sent.length, 1);
    const { client, userName, resume: told } = sent[0].data;
    assert.deepEqual([client, userName, told], ['client-9', 'Ada', secret]);
  }
});

test('a wrong password is answered with the text of the old server, and holds up the connection alone', async () => {
  const { login: enter, sent, done, session, lines } = stage(WRONG);
  assert.ok(enter({ login: 'Ada', password: 'x' }) instanceof Promise);
  assert.deepEqual(sent, [{ command: 'login', error: 'Wrong username/password' }]);
  assert.deepEqual([done, session.identity], [[], undefined]);
  assert.match(lines.join(), /warn: .* may not log in as "Ada"/);
});

test('who has to wait is told how long', () => {
  const { login: enter, sent } = stage({ code: 'ERR_TOO_MANY_ATTEMPTS', waitMs: 1500 });
  void enter({ login: 'Ada', password: 'x' });
  assert.deepEqual(
    sent.map(({ error }) => error),
    ['Too many wrong passwords: try again in 2 s (ERR_TOO_MANY_ATTEMPTS)'],
  );
});

test('who has gone while the password was checked is nobody', async () => {
  const { login: enter, sent, done, connection } = stage(Promise.resolve(VERDICT));
  const entering = enter({ login: 'Ada', password: 'x' });
  connection.hasEnded = true;
  await entering;
  assert.deepEqual([sent, done], [[], []]);
});

test('after twenty logins at once a connection is refused', () => {
  const { login: enter, greet: hello, sent } = stage(VERDICT);
  for (let count = 0; count < 20; count++) enter({ login: 'Ada', password: 'x' });
  enter({ login: 'Ada', password: 'x' });
  hello({ userName: 'Ada' });
  const errors = sent.slice(20).map(({ error }) => error.slice(-21));
  assert.deepEqual(errors, ['(ERR_TOO_MANY_LOGINS)', '(ERR_TOO_MANY_LOGINS)']);
});

test('a greeting logs in whom nobody knows, and gives who is known another name', () => {
  const newcomer = stage(VERDICT, { dialect: flat });
  newcomer.greet({ userName: 'Ada' });
  assert.deepEqual(newcomer.done, ['identify', 'tell', 'greet']);
  const known = stage(VERDICT, { dialect: flat, userName: 'Ada' });
  known.greet({ userName: 'Zoe with a name that is long' });
  assert.deepEqual(known.done, ['greet']);
  assert.equal(known.session.identity.userName, 'Zoe with a name');
  known.greet({ userName: 7 });
  assert.equal(known.session.identity.userName, 'Client');
});

test('a greeting with a name that is not to be had changes nothing, unless it is one’s own', () => {
  const { greet: hello, done, sent, session } = stage(WRONG, { dialect: flat, userName: 'Ada' });
  hello({ userName: 'Ben' });
  assert.deepEqual([done, session.identity.userName], [[], 'Ada']);
  assert.deepEqual(sent, [{ command: 'hello', error: 'Wrong username/password' }]);
  hello({ userName: 'Ada' });
  assert.deepEqual(done, ['greet']);
});
