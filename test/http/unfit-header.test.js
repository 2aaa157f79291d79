'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { unfitHeader } = require('../../lib/http/unfit-header');

test('JSON in UTF-8 is fit, whatever a client calls it', () => {
  for (const type of [
    undefined,
    'application/json',
    'application/json; charset=utf-8',
    'text/plain;charset=UTF-8',
    'application/problem+json',
  ])
    assert.equal(unfitHeader({ 'content-type': type }), undefined, type);
});

test('another type, another charset and what is compressed are not', () => {
  assert.match(
    unfitHeader({ 'content-type': 'multipart/form-data; boundary=x' }) ?? '',
    /Content-Type/,
  );
  assert.match(
    unfitHeader({ 'content-type': 'application/x-www-form-urlencoded' }) ?? '',
    /Content-Type/,
  );
  assert.match(unfitHeader({ 'content-type': 'application/json; charset=latin1' }) ?? '', /UTF-8/);
  assert.match(unfitHeader({ 'content-encoding': 'gzip' }) ?? '', /compressed/);
});
