'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { OPTIONS } = require('../../lib/options/options');

test('every default is a value that its option takes, and every option says what it is for', () => {
  assert.ok(Object.keys(OPTIONS).length > 40);
  for (const [name, { kind, default: value, help }] of Object.entries(OPTIONS)) {
    if (value !== undefined) assert.deepEqual(kind.read(value), value, name);
    assert.match(help, /^\S.+[^.]$/, name);
  }
});

test('no option is in two lists', () => {
  const lists = ['listen', 'project', 'people', 'limit', 'hook'].map((name) =>
    Object.values(require(`../../lib/options/${name}-options`)).find(
      (one) => typeof one === 'object',
    ),
  );
  const names = lists.flatMap((list) => Object.keys(list));
  assert.deepEqual(names, Object.keys(OPTIONS));
});
