'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { PathPattern } = require('../../lib/http/path-pattern');

test('a path gives the id of its project, and another path none', () => {
  const pattern = new PathPattern('/crud/:project/load');
  assert.equal(pattern.projectIn('/crud/1/load'), '1');
  assert.equal(pattern.projectIn('/crud/a%20b%2Fc/load'), 'a b/c');
  for (const other of [
    '/crud/1/sync',
    '/crud//load',
    '/crud/1/2/load',
    '/crud/1/load/',
    '/crud/%/load',
    '/x/crud/1/load',
  ])
    assert.equal(pattern.projectIn(other), undefined, other);
});

test('what else stands in a pattern stands for itself', () => {
  const pattern = new PathPattern('/api/v1.0/(x)/:project');
  assert.equal(pattern.projectIn('/api/v1.0/(x)/7'), '7');
  assert.equal(pattern.projectIn('/api/v1a0/(x)/7'), undefined);
});
