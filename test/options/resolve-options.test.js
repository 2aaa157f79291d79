'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { resolveOptions } = require('../../lib/options/resolve-options');

test('nothing resets data of one’s own for want of messages unless that was asked for', () => {
  const projects = [{ id: 1, name: 'Garden', source: {} }];
  const delay = (given) => resolveOptions(given).resetDelay;
  assert.equal(delay({}), 1_800_000);
  assert.equal(delay({ data: 'plans' }), 0);
  assert.equal(delay({ projects }), 0);
  assert.equal(delay({ data: 'plans', resetDelay: 60_000 }), 60_000);
  assert.equal(delay({ projects, resetDelay: '30m' }), 1_800_000);
});

test('a load and a sync over HTTP have paths of their own', () => {
  const resolve = (loadPath, syncPath) => resolveOptions({ loadPath, syncPath });
  const refused = { code: 'ERR_INVALID_OPTION', message: /"loadPath" and "syncPath"/ };
  assert.throws(() => resolve('/plan/:project', '/plan/:project'), refused);
  assert.throws(() => resolve('/crud/:project/sync', undefined), refused);
  assert.deepEqual(
    [resolve(false, false).loadPath, resolve(false, false).syncPath],
    [false, false],
  );
});
