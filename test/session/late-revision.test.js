'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { lateRevision } = require('../../lib/session/late-revision');

const bytes = (revision) => Buffer.from(JSON.stringify({ type: 'changes', payload: {}, revision }));

test('a change that came too late has the number that its author gave it', () => {
  for (const code of ['ERR_BEFORE_RESET', 'ERR_NOT_RESUMED']) {
    assert.equal(lateRevision(code, bytes(7)), 7);
    assert.equal(lateRevision(code, bytes('seven')), 'seven');
    assert.equal(lateRevision(code, bytes(undefined)), undefined);
  }
});

test('what the core has read, or nobody can, is not looked at again', () => {
  assert.equal(lateRevision('ERR_INVALID_CHANGES', bytes(7)), undefined);
  assert.equal(lateRevision('ERR_BEFORE_RESET', Buffer.from('{')), undefined);
});
