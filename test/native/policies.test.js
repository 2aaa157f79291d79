'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { DEFAULT_POLICIES, POLICIES, isPolicy, readPolicies } = require('../../lib/native/policies');

test('one policy is that of every dialect', () => {
  for (const policy of POLICIES) {
    assert.equal(isPolicy(policy), true);
    assert.deepEqual(readPolicies(policy), { commands: policy, flat: policy, sync: policy });
  }
});

test('dialects that are not named keep the policy that they had', () => {
  const merge = { ...DEFAULT_POLICIES, commands: 'merge' };
  assert.deepEqual(readPolicies({}), DEFAULT_POLICIES);
  assert.deepEqual(readPolicies({ commands: 'merge' }), merge);
  assert.deepEqual(readPolicies('commands:merge'), merge);
  assert.deepEqual(readPolicies({ sync: 'server-wins' }, merge), { ...merge, sync: 'server-wins' });
  assert.deepEqual(readPolicies('commands:merge,sync:last-writer-wins'), {
    commands: 'merge',
    flat: 'last-writer-wins',
    sync: 'last-writer-wins',
  });
});

test('what is no policy, or of no dialect, is none at all', () => {
  const wrong = [
    'theirs',
    '',
    'sink:merge',
    'sync',
    'sync:',
    { sync: 'theirs' },
    { sink: 'merge' },
  ];
  for (const value of [...wrong, { toString: 'merge' }, null, 7, ['merge']]) {
    assert.equal(readPolicies(value), undefined, JSON.stringify(value));
  }
});
