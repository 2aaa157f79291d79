'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { setImmediate: turnEnd } = require('node:timers/promises');
const { Turn } = require('../../../lib/net/fast/turn');

/** A turn, and outboxes that note in one list what is done to them. */
function stage() {
  const done = [];
  const logged = [];
  const clock = { now: 0 };
  const turn = new Turn({ error: (message) => logged.push(message) }, () => clock.now);
  const outbox = (name) => ({
    flush: () => done.push(name),
    fail: () => done.push(`${name} failed`),
  });
  const read = (...outboxes) => {
    turn.beginReading();
    for (const one of outboxes) turn.join(one);
    turn.endReading();
  };
  return { turn, clock, done, logged, outbox, read };
}

test('all of a turn begin with one sequence and are flushed at its end; the next turn has another', async () => {
  const { turn, done, outbox } = stage();
  const first = ['a', 'b'].map((name) => turn.join(outbox(name)));
  assert.equal(first[0], first[1]);
  assert.deepEqual(done, []);
  await turnEnd();
  assert.deepEqual(done, ['a', 'b']);
  assert.notEqual(turn.join(outbox('c')), first[0]);
  await turnEnd();
  assert.deepEqual(done, ['a', 'b', 'c']);
});

test('what is read after a pause is flushed at once, for a few', async () => {
  const { clock, done, outbox, read } = stage();
  clock.now = 1;
  read(...['a', 'b', 'c', 'd'].map(outbox));
  assert.deepEqual(done, ['a', 'b', 'c', 'd']);
  read(outbox('no pause'));
  clock.now = 2;
  read(outbox('behind it'));
  assert.equal(done.length, 4);
  await turnEnd();
  assert.deepEqual(done.slice(4), ['no pause', 'behind it']);
  clock.now = 3;
  read(...['1', '2', '3', '4', '5'].map(outbox));
  assert.equal(done.length, 6);
  await turnEnd();
  assert.equal(done.length, 11);
});

test('an outbox that throws is given up and logged, and the others are flushed', async () => {
  const { turn, done, logged, outbox } = stage();
  const broken = outbox('broken');
  broken.flush = () => {
    throw new Error('no');
  };
  for (const one of [outbox('a'), broken, outbox('b')]) turn.join(one);
  await turnEnd();
  assert.deepEqual(done, ['a', 'broken failed', 'b']);
  assert.match(logged.join(), /^A message could not be sent: Error: no/);
});
