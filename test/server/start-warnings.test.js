'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { resolveOptions } = require('../../lib/options/resolve-options');
const { startWarnings } = require('../../lib/server/start-warnings');

const PROJECTS = [
  { id: 1, name: 'Garden', source: {} },
  { id: 'house', name: 'House', source: {} },
];
const USERS = { eve: { password: 'x', group: 'user' } };
const ALL = { projects: '*' };

/** What a server with these options warns of. */
function warn(given, projects = PROJECTS) {
  return startWarnings(resolveOptions(given), projects);
}

test('the demo warns of nothing', () => {
  assert.deepEqual(
    warn(
      {},
      [1, 2, 3].map((id) => ({ id, name: '' })),
    ),
    [],
  );
});

test('doors of the demo that are open to data of one’s own are named, once', () => {
  const demoUsers = 'the demo users admin, alex, ben, whose passwords are their names';
  const anybody = 'anybody without a password (project 1)';
  const advice = 'give users and groups of your own';
  const [both, ...more] = warn({ data: 'plans' }, PROJECTS.slice(0, 1));
  assert.equal(both, `Your data may be changed by ${demoUsers}, and ${anybody}: ${advice}`);
  assert.deepEqual(more, []);
  assert.deepEqual(warn({ data: 'plans', users: USERS }, PROJECTS.slice(0, 1)), [
    `Your data may be changed by ${anybody}: ${advice}`,
  ]);
});

test('groups alone are enough: the demo users are not there then', () => {
  const groups = { anonymous: ALL };
  assert.deepEqual(resolveOptions({ groups }).users, {});
  assert.deepEqual(warn({ data: 'plans', groups }), []);
});

test('a server that nobody can enter says so', () => {
  const groups = { team: ALL };
  const [warning] = warn({ data: 'plans', groups });
  assert.match(warning, /^Nobody can log in: /);
  assert.deepEqual(warn({ data: 'plans', groups, verifyToken: () => undefined }), []);
  assert.deepEqual(warn({ groups, users: { eve: { password: 'x', group: 'team' } } }), []);
});

test('a project that nobody may see is named, and one that there is not, with what was meant', () => {
  const groups = { anonymous: { projects: ['1', 'huose', 7] } };
  assert.deepEqual(warn({ projects: PROJECTS, groups }), [
    'No group may see project "house" ("House"): see the option groups',
    'Group "anonymous" names project "huose", which there is not: did you mean "house"?',
    'Group "anonymous" names project 7, which there is not',
  ]);
});

test('what only a file has, and was asked for without one, is named', () => {
  const given = { durability: 'none', keepHistory: '90d' };
  const inMemory = 'does nothing: the projects are in memory alone (see the option storage)';
  assert.deepEqual(warn(given, []), [
    `The option durability ${inMemory}`,
    `The option keepHistory ${inMemory}`,
  ]);
  const storage = { open() {}, load() {}, saveSnapshot() {}, append() {}, close() {} };
  assert.deepEqual(warn({ storage, keepHistory: '90d' }, []), [
    'The option keepHistory does nothing: the storage is one of your own',
  ]);
  assert.deepEqual(warn({ ...given, storage: 'sqlite:plan.db' }, []), []);
});
