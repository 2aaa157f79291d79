'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const published = require('../lib');

test('require and import give the same, and nothing but what is published', async () => {
  const { default: whole, ...named } = await import('../lib/index.mjs');
  assert.equal(whole, published);
  assert.deepEqual({ ...named }, published);
  assert.deepEqual(Object.keys(published).sort(), ['WebSocketServer', 'hashPassword']);
});
