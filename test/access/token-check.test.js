'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Accounts } = require('../../lib/access/accounts');
const { TokenCheck } = require('../../lib/access/token-check');

const GROUPS = { staff: { projects: [1] }, anonymous: { projects: [2] } };
const USERS = { Ada: { token: 'key of Ada', group: 'staff', avatar: '/a.png' } };
const WRONG = { code: 'ERR_UNAUTHORIZED' };

/** A check of tokens, and what is said of the function that knows them. */
function stage(verifyToken, seconds = 0) {
  const complaints = [];
  const hook = { verifyToken, complain: (_name, what) => complaints.push(what) };
  const tokens = new TokenCheck(new Accounts(USERS, GROUPS), hook, seconds);
  const check = (token) =>
    tokens.check(token, { network: '192.0.2.7', signal: new AbortController().signal });
  return { check, complaints };
}

test('a token of the options is answered at once, without a question', () => {
  const { check } = stage(() => assert.fail('asked'));
  const { userName, rights, avatar } = check('key of Ada');
  assert.deepEqual([userName, avatar, rights.maySee(1)], ['Ada', '/a.png', true]);
});

test('without a function every other token is wrong', () => {
  assert.deepEqual(stage().check('key'), WRONG);
});

test('a function names a user with a group and a picture, else those of the user or of anybody', async () => {
  const named = new Map([
    ['a', { userName: 'Zoe', group: 'staff', avatar: '/z.png' }],
    ['b', { userName: 'Ada' }],
    ['c', { userName: 'Zoe' }],
  ]);
  const { check, complaints } = stage((token) => named.get(token));
  const verdicts = await Promise.all([...named.keys()].map(check));
  assert.deepEqual(
    verdicts.map(({ userName, rights, avatar }) => [userName, rights.maySee(1), avatar]),
    [
      ['Zoe', true, '/z.png'],
      ['Ada', true, '/a.png'],
      ['Zoe', false, undefined],
    ],
  );
  assert.deepEqual(await check('d'), WRONG);
  assert.deepEqual(complaints, []);
});

test('who cannot be is let in by no function, and that is said', async () => {
  const impossible = [
    { userName: 'Server' },
    { userName: 7 },
    { userName: 'Ad\u0430' },
    { userName: 'Zoe', group: 'nobody' },
    { userName: 'Zoe', avatar: 7 },
  ];
  const { check, complaints } = stage((token) => impossible[token]);
  for (const index of impossible.keys()) assert.deepEqual(await check(String(index)), WRONG);
  assert.equal(complaints.length, impossible.length);
});

test('a function that does not answer in time lets nobody in', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { check, complaints } = stage(() => new Promise(() => {}), 3);
  const verdict = check('key');
  t.mock.timers.tick(2999);
  assert.deepEqual(complaints, []);
  t.mock.timers.tick(1);
  assert.deepEqual(await verdict, { code: 'ERR_LOGIN_TIMEOUT' });
  assert.deepEqual(complaints, ['did not answer in time']);
});

test('a function may say when a token ends; one that has ended is wrong, and an end that is none is complained of', async () => {
  const soon = Date.now() + 60_000;
  const ends = { number: soon, date: new Date(soon), past: Date.now() - 1, none: 'tomorrow' };
  const { check, complaints } = stage((token) => ({ userName: 'Zoe', expires: ends[token] }));
  assert.equal((await check('number')).expires, soon);
  assert.equal((await check('date')).expires, soon);
  assert.deepEqual(await check('past'), WRONG);
  assert.deepEqual(complaints, []);
  assert.deepEqual(await check('none'), WRONG);
  assert.deepEqual(complaints, ['named a user, a group or an end that there cannot be']);
});
