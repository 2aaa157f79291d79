'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Failures } = require('../../lib/access/failures');

const HOUR = 3_600_000;
const NEVER = 1e12;

test('the first few cost nothing, then a second, and twice as long each time up to a minute', () => {
  const failures = new Failures({ free: 3, forgetMs: NEVER });
  const waits = Array.from({ length: 11 }, () => {
    const wait = failures.wait('Ada', 0);
    failures.add('Ada', 0);
    return wait;
  });
  const seconds = [0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60];
  assert.deepEqual(
    waits,
    seconds.map((each) => each * 1000),
  );
});

test('a wait begins with the last failure, and is over when it is over', () => {
  const failures = new Failures({ free: 1, forgetMs: NEVER });
  failures.add('Ada', 100);
  assert.deepEqual(
    [100, 600, 1099, 1100, 5000].map((now) => failures.wait('Ada', now)),
    [1000, 500, 1, 0, 0],
  );
  assert.equal(failures.wait('Ben', 100), 0);
});

test('failures are forgotten one after the other', () => {
  const failures = new Failures({ free: 1, forgetMs: HOUR });
  for (let count = 0; count < 8; count++) failures.add('Ada', 0);
  failures.add('Ada', 5 * HOUR);
  // Three of eight were left, and one came.
  assert.equal(failures.wait('Ada', 5 * HOUR), 8000);
  failures.add('Ada', 9 * HOUR);
  assert.equal(failures.wait('Ada', 9 * HOUR), 1000);
});

test('ten thousand are remembered: who failed last of all is forgotten first', () => {
  const failures = new Failures({ free: 1, forgetMs: NEVER });
  for (const whom of ['Ada', 'Ben', 'Ada']) failures.add(whom, 0);
  for (let index = 0; index < 9999; index++) failures.add(`${index}`, 0);
  assert.equal(failures.wait('Ben', 0), 0);
  assert.equal(failures.wait('Ada', 0), 2000);
  failures.add('one more', 0);
  assert.equal(failures.wait('Ada', 0), 0);
});
