'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { crud } = require('../../../lib/dialects/crud/spelling');

test('the changes of a pack are all that is not its envelope', () => {
  const tasks = { updated: [{ id: 1 }] };
  const project = { name: 'P' };
  const pack = { type: 'sync', requestId: 1, revision: 2, tasks, project };
  assert.deepEqual(crud.changesOf(pack), [{ tasks, project }]);
});

test('nobody is told of a reset, since nobody subscribes', () => {
  assert.equal(crud.reset('Ada', 1), undefined);
  assert.deepEqual(crud.whole(/** @type {any} */ ({}), true), []);
});
