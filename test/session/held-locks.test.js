'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { heldLocks } = require('../../lib/session/held-locks');

const HELD = [
  { record: { type: 'tasks', id: 5 }, holder: { clientId: 'c1', userName: 'Ada' }, until: 99 },
  { record: { type: 'tasks', id: 'x' } },
];

test('locks are told under the names of a dialect; who is nobody is null, and all are said to be all', () => {
  const locksOf = heldLocks({ client: 'userId' });
  assert.deepEqual(JSON.parse(JSON.stringify(locksOf(HELD, true))), {
    locks: [
      { recordType: 'tasks', recordId: 5, userId: 'c1', lockedBy: 'Ada', until: 99 },
      { recordType: 'tasks', recordId: 'x', userId: null, lockedBy: null },
    ],
    all: true,
  });
});

test('what has changed is not said to be all', () => {
  const locksOf = heldLocks({ client: 'client', type: 'type', id: 'id' });
  assert.equal(
    JSON.stringify(locksOf(HELD, false)),
    '{"locks":[{"type":"tasks","id":5,"client":"c1","lockedBy":"Ada","until":99},' +
      '{"type":"tasks","id":"x","client":null,"lockedBy":null}]}',
  );
});
