'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Reserve } = require('../../lib/net/reserve');

/** A reserve, and holders that note in one list who is cut off. */
function stage(limit) {
  const reserve = new Reserve(limit);
  const cutOff = [];
  const holder = (name) => ({ terminate: () => cutOff.push(name) });
  return { reserve, cutOff, holder };
}

test('what each has waiting is counted once, and no more when it is gone', () => {
  const { reserve, cutOff, holder } = stage(1000);
  const [ada, ben] = ['Ada', 'Ben'].map(holder);
  const totals = [
    [ada, 300],
    [ben, 100],
    [ada, 800],
    [ada, 0],
    [ben, 0],
    [ben, 0],
  ].map(([who, bytes]) => {
    reserve.set(who, bytes);
    return reserve.total;
  });
  assert.deepEqual(totals, [300, 400, 900, 100, 0, 0]);
  assert.deepEqual(cutOff, []);
});

test('beyond the limit who began first is cut off, and as many as it takes', () => {
  const { reserve, cutOff, holder } = stage(1000);
  const [ada, ben, eve, zoe] = ['Ada', 'Ben', 'Eve', 'Zoe'].map(holder);
  for (const who of [ada, ben, eve]) reserve.set(who, 300);
  // Who goes on with what it began is not newer for that.
  reserve.set(ada, 400);
  assert.deepEqual(cutOff, []);
  reserve.set(zoe, 700);
  assert.deepEqual(cutOff, ['Ada', 'Ben']);
  assert.equal(reserve.total, 1000);
});

test('who has finished and begins again is the newest', () => {
  const { reserve, cutOff, holder } = stage(1000);
  const [ada, ben] = ['Ada', 'Ben'].map(holder);
  reserve.set(ada, 400);
  reserve.set(ben, 400);
  reserve.set(ada, 0);
  reserve.set(ada, 700);
  assert.deepEqual(cutOff, ['Ben']);
});

test('one that is larger than all that may wait is cut off itself', () => {
  const { reserve, cutOff, holder } = stage(1000);
  reserve.set(holder('Ada'), 1001);
  assert.deepEqual([cutOff, reserve.total], [['Ada'], 0]);
});

test('thousands are cut off at once as one is', () => {
  const { reserve, cutOff, holder } = stage(100_000);
  const names = Array.from({ length: 50_000 }, (_, index) => index);
  for (const name of names) reserve.set(holder(name), 1);
  reserve.set(holder('large'), 100_000);
  assert.equal(cutOff.length, names.length);
  assert.deepEqual(cutOff, names);
});
