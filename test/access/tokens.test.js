'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Tokens } = require('../../lib/access/tokens');

test('a token is that of the one user who has it, to the last letter', () => {
  const tokens = new Tokens();
  assert.equal(tokens.add('key of Ada', 'Ada'), true);
  assert.equal(tokens.add('key of Ben', 'Ben'), true);
  assert.equal(tokens.find('key of Ada'), 'Ada');
  assert.equal(tokens.find('key of Ben'), 'Ben');
  for (const wrong of ['key of ada', 'key of Ada ', 'key of', '']) {
    assert.equal(tokens.find(wrong), undefined, wrong);
  }
});

test('nobody gets the token of somebody else', () => {
  const tokens = new Tokens();
  tokens.add('key', 'Ada');
  assert.equal(tokens.add('key', 'Ben'), false);
  assert.equal(tokens.find('key'), 'Ada');
});
