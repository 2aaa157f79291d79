'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Crowd } = require('../../lib/net/crowd');

const turn = () => new Promise(setImmediate);

/** A crowd whose clock stands still unless something takes `milliseconds`, and what was done in which turn. */
function stage() {
  let now = 0;
  const crowd = new Crowd(() => now);
  const done = [];
  const takes = (name, milliseconds) => () => {
    now += milliseconds;
    done.push(name);
  };
  /** What was done until now, and in the turns that follow, each as one text. */
  const turns = async (count) => {
    const told = [done.splice(0).join(' ')];
    for (let i = 1; i < count; i++) {
      await turn();
      told.push(done.splice(0).join(' '));
    }
    return told;
  };
  return { crowd, done, takes, turns };
}

/** Somebody who is read, or is not. */
function reader(name, done) {
  return { stop: () => done.push(`${name} stops`), goOn: () => done.push(`${name} goes on`) };
}

test('what takes long goes in parts, one in each turn, in the order in which it came', async () => {
  const { crowd, takes, turns } = stage();
  for (const name of 'abcdefghij') crowd.do(takes(name, 3));
  assert.deepEqual(await turns(6), ['a b c', 'd e', 'f g', 'h i', 'j', '']);
});

test('what comes while others wait is behind them, also when the turn has room', async () => {
  const { crowd, takes, turns } = stage();
  for (const name of 'ab') crowd.do(takes(name, 10));
  await turn();
  crowd.do(takes('c', 10));
  crowd.do(takes('d', 1));
  assert.deepEqual(await turns(2), ['a b', 'c']);
  crowd.do(takes('e', 1));
  assert.deepEqual(await turns(2), ['', 'd e']);
});

test('a request counts even if no time can be seen to pass', async () => {
  const { crowd, turns } = stage();
  let count = 0;
  for (let i = 0; i < 1000; i++) crowd.do(() => count++);
  assert.equal(count, 160);
  await turns(2);
  assert.equal(count, 240);
});

test('of many ends 100 may begin in a turn, and 50 of those that wait', async () => {
  const { crowd } = stage();
  let later = 0;
  const now = Array.from({ length: 300 }, () => crowd.mayEnd(() => later++)).filter(Boolean);
  assert.equal(now.length, 100);
  const counts = [];
  for (let i = 0; i < 5; i++) {
    await turn();
    counts.push(later);
  }
  assert.deepEqual(counts, [50, 100, 150, 200, 200]);
});

test('strangers are not read when their part of the turn is over, and go on in the next', async () => {
  const { crowd, done, turns } = stage();
  const [one] = [1, 2, 3].map((name) => crowd.enter(reader(name, done)));
  one.spend(7.75);
  assert.deepEqual(await turns(1), ['']);
  one.spend(0.25);
  one.spend(1);
  assert.deepEqual(await turns(3), [
    '1 stops 2 stops 3 stops',
    '1 goes on 2 goes on 3 goes on',
    '',
  ]);
});

test('200 messages of strangers are dealt with in a turn, if no time can be seen to pass', async () => {
  const { crowd, turns } = stage();
  let stops = 0;
  const stranger = crowd.enter({ stop: () => stops++, goOn() {} });
  for (let i = 0; i < 199; i++) stranger.spend(0);
  assert.equal(stops, 0);
  stranger.spend(0);
  assert.equal(stops, 1);
  await turns(2);
});

test('of many strangers that were stopped 200 are read again in each turn, the others first', async () => {
  const { crowd } = stage();
  const read = new Set(Array.from({ length: 500 }, (_, index) => index));
  const strangers = [...read].map((index) =>
    crowd.enter({ stop: () => read.delete(index), goOn: () => read.add(index) }),
  );
  strangers[0].spend(8);
  assert.equal(read.size, 0);
  await turn();
  assert.deepEqual([...read].slice(-1), [199]);
  strangers[7].spend(8);
  assert.equal(read.size, 0);
  await turn();
  assert.deepEqual([...read].slice(0, 1), [200]);
  await turn();
  await turn();
  assert.equal(read.size, 500);
  assert.deepEqual([...read].slice(-1), [199]);
});

test('who has logged in is read at once, and not stopped any more', async () => {
  const { crowd, done, turns } = stage();
  const [one, two] = [1, 2].map((name) => crowd.enter(reader(name, done)));
  one.spend(8);
  one.leave();
  one.leave();
  assert.deepEqual(await turns(2), ['1 stops 2 stops 1 goes on', '2 goes on']);
  two.spend(8);
  assert.deepEqual(await turns(2), ['2 stops', '2 goes on']);
});

test('requests without end do not keep strangers from being read', async () => {
  const { crowd, done, takes, turns } = stage();
  const stranger = crowd.enter(reader(1, done));
  for (const name of 'abcd') crowd.do(takes(name, 10));
  assert.deepEqual(await turns(3), ['a 1 stops', 'b 1 goes on', 'c 1 stops 1 goes on']);
  stranger.spend(0);
  assert.deepEqual(await turns(2), ['1 stops', 'd 1 goes on']);
});
