'use strict';

const assert = require('node:assert/strict');
const { mock, test } = require('node:test');
const { LEASE_MS, Locks, MOST_OF_ONE } = require('../../lib/project/locks');

const TASK = { type: 'tasks', id: 1 };
const NOW = 1_700_000_000_000;

/**
 * Locks on a clock that only the test moves. `told` is what somebody was told that had not asked, `enforced` what the core
 * was told.
 *
 * @param {import('node:test').TestContext} t
 */
function stage(t) {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: NOW });
  const told = [];
  const enforced = [];
  const enforcer = {
    hold: ({ type, id }, { clientId }, fence) =>
      enforced.push(`${clientId} holds ${type} ${id}, ${fence}`),
    release: ({ type, id }) => enforced.push(`nobody holds ${type} ${id}`),
  };
  const tell = ({ clientId }, { type, id }, verdict) =>
    told.push([clientId, `${type} ${id}`, verdict]);
  const locks = new Locks(tell, [enforcer], { now: () => Date.now() });
  t.after(() => {
    locks.stop();
    mock.timers.reset();
  });
  const [ada, ben, eve] = ['Ada', 'Ben', 'Eve'].map((userName) => ({
    clientId: userName.toLowerCase(),
    userName,
  }));
  return { locks, told, enforced, ada, ben, eve };
}

test('the first gets the lock, the second learns who has it and until when', (t) => {
  const { locks, told, ada, ben } = stage(t);
  const until = NOW + LEASE_MS;
  assert.deepEqual(locks.take(ada, TASK, false), { success: true, fence: 1, until });
  const denied = { success: false, lockedBy: 'Ada', until, waiting: undefined };
  assert.deepEqual(locks.take(ben, TASK, false), denied);
  assert.deepEqual(locks.take(ben, { type: 'tasks', id: '1' }, false), denied);
  assert.equal(locks.take(ben, { type: 'resources', id: 1 }, false).success, true);
  assert.deepEqual(told, []);
});

test('fences go on behind those of an earlier process that are learnt late', (t) => {
  const { locks, ada, ben } = stage(t);
  assert.equal(locks.take(ada, TASK, false).fence, 1);
  locks.expire(100);
  locks.expire(50);
  assert.equal(locks.take(ben, { type: 'tasks', id: 2 }, false).fence, 101);
});

test('who asks once more has it longer, under the same fence', (t) => {
  const { locks, told, ada, ben } = stage(t);
  locks.take(ada, TASK, false);
  mock.timers.tick(LEASE_MS - 1);
  const until = NOW + LEASE_MS - 1 + LEASE_MS;
  assert.deepEqual(locks.take(ada, TASK, false), { success: true, fence: 1, until });
  mock.timers.tick(LEASE_MS - 1);
  assert.equal(locks.take(ben, TASK, false).lockedBy, 'Ada');
  assert.deepEqual(told, []);
});

test('a lock that is not renewed ends, and its holder is told', (t) => {
  const { locks, told, ada, ben } = stage(t);
  locks.take(ada, TASK, false);
  mock.timers.tick(1000);
  locks.take(ada, { type: 'tasks', id: 2 }, false);
  mock.timers.tick(LEASE_MS - 1000);
  assert.deepEqual(told, [['ada', 'tasks 1', { success: false }]]);
  assert.equal(locks.size, 1);
  assert.equal(locks.take(ben, TASK, false).fence, 3);
  mock.timers.tick(1000);
  assert.deepEqual(told.slice(1), [['ada', 'tasks 2', { success: false }]]);
  assert.equal(locks.release(ada, TASK), false);
});

test('who waits gets it in the order of coming, when it is released, ends or its holder leaves', (t) => {
  const { locks, told, enforced, ada, ben, eve } = stage(t);
  locks.take(ada, TASK, false);
  assert.equal(locks.take(ben, TASK, true).waiting, true);
  assert.equal(locks.take(eve, TASK, true).waiting, true);
  assert.equal(locks.take(ben, TASK, false).waiting, true);
  assert.equal(locks.release(ada, TASK), true);
  const until = NOW + LEASE_MS;
  assert.deepEqual(told, [['ben', 'tasks 1', { success: true, fence: 2, until }]]);
  assert.equal(locks.take(ada, TASK, true).lockedBy, 'Ben', 'who has just had it comes last');

  mock.timers.tick(LEASE_MS);
  const next = { success: true, fence: 3, until: until + LEASE_MS };
  assert.deepEqual(told.slice(1), [
    ['eve', 'tasks 1', next],
    ['ben', 'tasks 1', { success: false, lockedBy: 'Eve', until: until + LEASE_MS }],
  ]);
  locks.leave(eve);
  assert.deepEqual(told.slice(3), [['ada', 'tasks 1', { ...next, fence: 4 }]]);
  locks.leave(ada);
  assert.deepEqual(enforced, [
    'ada holds tasks 1, 1',
    'ben holds tasks 1, 2',
    'eve holds tasks 1, 3',
    'ada holds tasks 1, 4',
    'nobody holds tasks 1',
  ]);
  assert.equal(locks.size, 0);
});

test('who has left waits for nothing, and so does who says so', (t) => {
  const { locks, told, ada, ben, eve } = stage(t);
  locks.take(ada, TASK, false);
  locks.take(ben, TASK, true);
  locks.take(eve, TASK, true);
  assert.equal(locks.release(ben, TASK), true);
  assert.equal(locks.release(ben, TASK), false);
  locks.leave(eve);
  locks.leave(eve);
  locks.release(ada, TASK);
  assert.deepEqual(told, []);
  assert.equal(locks.size, 0);
});

test('who has no name locks as well, and is named null', (t) => {
  const { locks, ben } = stage(t);
  locks.take({ clientId: 'x' }, TASK, false);
  assert.equal(locks.take(ben, TASK, false).lockedBy, null);
});

test('one connection has so many locks and waits for so many, and a project has so many', (t) => {
  const { locks, ada, ben } = stage(t);
  for (let id = 0; id < MOST_OF_ONE; id++)
    assert.equal(locks.take(ada, { type: 'tasks', id }, false).success, true);
  const full = { success: false, code: 'ERR_TOO_MANY_LOCKS' };
  assert.deepEqual(locks.take(ada, { type: 'tasks', id: 'more' }, false), full);
  assert.equal(locks.take(ada, { type: 'tasks', id: 0 }, false).success, true);
  locks.take(ben, { type: 'tasks', id: 'bens' }, false);
  assert.deepEqual(locks.take(ada, { type: 'tasks', id: 'bens' }, true), full);
  assert.equal(locks.take(ada, { type: 'tasks', id: 'bens' }, false).lockedBy, 'Ben');
  locks.release(ada, { type: 'tasks', id: 0 });
  assert.equal(locks.take(ada, { type: 'tasks', id: 'more' }, false).success, true);

  for (let holder = 0; locks.size < 10_000; holder++) {
    const somebody = { clientId: `c${holder}` };
    for (let id = 0; id < MOST_OF_ONE && locks.size < 10_000; id++)
      locks.take(somebody, { type: `store ${holder}`, id }, false);
  }
  assert.deepEqual(locks.take({ clientId: 'last' }, { type: 'tasks', id: 'x' }, false), full);
});

test('for locks that come and go one timer is enough', (t) => {
  const { locks, told, ada } = stage(t);
  const begin = t.mock.method(globalThis, 'setTimeout');
  for (let id = 0; id < 100; id++) {
    locks.take(ada, { type: 'tasks', id }, false);
    locks.release(ada, { type: 'tasks', id });
    mock.timers.tick(100);
  }
  assert.equal(begin.mock.callCount(), 1);
  locks.take(ada, TASK, false);
  mock.timers.tick(LEASE_MS - 1);
  assert.deepEqual([locks.size, told.length], [1, 0]);
  mock.timers.tick(1);
  assert.deepEqual([locks.size, told.length], [0, 1]);
  mock.timers.tick(LEASE_MS);
  assert.equal(begin.mock.callCount(), 2);
});

test('when nothing is locked no timer is left', (t) => {
  const { locks, told, ada } = stage(t);
  locks.take(ada, TASK, false);
  locks.release(ada, TASK);
  locks.take(ada, TASK, false);
  locks.stop();
  mock.timers.tick(2 * LEASE_MS);
  assert.deepEqual(told, []);
});
