'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { storeOf } = require('../../../lib/dialects/socketio/record-types');

test('a type of records has a store, which is its own too', () => {
  const pairs = { event: 'events', dependency: 'dependencies', timeRange: 'timeRanges' };
  for (const [type, store] of Object.entries(pairs))
    assert.deepEqual([storeOf(type), storeOf(store)], [store, store]);
});

test('what is no name stays what it is', () => {
  for (const odd of ['', 5, null, undefined, {}]) assert.equal(storeOf(odd), odd);
});
