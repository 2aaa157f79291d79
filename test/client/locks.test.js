'use strict';

const assert = require('node:assert/strict');
const { before, test } = require('node:test');
const { Wire } = require('./wire');
const { makeClient, renaming, within } = require('./support');
const { startServer } = require('../support/test-server');

const USERS = {
  ada: { token: 'key of ada', group: 'user' },
  ben: { token: 'key of ben', group: 'user' },
};
const GROUPS = { user: { projects: '*' } };

/** @type {any} */
let locks;
before(async () => {
  locks = await import('../../client/src/locks/index.js');
});

/** A server, and two that may lock. */
async function stage(t, options) {
  const server = await startServer(t, { users: USERS, groups: GROUPS, ...options });
  const open = async (name, to = server) =>
    locks.withLocks(await makeClient(t, to, { token: `key of ${name}` })).open();
  return { server, open, ada: await open('ada'), ben: await open('ben') };
}

/** What somebody knows of others, as text. */
const known = (project) =>
  project.locks.map(
    ({ recordType, recordId, userName }) => `${recordType} ${recordId} ${userName}`,
  );

test('who has locked a record keeps the others from it until it is given back', async (t) => {
  const { ada, ben } = await stage(t);
  const told = ben.next('locks');
  assert.deepEqual([await ada.lock('events-1'), await ben.lock('events-1')], [true, false]);
  assert.deepEqual(known(await told), known(ben));
  assert.deepEqual([known(ada), known(ben)], [[], ['tasks events-1 ada']]);
  assert.equal(await ben.lock('events-1', 'resources'), true, 'of another store');
  assert.equal(await ada.lock('events-1'), true, 'once more');
  ada.unlock('events-1');
  await ada.lock('events-2');
  assert.equal(await ben.lock('events-1'), true);
  assert.ok(!known(ben).includes('tasks events-1 ada'));
});

test('who has what is told to everybody, also to who comes later and asks for none, until it is given back', async (t) => {
  const { ada, ben, open } = await stage(t);
  const until = async (project, wanted) => {
    while (known(project).join() !== wanted) await project.next('locks');
  };
  await ada.lock('events-1');
  await until(ben, 'tasks events-1 ada');
  const late = await open('ben');
  await until(late, 'tasks events-1 ada');
  assert.deepEqual([late.locks[0].clientId, known(ada)], [ada.clientId, []]);
  ada.unlock('events-1');
  await until(ben, '');
  await until(late, '');
});

test('a lock that is given back before it is there is not kept, unless it is wanted again', async (t) => {
  const { ada, ben } = await stage(t);
  const asked = ada.lock('events-1');
  ada.unlock('events-1');
  await asked;
  // What is asked behind it is answered behind it.
  await ada.lock('events-3');
  assert.equal(await ben.lock('events-1'), true);

  const first = ada.lock('events-2');
  ada.unlock('events-2');
  assert.deepEqual([await ada.lock('events-2'), await first], [true, true]);
  await ada.lock('events-3', 'resources');
  assert.equal(await ben.lock('events-2'), false);
});

test('who is refused for a lock learns of it by the conflict', async (t) => {
  const { ada, ben } = await stage(t, { locks: 'enforced' });
  await ada.lock('events-1');
  await assert.rejects(ben.change(renaming('events-1', 'mine')), { code: 'ERR_CONFLICT' });
  assert.deepEqual(known(ben), ['tasks events-1 ada']);
  await ada.change(renaming('events-1', 'hers'));
  assert.equal(ada.records.get('tasks', 'events-1').name, 'hers');
});

test('with the connection the locks end, and what waits for an answer goes on', async (t) => {
  const { server, open, ben } = await stage(t);
  const wire = await Wire.to(t, server);
  const ann = await open('ada', wire);
  await ben.lock('events-2');
  await ann.lock('events-2');
  await ann.lock('events-1');
  assert.deepEqual(known(ann), ['tasks events-2 ben']);
  wire.cutAfter('lock');
  assert.equal(await within(ann.lock('events-3'), 'lock'), true);
  assert.deepEqual(known(ann), []);
  while (!(await ben.lock('events-1'))) await ben.next('presence');
});

test('where there are no locks nobody is kept from editing', async (t) => {
  const { ada } = await stage(t, { locks: 'off' });
  assert.equal(await ada.lock('events-1'), true);
  ada.close();
  assert.equal(await ada.lock('events-1'), true);
});
