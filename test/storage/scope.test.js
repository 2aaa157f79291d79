'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { readWanted } = require('../../lib/storage/scope');

/** Why something is not wanted. */
function refusal(wanted) {
  try {
    readWanted(wanted);
    return 'none';
  } catch (error) {
    assert.ok(error instanceof TypeError);
    return error.message;
  }
}

test('without a record the whole project is wanted, as it was at a revision or a time', () => {
  assert.deepEqual(readWanted({ revision: 0, userName: 'Eve' }), {
    at: { revision: 0, time: undefined },
    scope: {},
  });
  assert.deepEqual(readWanted({ time: 5 }).at, { revision: undefined, time: 5 });
});

test('a record is one of the tasks unless a store is named, alone, with all below it, or a field of it', () => {
  const scope = (more) => readWanted({ revision: 1, record: 7, ...more }).scope;
  const usual = { store: 'tasks', record: '7', subtree: false, field: undefined };
  assert.deepEqual(scope({}), usual);
  assert.deepEqual(scope({ store: 'resources' }), { ...usual, store: 'resources' });
  assert.deepEqual(scope({ subtree: true }), { ...usual, subtree: true });
  assert.deepEqual(scope({ field: 'name' }), { ...usual, field: 'name' });
});

test('what does not say when, or of what, is refused', () => {
  const when = /needs either "revision" or "time" \(ERR_INVALID_OPTION\)$/;
  assert.match(refusal({}), when);
  assert.match(refusal({ revision: 0, time: 0 }), when);
  for (const half of [{ store: 'tasks' }, { subtree: true }, { field: 'name' }]) {
    assert.match(refusal({ revision: 0, ...half }), /needs a "record"/);
  }
  const both = { revision: 0, record: 1, subtree: true, field: 'name' };
  assert.match(refusal(both), /either "subtree" or "field"/);
  assert.match(refusal({ revison: 0 }), /did you mean "revision"/);
});
