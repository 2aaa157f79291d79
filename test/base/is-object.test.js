'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { isObject } = require('../../lib/base/is-object');

test('an object is what JSON calls one: neither null, nor an array, nor a plain value', () => {
  for (const one of [{}, { a: 1 }, Object.create(null)]) assert.equal(isObject(one), true);
  for (const other of [null, undefined, [], '{}', 7, true, () => {}]) {
    assert.equal(isObject(other), false, String(other));
  }
});
