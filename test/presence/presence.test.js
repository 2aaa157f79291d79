'use strict';

const assert = require('node:assert/strict');
const { mock, test } = require('node:test');
const { Rights } = require('../../lib/access/rights');
const { commands, flat, sync } = require('../support/dialects');
const { Presence } = require('../../lib/presence/presence');
const { PresencePace } = require('../../lib/presence/presence-pace');

const EVERYBODY = new Rights('*', false, true);

/**
 * Who is logged in, on a clock that only the test moves. Every person keeps, in `got`, what they were told.
 *
 * @param {import('node:test').TestContext} t
 */
function startPresence(t) {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const pace = new PresencePace(() => Date.now());
  const sent = { messages: 0, bytes: 0 };
  const presence = new Presence(pace, (person, bytes) => {
    sent.messages += 1;
    sent.bytes += bytes.length;
    person.got.push(JSON.parse(bytes));
  });
  t.after(() => {
    pace.stop();
    mock.timers.reset();
  });
  const enter = (userName, { rights = EVERYBODY, dialect = commands } = {}) => {
    const person = { identity: { userName, rights }, dialect, got: [] };
    presence.enter(person);
    return person;
  };
  return { presence, enter, sent };
}

/** Lets time pass in steps that are shorter than any pause. */
function wait(milliseconds) {
  for (let passed = 0; passed < milliseconds; passed += 10) mock.timers.tick(10);
}

/** What somebody was told since the last call, as lines. */
function told({ got }) {
  return got.splice(0).map(({ command, data, ...beside }) => {
    const { userName, users } = data ?? beside;
    return `${command} ${users ? users.join(' ') : userName}`.trim();
  });
}

/** The names that a person was told last. */
function lastList({ got }) {
  return got.findLast(({ command }) => command === 'users').data.users;
}

test('one login and one logout are told at once, and then who is there', (t) => {
  const { presence, enter } = startPresence(t);
  const ada = enter('Ada');
  const bob = enter('Bob');
  assert.deepEqual(told(ada), ['users Ada', 'join Bob', 'users Ada Bob']);
  assert.deepEqual(told(bob), ['users Ada Bob']);
  presence.leave(bob);
  presence.leave(bob);
  assert.deepEqual(told(ada), ['logout Bob', 'users Ada']);
  assert.deepEqual(told(bob), []);
});

test('everybody is told in their dialect, and not at all where it has no message', (t) => {
  const { presence, enter } = startPresence(t);
  const ada = enter('Ada');
  const bob = enter('Bob', { dialect: flat });
  const eve = enter('Eve', { dialect: sync });
  told(ada);
  told(bob);
  bob.identity = { ...bob.identity, userName: 'Ben' };
  presence.greet(bob);
  assert.deepEqual(told(ada), ['users Ada Eve Ben']);
  assert.deepEqual(told(bob), ['users Ada Eve Ben']);
  const carl = { identity: { userName: 'Carl', rights: EVERYBODY }, dialect: flat, got: [] };
  presence.greet(carl);
  assert.deepEqual(told(ada), ['join Carl', 'users Ada Eve Ben Carl']);
  assert.deepEqual(told(bob), ['hello Carl', 'users Ada Eve Ben Carl']);
  assert.deepEqual(told(eve), []);
});

test('names are told to those who may see a project that their bearers may see', (t) => {
  const { presence, enter } = startPresence(t);
  const [one, two, both] = [[1], [2], ['1', 2]].map((ids) => new Rights(ids, false, true));
  const none = new Rights([], false, true);
  const ada = enter('Ada', { rights: one });
  const bob = enter('Bob', { rights: two });
  const carl = enter('Carl', { rights: both });
  const nobody = enter('Nobody', { rights: none });
  const other = enter('Other', { rights: none });
  const admin = enter('Admin');

  assert.deepEqual(told(ada), [
    'users Ada',
    'join Carl',
    'users Ada Carl',
    'join Admin',
    'users Ada Carl Admin',
  ]);
  assert.deepEqual(told(bob).at(-1), 'users Bob Carl Admin');
  assert.deepEqual(told(carl).at(-1), 'users Ada Bob Carl Admin');
  assert.deepEqual(told(nobody), ['users']);
  assert.deepEqual(told(other), ['users']);
  assert.deepEqual(told(admin).at(-1), 'users Ada Bob Carl Admin');

  presence.leave(bob);
  assert.deepEqual(told(ada), []);
  assert.deepEqual(told(carl), ['logout Bob', 'users Ada Carl Admin']);
});

test('one that logs in again and again costs the others a few messages', (t) => {
  const { presence, enter, sent } = startPresence(t);
  const others = Array.from({ length: 300 }, (_, index) => enter(`P${index}`));
  wait(10_000);
  sent.messages = 0;
  const names = others.map(({ identity }) => identity.userName);
  let again;
  for (let index = 0; index < 1000; index++) {
    if (again) presence.leave(again);
    again = enter(`X${index}`);
  }
  wait(10_000);

  // It was 4 for each login to each of the others.
  assert.ok(sent.messages < 300 * 30, `${sent.messages}`);
  for (const person of others) assert.deepEqual(lastList(person), [...names, 'X999']);
});

test('10,000 logins, and then 5,000 people that leave at once, cost what the people cost', (t) => {
  const { presence, enter, sent } = startPresence(t);
  const people = Array.from({ length: 10_000 }, (_, index) => enter(`Person ${index}`));
  // In the call of a login at most what the pace allows at once goes out.
  assert.ok(sent.bytes < 2e6, `${sent.bytes}`);
  sent.bytes = 0;
  for (const person of people) person.got.length = 0;
  wait(5000);
  assert.ok(sent.bytes < 60e6, `${sent.bytes} bytes in five seconds`);

  sent.bytes = 0;
  for (const person of people.splice(0, 5000)) presence.leave(person);
  assert.ok(sent.bytes < 2e6, `${sent.bytes}`);
  for (const person of people.splice(100)) presence.leave(person);
  wait(5000);
  const names = people.map(({ identity }) => identity.userName);
  for (const person of people) assert.deepEqual(lastList(person), names);
});

test('a long round in one group does not hold up another', (t) => {
  const { presence, enter } = startPresence(t);
  const [large, small] = [[1], [2]].map((ids) => new Rights(ids, false, true));
  const crowd = Array.from({ length: 2000 }, (_, index) => enter(`P${index}`, { rights: large }));
  const ada = enter('Ada', { rights: small });
  wait(60_000);
  presence.leave(crowd.pop());
  told(ada);
  const bob = enter('Bob', { rights: small });
  wait(200);
  assert.deepEqual(told(ada), ['join Bob', 'users Ada Bob']);
  assert.deepEqual(told(bob), ['users Ada Bob']);
  assert.ok(
    crowd.some((person) => lastList(person).length === 2000),
    'the round is under way',
  );
});
