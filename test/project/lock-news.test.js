'use strict';

const assert = require('node:assert/strict');
const { mock, test } = require('node:test');
const { PresencePace } = require('../../lib/presence/presence-pace');
const { LockNews } = require('../../lib/project/lock-news');
const { LEASE_MS, Locks } = require('../../lib/project/locks');
const { calendar, commands, flat, socketio, sync } = require('../support/dialects');

const NOW = 1_700_000_000_000;
const PAUSE_MS = 100;

/** The locks of project 1 on a clock that only the test moves. `told(member)` is what somebody got since the last call. */
function stage(t) {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: NOW });
  const pace = new PresencePace(() => Date.now());
  const send = (member, message) => member.got.push(JSON.parse(message));
  const news = new LockNews(1, pace, send, () => locks.all());
  const locks = new Locks(() => {}, [news], { now: () => Date.now() });
  t.after(() => {
    for (const each of [locks, news, pace]) each.stop();
    mock.timers.reset();
  });
  const join = (userName, dialect = sync) => {
    const member = { clientId: userName?.toLowerCase() ?? 'nobody', userName, dialect, got: [] };
    news.add(member);
    return member;
  };
  const told = async (member) => {
    // What was caused is told behind its answer.
    await undefined;
    return member.got.splice(0);
  };
  return { locks, news, join, told };
}

/** The same as lines, for members that speak `sync`. */
function lines(messages) {
  return messages.map(({ payload: { locks, all } }) => {
    const each = locks.map(({ recordId, clientId, until }) =>
      clientId ? `${recordId}: ${clientId}, ${until - NOW}` : `${recordId}: free`,
    );
    return `${all ? 'all ' : ''}${each.join('; ')}`;
  });
}

/** Lets time pass in steps that are no longer than any pause. */
async function wait(milliseconds) {
  for (let passed = 0; passed < milliseconds; passed += PAUSE_MS) {
    await undefined;
    mock.timers.tick(PAUSE_MS);
  }
}

const task = (id) => ({ type: 'tasks', id });

test('who takes, renews and gives back a lock is told to all that listen, the holder too', async (t) => {
  const { locks, join, told } = stage(t);
  const [ada, ben] = [join('Ada'), join('Ben')];
  locks.take(ada, task(1), false);
  assert.deepEqual((await Promise.all([ada, ben].map(told))).map(lines), [
    [`1: ada, ${LEASE_MS}`],
    [`1: ada, ${LEASE_MS}`],
  ]);
  await wait(1000);
  locks.take(ada, task(1), false);
  assert.deepEqual(lines(await told(ben)), [`1: ada, ${LEASE_MS + 1000}`]);
  await wait(1000);
  locks.release(ada, task(1));
  assert.deepEqual(lines(await told(ben)), ['1: free']);
});

test('a lock that ends by itself is told, and one that goes to who has waited', async (t) => {
  const { locks, join, told } = stage(t);
  const [ada, ben] = [join('Ada'), join('Ben')];
  locks.take(ada, task(1), false);
  locks.take(ada, task(2), false);
  locks.take(ben, task(2), true);
  await wait(LEASE_MS - PAUSE_MS);
  await told(ben);
  await wait(3 * PAUSE_MS);
  assert.deepEqual(lines(await told(ben)).sort(), ['1: free', `2: ben, ${2 * LEASE_MS}`]);
});

test('a newcomer is told of all locks, and of none where there is none', async (t) => {
  const { locks, join, told } = stage(t);
  const ada = join('Ada');
  assert.deepEqual(await told(ada), []);
  locks.take(ada, task(1), false);
  await wait(1000);
  locks.take(ada, task('b'), false);
  await wait(1000);
  await told(ada);
  const ben = join('Ben');
  assert.deepEqual(lines(await told(ben)), [`all 1: ada, ${LEASE_MS}; b: ada, ${LEASE_MS + 1000}`]);
  assert.deepEqual(await told(ada), []);
});

test('what changes faster than it may be told is told once, as it is then', async (t) => {
  const { locks, join, told } = stage(t);
  const [ada, ben] = [join('Ada'), join('Ben')];
  locks.take(ada, task(1), false);
  await told(ada);
  for (let count = 0; count < 50; count += 1) {
    locks.release(ada, task(1));
    await undefined;
    locks.take(ada, task(1), false);
    await undefined;
  }
  locks.release(ada, task(1));
  locks.take(ben, task(1), false);
  await wait(1000);
  assert.deepEqual(lines(await told(ben)), [`1: ada, ${LEASE_MS}`, `1: ben, ${LEASE_MS}`]);
});

test('where many change at once, all that there are are told together', async (t) => {
  const { locks, join, told } = stage(t);
  const [ada, ben] = [join('Ada'), join('Ben')];
  for (let id = 0; id < 40; id += 1) locks.take(ada, task(id), false);
  locks.leave(ada);
  await wait(1000);
  const heard = lines(await told(ben));
  assert.equal(heard.at(-1), 'all ');
  const rounds = heard.filter((line) => line.startsWith('all')).length;
  assert.ok(heard.length <= 1 + rounds * 11, `${heard.length} messages in ${rounds} rounds`);
  assert.equal(rounds, 2);
});

test('a new name of a holder is told, and a holder without one by its client alone', async (t) => {
  const { locks, join, told } = stage(t);
  const [ada, nobody, ben] = [join('Ada'), join(undefined), join('Ben')];
  locks.take(nobody, task(1), false);
  const [{ payload }] = await told(ben);
  assert.deepEqual(payload.locks[0], {
    ...{ recordType: 'tasks', recordId: 1, clientId: 'nobody' },
    ...{ lockedBy: null, until: NOW + LEASE_MS },
  });
  locks.take(ada, task(2), false);
  await wait(1000);
  await told(ben);
  ada.userName = 'Eva';
  locks.rename(ada);
  await wait(1000);
  assert.equal((await told(ben))[0].payload.locks[0].lockedBy, 'Eva');
});

test('who has gone is told nothing, and nobody is after the end', async (t) => {
  const { locks, news, join, told } = stage(t);
  const [ada, ben] = [join('Ada'), join('Ben')];
  news.delete(ben);
  locks.take(ada, task(1), false);
  assert.deepEqual([(await told(ada)).length, (await told(ben)).length], [1, 0]);
  news.stop();
  locks.release(ada, task(1));
  await wait(1000);
  assert.deepEqual(await told(ada), []);
});

test('each dialect says it in its own words', async (t) => {
  const { locks, join, told } = stage(t);
  const members = [commands, flat, sync, calendar, socketio].map((one) => join('Ben', one));
  const ada = join('Ada');
  const until = NOW + LEASE_MS;
  locks.take(ada, task(1), false);
  const record = { recordType: 'tasks', recordId: 1 };
  const rest = { lockedBy: 'Ada', until };
  const inCommands = { project: 1, locks: [{ ...record, client: 'ada', ...rest }] };
  assert.deepEqual((await Promise.all(members.map(told))).flat(), [
    { command: 'locks', data: inCommands },
    { command: 'locks', ...inCommands },
    { type: 'locks', payload: { locks: [{ ...record, clientId: 'ada', ...rest }] } },
    { type: 'locks', data: { locks: [{ ...record, userId: 'ada', ...rest }] }, timestamp: NOW },
    ['calendar:locks', { locks: [{ type: 'tasks', id: 1, userId: 'ada', ...rest }] }],
  ]);
});
