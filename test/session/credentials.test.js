'use strict';

const assert = require('node:assert/strict');
const { mock, test } = require('node:test');
const { CLOSE } = require('../../lib/net/close-codes');
const { Credentials } = require('../../lib/session/credentials');

test('twenty logins at once, then one a second', (t) => {
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  const credentials = new Credentials({});
  const taken = () => {
    let count = 0;
    while (credentials.takeLogin()) count++;
    return count;
  };
  assert.equal(taken(), 20);
  now += 1000;
  assert.equal(taken(), 1);
});

test('no token is known unless somebody says so', () => {
  assert.deepEqual(new Credentials({}).verify('a'), { code: 'ERR_UNAUTHORIZED' });
});

test('the connection ends when the token runs out', (t) => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  t.after(() => mock.timers.reset());
  const closed = [];
  const credentials = new Credentials({ close: (...how) => closed.push(how) });
  credentials.expiry.set(5000);
  mock.timers.tick(4999);
  assert.deepEqual(closed, []);
  mock.timers.tick(1);
  assert.deepEqual(closed, [[CLOSE.TOKEN, 'ERR_UNAUTHORIZED']]);
});
