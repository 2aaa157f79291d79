'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { tokenIn } = require('../../lib/http/cookies');

test('the token is that of the cookie of the name, and of no other', () => {
  const of = (cookie, name = 'key') => tokenIn({ headers: { cookie } }, name);
  assert.equal(of('a=1; key=abc; b=2'), 'Bearer abc');
  assert.equal(of('key="a%20b"'), 'Bearer a b');
  assert.equal(of('key=%'), 'Bearer %');
  for (const none of ['', 'monkey=abc', 'key=', undefined]) assert.equal(of(none), undefined);
  assert.equal(tokenIn({ headers: { cookie: 'key=abc' } }), undefined);
});

test('of two cookies of the name neither counts: one was set by somebody else', () => {
  assert.equal(tokenIn({ headers: { cookie: 'key=a; key=b' } }, 'key'), undefined);
});
