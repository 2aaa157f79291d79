'use strict';

const assert = require('node:assert/strict');
const { mock, test } = require('node:test');
const { Storing } = require('../../lib/project/storing');

/** Its clock stands still; what it stores is counted, and ends when the test says so. */
function stage(t) {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  t.after(() => mock.timers.reset());
  const calls = [];
  const failures = [];
  let now = 0;
  const storing = new Storing(
    () =>
      new Promise((resolve, reject) => {
        calls.push({ resolve, reject });
      }),
    (error) => failures.push(error),
    () => now,
  );
  const pass = (ms) => {
    now += ms;
    mock.timers.tick(ms);
  };
  return { storing, calls, failures, pass };
}

/** Lets promises that are settled do what hangs on them. */
const settle = async () => {
  for (let i = 0; i < 10; i++) await undefined;
};

test('a project is stored a second after the last change', (t) => {
  const { storing, calls, pass } = stage(t);
  storing.touch();
  pass(900);
  storing.touch();
  pass(999);
  assert.equal(calls.length, 0);
  pass(1);
  assert.equal(calls.length, 1);
});

test('changes that do not end are stored after ten seconds', (t) => {
  const { storing, calls, pass } = stage(t);
  for (let i = 0; i < 20; i++) {
    storing.touch();
    pass(500);
  }
  assert.equal(calls.length, 1);
});

test('a clock that is set back delays nothing', (t) => {
  const { storing, calls, pass } = stage(t);
  mock.timers.setTime(3_600_000);
  for (let i = 0; i < 20; i++) {
    if (i === 10) mock.timers.setTime(0);
    storing.touch();
    pass(500);
  }
  assert.equal(calls.length, 1);
});

test('what comes meanwhile is stored behind it', async (t) => {
  const { storing, calls, pass } = stage(t);
  storing.touch();
  pass(1000);
  storing.touch();
  pass(1000);
  assert.equal(calls.length, 1);
  calls[0].resolve();
  await settle();
  pass(10_000);
  assert.equal(calls.length, 2);
});

test('what could not be stored is tried again, and at the end', async (t) => {
  const { storing, calls, failures, pass } = stage(t);
  storing.touch();
  pass(1000);
  calls[0].reject(new Error('full'));
  await settle();
  assert.deepEqual(failures, [new Error('full')]);
  pass(10_000);
  assert.equal(calls.length, 2);
  calls[1].reject(new Error('full'));
  await settle();
  const ended = storing.end();
  await settle();
  assert.equal(calls.length, 3);
  calls[2].resolve();
  await ended;
  pass(60_000);
  assert.equal(calls.length, 3);
});

test('the end waits for what is under way, and stores nothing that is stored', async (t) => {
  const { storing, calls, pass } = stage(t);
  storing.touch();
  pass(1000);
  let hasEnded = false;
  const ended = storing.end().then(() => {
    hasEnded = true;
  });
  await settle();
  assert.equal(hasEnded, false);
  calls[0].resolve();
  await ended;
  assert.equal(calls.length, 1);
});
