'use strict';

const assert = require('node:assert/strict');
const { mock, test } = require('node:test');
const { Round } = require('../../lib/presence/round');

/** A round whose receivers are told when the test says so, and a list of who was told what. */
function stage(t, burst = 1) {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  t.after(() => mock.timers.reset());
  const told = [];
  const under = new Set();
  const pace = {
    now: () => Date.now(),
    add: (round) => under.add(round),
    delete: (round) => under.delete(round),
  };
  const round = new Round(pace, burst, (receiver, since) => {
    told.push(`${receiver} ${since}`);
    return 7;
  });
  /** Tells so many; what comes of it. */
  const tell = (count = 1) => Array.from({ length: count }, () => round.tellNext());
  return { round, told, under, tell };
}

test('a round tells everybody what is new since they were told last, and is over then', (t) => {
  const { round, told, under, tell } = stage(t);
  for (const name of ['a', 'b']) round.add(name);
  round.addInformed('c');
  assert.equal(round.isOver, true);
  round.change();
  assert.deepEqual([round.isOver, under.has(round)], [false, true]);
  assert.deepEqual(tell(4), [7, 7, 7, undefined]);
  assert.deepEqual(told, ['a -1', 'b -1', 'c 0']);
  assert.equal(round.isOver, true);
});

test('who was told during a change waits for the next round, others are told of both at once', (t) => {
  const { round, told, tell } = stage(t, 2);
  for (const name of ['a', 'b']) round.addInformed(name);
  round.change();
  tell(1);
  round.change();
  tell(2);
  assert.deepEqual(told, ['a 0', 'b 0']);
  assert.equal(round.isOver, false);
  tell(3);
  assert.deepEqual(told, ['a 0', 'b 0', 'a 1']);
  assert.equal(round.isOver, true);
});

test('after a few at once a round begins every tenth of a second', (t) => {
  const { round, under, tell } = stage(t, 2);
  round.add('a');
  const begun = [];
  for (let time = 0; time < 400; time += 10) {
    round.change();
    if (under.delete(round)) begun.push(time);
    if (begun.at(-1) === time) tell(2);
    mock.timers.tick(10);
  }
  assert.ok(begun.length >= 5 && begun.length <= 6, begun.join());
  assert.equal(begun[0], 0);
});

test('somebody may be told out of turn, and is not told again', (t) => {
  const { round, told, tell } = stage(t);
  for (const name of ['a', 'b']) round.addInformed(name);
  round.change();
  assert.equal(round.tell('b'), 7);
  assert.equal(round.tell('b'), 0);
  assert.equal(round.tell('stranger'), 0);
  assert.deepEqual(tell(3), [7, 0, undefined]);
  assert.deepEqual(told, ['b 0', 'a 0']);
});

test('who has gone is not told; without anybody nothing is under way', (t) => {
  const { round, told, under, tell } = stage(t);
  for (const name of ['a', 'b']) round.add(name);
  round.change();
  assert.equal(round.delete('a'), true);
  assert.equal(round.delete('a'), false);
  assert.deepEqual([round.size, round.has('a'), round.has('b')], [1, false, true]);
  tell(1);
  assert.deepEqual(told, ['b -1']);
  round.change();
  round.delete('b');
  assert.deepEqual([round.isOver, under.size], [true, 0]);
  round.change();
  assert.deepEqual([round.isOver, round.changes], [true, 3]);
});
