'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { POLICIES, isPolicy, readPolicies } = require('../../lib/native/policies');

const DEFAULTS = { commands: 'last-writer-wins', flat: 'last-writer-wins', sync: 'reject' };

test('one policy is that of every dialect', () => {
  for (const policy of POLICIES) {
    assert.equal(isPolicy(policy), true);
    assert.deepEqual(readPolicies(policy, DEFAULTS), {
      commands: policy,
      flat: policy,
      sync: policy,
    });
  }
});

test('dialects that are not named keep the policy that they had', () => {
  const merge = { ...DEFAULTS, commands: 'merge' };
  assert.deepEqual(readPolicies({}, DEFAULTS), DEFAULTS);
  assert.deepEqual(readPolicies({ commands: 'merge' }, DEFAULTS), merge);
  assert.deepEqual(readPolicies('commands:merge', DEFAULTS), merge);
  assert.deepEqual(readPolicies({ sync: 'server-wins' }, merge), { ...merge, sync: 'server-wins' });
  assert.deepEqual(readPolicies('commands:merge,sync:last-writer-wins', DEFAULTS), {
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
    assert.equal(readPolicies(value, DEFAULTS), undefined, JSON.stringify(value));
  }
});
