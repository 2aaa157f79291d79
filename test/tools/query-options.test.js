'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { QUERY, readAt, readQueryOptions } = require('../../lib/tools/query-options');
const { readAt: readState, readQuery } = require('../../lib/storage/history-query');

test('a moment is a revision, as the server names it or as a number, or a time', () => {
  assert.deepEqual(readAt({}), {});
  assert.deepEqual(readAt({ revision: 'server-7' }), { revision: 7 });
  assert.deepEqual(readAt({ revision: '7', time: '2026-03-02' }), {
    revision: 7,
    time: '2026-03-02',
  });
});

test('what is no number is refused as it was written', () => {
  const message = /"(from|revision)" is no whole number: x3 /;
  assert.throws(() => readQuery(readQueryOptions({ from: 'x3' })), { message });
  assert.throws(() => readState(readAt({ revision: 'x3' })), { message });
});

test('what is given is asked for, and every option is one that a query has', () => {
  assert.deepEqual(readQueryOptions({ data: 'plans', from: '2', user: 'ann' }), {
    from: 2,
    user: 'ann',
  });
  assert.deepEqual(readQueryOptions({}), {});
  const all = Object.fromEntries(Object.keys(QUERY).map((name) => [name, '2026']));
  const { first, last, user, store, record, field, limit } = readQuery(readQueryOptions(all));
  assert.deepEqual([first, last, limit], [2026, 2026, 2026]);
  assert.deepEqual([user, store, record, field], Array(4).fill('2026'));
});
