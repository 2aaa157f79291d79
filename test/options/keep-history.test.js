'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { keepHistory } = require('../../lib/options/keep-history');

const DAY = 86_400_000;

test('what is kept of the past is an age, a number of revisions, or both', () => {
  const { read } = keepHistory();
  assert.deepEqual(read('90d'), { revisions: 0, age: 90 * DAY });
  assert.deepEqual(read('12h'), { revisions: 0, age: DAY / 2 });
  assert.deepEqual(read('10000'), { revisions: 10_000, age: 0 });
  assert.deepEqual(read(10_000), { revisions: 10_000, age: 0 });
  assert.deepEqual(read('90d, 10000'), { revisions: 10_000, age: 90 * DAY });
  assert.deepEqual(read({ age: DAY }), { revisions: 0, age: DAY });
  for (const wrong of ['', '0', '0d', '-1', '1w', 'all', '1,', { age: -1 }, { days: 1 }, 1.5]) {
    assert.equal(read(wrong), undefined, JSON.stringify(wrong));
  }
});
