'use strict';

const assert = require('node:assert/strict');
const { mock, test } = require('node:test');
const { Audience } = require('../../lib/presence/audience');
const { PresencePace } = require('../../lib/presence/presence-pace');

/** An audience on a clock that only the test moves; `told(member)` is what somebody got since the last call. */
function stage(t, { burst = 100, dialectOf } = {}) {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const pace = new PresencePace(() => Date.now());
  t.after(() => {
    pace.stop();
    mock.timers.reset();
  });
  const got = new Map();
  const names = [];
  const spelt = [];
  const list = (dialect) => {
    spelt.push(dialect);
    return dialect === 'mute' ? undefined : names.join(' ');
  };
  const send = (member, message) => got.get(member).push(JSON.parse(message));
  const audience = new Audience(pace, burst, { list, send, dialectOf });
  const enter = (member) => {
    got.set(member, []);
    names.push(member);
    audience.add(member);
  };
  const told = (member) => got.get(member).splice(0);
  return { audience, enter, told, spelt, names };
}

test('what somebody did is told to the others, and the list to all', (t) => {
  const { audience, enter, told } = stage(t);
  for (const member of ['a', 'b', 'c']) enter(member);
  audience.report('a', () => 'a came');
  audience.changeList();
  assert.deepEqual(['a', 'b', 'c'].map(told), [
    ['a b c'],
    ['a came', 'a b c'],
    ['a came', 'a b c'],
  ]);
});

test('a newcomer gets the list alone, and the others not again', (t) => {
  const { audience, enter, told } = stage(t);
  enter('a');
  audience.changeList();
  told('a');
  enter('b');
  audience.tellList();
  assert.deepEqual(['a', 'b'].map(told), [[], ['a b']]);
  assert.equal(audience.size, 2);
});

test('of what comes faster than it may be told the last counts, for each person', (t) => {
  const { audience, enter, told } = stage(t, { burst: 1 });
  for (const member of ['a', 'b', 'c']) enter(member);
  for (const text of ['a1', 'a2', 'b1', 'a3']) audience.report(text[0], () => text);
  mock.timers.tick(1000);
  assert.deepEqual(['a', 'b', 'c'].map(told), [['b1'], ['a1', 'a3'], ['a1', 'b1', 'a3']]);
});

test('of a crowd the list tells what is not told of each', (t) => {
  const { audience, enter, told } = stage(t, { burst: 1 });
  const members = Array.from({ length: 12 }, (_, index) => `m${index}`);
  for (const member of members) enter(member);
  for (const member of members) audience.report(member, () => member);
  mock.timers.tick(1000);
  const heard = told('m11');
  assert.deepEqual(heard.at(-1), members.join(' '));
  assert.ok(heard.length <= 12, `${heard.length}`);
});

test('a message is spelt once for each dialect, and not sent where a dialect has none', (t) => {
  const dialectOf = (member) => ({ a: 'loud', b: 'loud', c: 'mute' })[member];
  const { audience, enter, told, spelt } = stage(t, { dialectOf });
  for (const member of ['a', 'b', 'c']) enter(member);
  audience.changeList();
  assert.deepEqual(['a', 'b', 'c'].map(told), [['a b c'], ['a b c'], []]);
  assert.deepEqual(spelt, ['loud', 'mute']);
});

test('who has gone hears nothing more, and nobody does after the end', (t) => {
  const { audience, enter, told } = stage(t);
  for (const member of ['a', 'b']) enter(member);
  assert.equal(audience.delete('a'), true);
  assert.equal(audience.delete('a'), false);
  audience.changeList();
  assert.deepEqual([told('a'), audience.has('a'), audience.has('b')], [[], false, true]);
  told('b');
  audience.stop();
  audience.report('a', () => 'late');
  audience.changeList();
  mock.timers.tick(1000);
  assert.deepEqual(told('b'), []);
});

test('a list that comes behind news knows of them, also where it was spelt before', (t) => {
  const { audience, enter, told, names } = stage(t);
  enter('a');
  audience.changeList();
  told('a');
  enter('big');
  names.push('x'.repeat(2_000_000));
  enter('b');
  // The first of two newcomers uses up what may be told at once.
  audience.tellList();
  assert.deepEqual([told('big').length, told('b').length], [1, 0]);
  names.splice(0, Infinity, 'new');
  audience.report('a', () => 'a is new');
  mock.timers.tick(1000);
  assert.deepEqual(told('b'), ['a is new', 'new']);
});
