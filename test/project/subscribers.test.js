'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { audienceTerms } = require('../../lib/native/terms');
const { Subscribers } = require('../../lib/project/subscribers');

const DIALECTS = ['of the log', 'second', 'third'].map((name) => ({ name }));
const one = (number) => ({ dialect: DIALECTS[number] });

test('subscribers are kept by dialect, and all of them are all', () => {
  const subscribers = new Subscribers(DIALECTS);
  const [a, b, c] = [2, 0, 1].map(one);
  for (const each of [a, b, c, b]) subscribers.add(each);
  assert.deepEqual([...subscribers], [b, c, a]);
  assert.deepEqual([...subscribers.of(DIALECTS[1])], [c]);
  assert.deepEqual(
    Array.from(subscribers.byDialect, ([dialect, set]) => [dialect, ...set]),
    [
      [DIALECTS[0], b],
      [DIALECTS[1], c],
      [DIALECTS[2], a],
    ],
  );
  subscribers.delete(c);
  subscribers.delete(c);
  assert.deepEqual([...subscribers], [b, a]);
  assert.equal(subscribers.isEmpty, false);
  for (const each of [a, b]) subscribers.delete(each);
  assert.equal(subscribers.isEmpty, true);
});

test('the core has to encode a change for the dialects that somebody speaks beside that of the log', () => {
  const subscribers = new Subscribers(DIALECTS);
  const [second, third, other] = [1, 2, 2].map(one);
  const terms = [subscribers.audience];
  const after = (what, who) => {
    subscribers[what](who);
    terms.push(subscribers.audience);
  };
  after('add', one(0));
  after('add', second);
  after('add', third);
  after('add', other);
  after('delete', second);
  after('delete', third);
  after('delete', other);
  const [, forSecond, forThird] = [0, 1, 2].map(audienceTerms);
  const both = forSecond + forThird;
  assert.deepEqual(terms, [0, 0, forSecond, both, both, forThird, forThird, 0]);
});
