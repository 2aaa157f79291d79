'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { readAt, readQuery, readTime, wholeNumber } = require('../../lib/storage/history-query');

const INVALID = { code: 'ERR_INVALID_OPTION' };

test('a query without anything is for the last hundred of all', () => {
  assert.deepEqual(readQuery({}), {
    first: 1,
    last: 2 ** 40 - 1,
    since: 0,
    until: 8.64e15,
    user: '',
    store: '',
    record: '',
    field: '',
    limit: 100,
  });
});

test('a record is one of the tasks unless a store is named, by the text of its id', () => {
  const { store, record } = readQuery({ record: 7 });
  assert.deepEqual([store, record], ['tasks', '7']);
  assert.equal(readQuery({ record: 'a', store: 'resources' }).store, 'resources');
});

test('a time is a Date, a number or a text that Date reads', () => {
  const time = Date.parse('2026-03-02T08:00:00Z');
  for (const one of [new Date(time), time, '2026-03-02T08:00Z']) {
    assert.equal(readTime('since', one), time);
    assert.equal(readQuery({ since: one, until: one }).until, time);
  }
  for (const wrong of ['x', NaN, -1, new Date(NaN), {}]) {
    assert.throws(() => readTime('since', wrong), INVALID);
  }
});

test('a state is that of a revision or a time, or the current one', () => {
  assert.deepEqual(readAt({}), {});
  assert.deepEqual(readAt({ revision: '7' }), { revision: 7 });
  assert.deepEqual(readAt({ revision: undefined, time: new Date(5) }), { time: 5 });
  assert.throws(() => readAt({ revision: 1, time: 5 }), { ...INVALID, message: /not both/ });
  assert.throws(() => readAt({ revison: 1 }), { ...INVALID, message: /did you mean "revision"/ });
  assert.throws(() => readAt({ revision: 'x' }), { ...INVALID, message: /number: x/ });
});

test('numbers are whole, at most so many are asked for, and what a query has not is named', () => {
  assert.equal(wholeNumber('limit', '5'), 5);
  assert.equal(readQuery({ limit: 1e9 }).limit, 100_000);
  for (const wrong of [-1, 1.5, 'x', Infinity]) {
    assert.throws(() => readQuery({ limit: wrong }), INVALID);
    assert.throws(() => readQuery({ from: wrong }), INVALID);
  }
  assert.throws(() => readQuery({ sinc: 1 }), /did you mean "since"/);
});
