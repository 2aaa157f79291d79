'use strict';

const assert = require('node:assert/strict');
const { mock, test } = require('node:test');
const { PresencePace } = require('../../lib/presence/presence-pace');

/** A pace on a clock that only the test moves. */
function stage(t) {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const pace = new PresencePace(() => Date.now());
  t.after(() => {
    pace.stop();
    mock.timers.reset();
  });
  return pace;
}

/** Lets time pass in steps that are shorter than any pause. */
function wait(milliseconds) {
  for (let passed = 0; passed < milliseconds; passed += 10) mock.timers.tick(10);
}

/** A round that costs so much for each of its receivers, and notes in a list whom it has told. */
function roundOf(name, costs, told) {
  const left = [...costs];
  return {
    tellNext() {
      if (left.length === 0) return undefined;
      told.push(name);
      return left.shift();
    },
  };
}

test('what is little is told at once, in turn', (t) => {
  const pace = stage(t);
  const told = [];
  pace.add(roundOf('a', [1000, 1000], told));
  pace.add(roundOf('b', [1000], told));
  assert.deepEqual(told, ['a', 'a', 'b']);
});

test('after a million at once ten million a second are told, as much of each round as of the others', (t) => {
  const pace = stage(t);
  const told = [];
  pace.add(roundOf('a', Array(100).fill(500_000), told));
  assert.equal(told.length, 2);
  pace.add(roundOf('b', Array(3).fill(500_000), told));
  assert.equal(told.length, 2);
  wait(150);
  assert.equal(told.slice(2).join(''), 'bab');
  wait(1000);
  assert.equal(told.filter((name) => name === 'b').length, 3);
});

test('a round of long messages does not hold up one of many short ones', (t) => {
  const pace = stage(t);
  const told = [];
  pace.add(roundOf('long', Array(1000).fill(500_000), told));
  wait(1000);
  const before = told.length;
  pace.add(roundOf('short', Array(1000).fill(1100), told));
  wait(400);
  assert.equal(told.slice(before).filter((name) => name === 'short').length, 1000);
  assert.ok(told.slice(before).some((name) => name === 'long'));
});

test('a round that has nobody to tell any more is not asked, nor is any after the end', (t) => {
  const pace = stage(t);
  const told = [];
  const [a, b] = ['a', 'b'].map((name) => roundOf(name, Array(100).fill(1_000_000), told));
  pace.add(a);
  pace.add(b);
  pace.delete(a);
  wait(1000);
  assert.equal(told[0], 'a');
  assert.ok(told.length > 1);
  assert.ok(told.slice(1).every((name) => name === 'b'));
  const { length } = told;
  pace.stop();
  wait(1000);
  assert.equal(told.length, length);
});

test('a round that another one begins while it tells is told in the same go', (t) => {
  const pace = stage(t);
  const told = [];
  const inner = roundOf('inner', [1000], told);
  const outer = roundOf('outer', [1000], told);
  const tellNext = outer.tellNext.bind(outer);
  outer.tellNext = () => {
    if (told.length === 0) pace.add(inner);
    return tellNext();
  };
  pace.add(outer);
  assert.deepEqual(told, ['outer', 'inner']);
});
