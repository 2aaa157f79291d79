'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { IdleTimer } = require('../../lib/base/idle-timer');

test('the idle timer fires once after the last touch, and again only after another', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let fired = 0;
  let now = 50;
  const timer = new IdleTimer(
    1000,
    () => (fired += 1),
    () => now,
  );
  const seen = [];
  const wait = (milliseconds) => {
    now += milliseconds;
    t.mock.timers.tick(milliseconds);
    seen.push(fired);
  };

  wait(5000);
  timer.touch();
  wait(400);
  timer.touch();
  wait(999);
  wait(1);
  wait(5000);
  timer.touch();
  timer.stop();
  wait(5000);

  assert.deepEqual(seen, [0, 0, 0, 1, 1, 1]);
});
