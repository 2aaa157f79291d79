'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Expiry } = require('../../lib/session/expiry');

const DAY_MS = 24 * 3600 * 1000;

test('the end comes when it was said, be it after weeks, once, and the last word counts', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const ends = [];
  const expiry = new Expiry(() => ends.push(Date.now() / DAY_MS));
  expiry.set(2 * DAY_MS);
  expiry.set(60 * DAY_MS);
  for (let day = 0; day < 61; day++) t.mock.timers.tick(DAY_MS);
  assert.deepEqual(ends, [60]);
  expiry.set(0);
  t.mock.timers.tick(1);
  assert.equal(ends.length, 2);
});

test('without an end, or where it was taken back, nothing happens', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const expiry = new Expiry(() => assert.fail('ended'));
  expiry.set();
  expiry.set(DAY_MS);
  expiry.clear();
  t.mock.timers.tick(2 * DAY_MS);
});
