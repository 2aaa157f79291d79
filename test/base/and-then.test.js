'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { andThen } = require('../../lib/base/and-then');

test('what is there is gone on with at once, and what is promised when it is there', async () => {
  assert.equal(
    andThen(2, (two) => two + 1),
    3,
  );
  const promised = andThen(Promise.resolve(2), (two) => two + 1);
  assert.ok(promised instanceof Promise);
  assert.equal(await promised, 3);
});

test('a fault of what is promised goes to who waits, and nothing goes on', async () => {
  let went = false;
  const fault = new Error('late');
  const promised = andThen(Promise.reject(fault), () => {
    went = true;
  });
  await assert.rejects(async () => promised, fault);
  assert.equal(went, false);
});
