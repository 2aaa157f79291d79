'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { CLOSE } = require('../../lib/net/close-codes');

const read = (file) => fs.readFileSync(path.join(__dirname, '../..', file), 'utf8');

test('the codes are those of RFC 6455, and one that the client half knows and the protocol tells', () => {
  const { NORMAL, GOING_AWAY, POLICY_VIOLATION, REPLACED, ...more } = CLOSE;
  assert.deepEqual([NORMAL, GOING_AWAY, POLICY_VIOLATION], [1000, 1001, 1008]);
  assert.deepEqual(more, {});
  const [, known] = /REPLACED = (\d+)/.exec(read('demo/client/connection.js'));
  assert.equal(Number(known), REPLACED);
  assert.match(read('docs/protocol.md'), new RegExp(`closed with ${REPLACED}`));
});
