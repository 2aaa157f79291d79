'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { PROJECT_OPTIONS, isOfTheDemo } = require('../../lib/options/project-options');

const OWN = [{ data: 'plans' }, { projects: [] }, { storage: 'sqlite:a.db' }];

test('projects are those of the demo unless something is said of them', () => {
  assert.deepEqual([{}, { storage: 'memory' }, ...OWN].map(isOfTheDemo), [
    true,
    true,
    false,
    false,
    false,
  ]);
});

test('data of one’s own are kept, and are not reset', () => {
  const { resetDelay, storage } = PROJECT_OPTIONS;
  assert.deepEqual([{}, { projects: [] }].map(storage.defaultFor), ['memory', 'memory']);
  assert.match(storage.defaultFor({ data: 'plans' }), /^sqlite:plans[\\/]journal\.db$/);
  assert.deepEqual(
    [{}, { storage: 'memory' }, ...OWN].map(resetDelay.defaultFor),
    [1_800_000, 1_800_000, 0, 0, 0],
  );
});

test('the policy of a dialect is its own unless another one is given', () => {
  const { default: policies, kind } = PROJECT_OPTIONS.conflicts;
  assert.equal(policies.commands, 'last-writer-wins');
  assert.equal(policies.sync, 'reject');
  assert.deepEqual(kind.read({ commands: 'merge' }), { ...policies, commands: 'merge' });
});
