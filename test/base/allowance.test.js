'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Allowance } = require('../../lib/base/allowance');

test('a few times at once, then one each pause, refilled up to where it began', () => {
  const allowance = new Allowance(3, 100);
  assert.deepEqual(
    [0, 0, 0, 0].map((now) => allowance.take(now)),
    [0, 0, 0, 100],
  );
  assert.deepEqual(
    [50, 100, 100].map((now) => allowance.take(now)),
    [50, 0, 100],
  );
  assert.deepEqual(
    [10_000, 10_000, 10_000, 10_000].map((now) => allowance.take(now)),
    [0, 0, 0, 100],
  );
});
