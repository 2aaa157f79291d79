'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { PEOPLE_OPTIONS } = require('../../lib/options/people-options');

test('guests are shown where the projects are those of the demo', () => {
  const all = [{}, { data: 'plans' }, { projects: [] }, { storage: 'sqlite:a.db' }];
  assert.deepEqual(all.map(PEOPLE_OPTIONS.guests.defaultFor), [true, false, false, false]);
});

test('who gives groups of their own has no demo users', () => {
  const { users } = PEOPLE_OPTIONS;
  assert.deepEqual(Object.keys(users.defaultFor({})), ['admin', 'alex', 'ben']);
  assert.deepEqual(users.defaultFor({ groups: {} }), {});
});

test('without a password one may reset the demo, and nothing that is anybody’s', () => {
  const { groups } = PEOPLE_OPTIONS;
  const mayReset = (given) => groups.defaultFor(given).anonymous.reset;
  const all = [{}, { data: 'plans' }, { projects: [] }, { storage: 'sqlite:a.db' }];
  assert.deepEqual(all.map(mayReset), [true, false, false, false]);
  assert.equal(groups.default, groups.defaultFor({ data: 'plans' }));
});
