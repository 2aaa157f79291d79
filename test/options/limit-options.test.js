'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { LIMIT_OPTIONS } = require('../../lib/options/limit-options');

test('compression is switched on, off, or on with settings of zlib', () => {
  const { kind } = LIMIT_OPTIONS.perMessageDeflate;
  const settings = { threshold: 512 };
  assert.deepEqual([true, false, settings, 'maybe'].map(kind.read), [
    true,
    false,
    settings,
    undefined,
  ]);
});

test('a limit that must be there is at least one that works', () => {
  const { maxConnections, maxMessagesPerSecond, maxPayload } = LIMIT_OPTIONS;
  assert.deepEqual([0, 1].map(maxConnections.kind.read), [undefined, 1]);
  assert.deepEqual([1023, 1024].map(maxPayload.kind.read), [undefined, 1024]);
  assert.equal(maxMessagesPerSecond.kind.read(0), 0);
});
