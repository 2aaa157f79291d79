'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Attempts } = require('../../lib/access/attempts');

const HERE = '192.0.2.1';
const THERE = '198.51.100.1';
const SECOND = 1000;
const DAY = 24 * 3600 * SECOND;

function startAttempts() {
  const clock = { now: 5000 };
  return { clock, attempts: new Attempts(() => clock.now) };
}

/** Guesses as often as that is possible for a day; answers how often it was. */
function guessForADay({ clock, attempts }, nameOf, addressOf) {
  const end = clock.now + DAY;
  let count = 0;
  while (clock.now < end) {
    const [name, address] = [nameOf(count), addressOf(count)];
    const wait = attempts.wait(name, address);
    if (wait === 0) {
      attempts.failed(name, address);
      count += 1;
    }
    clock.now += Math.max(wait, 1);
  }
  return count;
}

test('a few wrong passwords cost nothing, each further one twice as long, up to a minute', () => {
  const { clock, attempts } = startAttempts();
  const waits = [];
  for (let count = 0; count < 20; count++) {
    const wait = attempts.wait('eve', HERE);
    waits.push(wait / SECOND);
    clock.now += wait;
    attempts.failed('eve', HERE);
  }
  assert.deepEqual(waits.slice(0, 15), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16]);
  assert.ok(
    waits.slice(15).every((wait) => wait > 16 && wait <= 60),
    waits.join(),
  );
  clock.now += DAY;
  assert.equal(attempts.wait('eve', HERE), 0);
});

test('in a day one name can be guessed some 1,500 times, wherever that comes from', () => {
  const count = guessForADay(
    startAttempts(),
    () => 'eve',
    (index) => `10.0.${index >> 8}.${index & 255}`,
  );
  assert.ok(count < 2000, `${count}`);
});

test('in a day one address can guess some 9,000 times, whatever names', () => {
  const count = guessForADay(
    startAttempts(),
    (index) => `user ${index}`,
    () => HERE,
  );
  assert.ok(count < 10_000, `${count}`);
});

test('a name that is guessed elsewhere is not shut out where it has come in before', () => {
  const { clock, attempts } = startAttempts();
  attempts.passed('eve', HERE);
  for (let count = 0; count < 200; count++) attempts.failed('eve', THERE);
  assert.equal(attempts.wait('eve', HERE), 0);
  assert.ok(attempts.wait('eve', THERE) > 0);
  assert.ok(attempts.wait('ada', THERE) > 0);
  for (let count = 0; count < 11; count++) attempts.failed('eve', HERE);
  assert.equal(attempts.wait('eve', HERE), 2 * SECOND);
  assert.equal(attempts.wait('ada', HERE), 0);
  clock.now += 2 * SECOND;
  assert.equal(attempts.wait('eve', HERE), 0);
});

test('names and addresses without end do not take memory without end', () => {
  const { attempts } = startAttempts();
  for (let count = 0; count < 11; count++) attempts.failed('eve', HERE);
  for (let count = 0; count < 30_000; count++) {
    attempts.failed(`user ${count}`, `address ${count}`);
    attempts.passed(`known ${count}`, `address ${count}`);
  }
  // It is forgotten, and so is not there any more.
  assert.equal(attempts.wait('eve', HERE), 0);
  for (let count = 0; count < 11; count++) attempts.failed('known 0', 'address 0');
  assert.ok(attempts.wait('known 0', 'elsewhere') > 0, 'it counts as a stranger');
});
