'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { RateLimit } = require('../../lib/net/rate-limit');

test('the rate limit lets a second of messages through at once, then as many as come free', () => {
  const limit = new RateLimit(10, 0);
  const take = (now, from = limit) => from.take(() => now);
  const burst = Array.from({ length: 10 }, () => take(0));
  assert.deepEqual(new Set(burst), new Set([0]));
  assert.equal(take(0), 200);
  assert.equal(take(200), 0);
  assert.equal(take(10_000), 0);
  // A long pause earns no more than a second does.
  const more = Array.from({ length: 10 }, () => take(10_000) > 0);
  assert.deepEqual(more, [...Array(9).fill(false), true]);
  assert.equal(take(0, new RateLimit(0, 0)), 0);
});

test('whoever stays below the rate never waits, and whoever is above it gets the rate', () => {
  for (const [gap, waits] of [
    [150, false],
    [101, false],
    [50, true],
  ]) {
    const limit = new RateLimit(10, 0);
    let now = 0;
    let waited = 0;
    const count = 1000;
    for (let i = 0; i < count; i++) {
      now += gap;
      const delay = limit.take(() => now);
      waited += delay;
      now += delay;
    }
    assert.equal(waited > 0, waits, `${gap}`);
    assert.ok(count / (now / 1000) < 10.5, `${gap}`);
  }
});
