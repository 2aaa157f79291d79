'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { setImmediate: nextTurn } = require('node:timers/promises');
const { FairQueue } = require('../../lib/base/fair-queue');

const LIVE = new AbortController().signal;

/** A queue, and work for it that ends when the test says so; `begun` has what has begun, in order. */
function makeQueue(limits) {
  const queue = new FairQueue({ atOnce: 1, mostWaiting: 10, mostWaitingEach: 5, ...limits });
  const begun = [];
  const ends = new Map();
  const run = (owner, name, signal = LIVE) =>
    queue.run(owner, signal, () => {
      begun.push(name);
      return new Promise((resolve) => {
        ends.set(name, () => resolve(name));
      });
    });
  const end = async (name) => {
    ends.get(name)();
    await nextTurn();
  };
  return { queue, run, end, begun };
}

test('so much is under way at once, and the rest in the order of arrival', async () => {
  const { run, end, begun } = makeQueue({ atOnce: 2 });
  const results = ['a1', 'a2', 'a3', 'a4'].map((name) => run('a', name));
  assert.deepEqual(begun, ['a1', 'a2']);
  await end('a2');
  assert.deepEqual(begun, ['a1', 'a2', 'a3']);
  await end('a1');
  await end('a3');
  await end('a4');
  assert.deepEqual(await Promise.all(results), ['a1', 'a2', 'a3', 'a4']);
});

test('owners have turns, so that a long line makes only its owner wait', async () => {
  const { run, end, begun } = makeQueue();
  for (const name of ['a1', 'a2', 'a3', 'a4']) run('a', name);
  for (const name of ['b1', 'b2']) run('b', name);
  run('c', 'c1');
  for (const name of ['a1', 'a2', 'b1', 'c1', 'a3', 'b2']) await end(name);
  assert.deepEqual(begun, ['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
});

test('the lines are bounded, each and all of them', async () => {
  const { run, end } = makeQueue({ mostWaiting: 4, mostWaitingEach: 3 });
  run('a', 'a1');
  for (const name of ['a2', 'a3', 'a4']) assert.notEqual(run('a', name), undefined);
  assert.equal(run('a', 'a5'), undefined);
  assert.notEqual(run('b', 'b1'), undefined);
  assert.equal(run('c', 'c1'), undefined);
  await end('a1');
  assert.notEqual(run('c', 'c1'), undefined);
});

test('who does not wait any more leaves the line, and its work is not begun', async () => {
  const { run, end, begun } = makeQueue({ mostWaiting: 2 });
  run('a', 'a1');
  const leaving = new AbortController();
  const left = run('a', 'a2', leaving.signal);
  run('b', 'b1');
  assert.equal(run('c', 'c1'), undefined);
  leaving.abort();
  assert.equal(await left, undefined);
  assert.notEqual(run('c', 'c1'), undefined);
  assert.equal(await run('d', 'd1', AbortSignal.abort()), undefined);
  await end('a1');
  await end('b1');
  assert.deepEqual(begun, ['a1', 'b1', 'c1']);
});

test('work that fails makes room like any other', async () => {
  const { queue, run, begun } = makeQueue();
  const failed = queue.run('a', LIVE, async () => {
    throw new Error('oh no');
  });
  run('a', 'a2');
  await assert.rejects(failed, /oh no/);
  assert.deepEqual(begun, ['a2']);
});
