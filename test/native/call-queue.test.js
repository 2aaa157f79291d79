'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { CallQueue, answerOf } = require('../../lib/native/call-queue');

test('a call begins when the one before has ended, also where that failed', async () => {
  const calls = new CallQueue();
  const seen = [];
  /** @type {((answer: any) => void)[]} */
  const open = [];
  const call = (name) =>
    calls.run(() => {
      seen.push(name);
      return new Promise((resolve) => {
        open.push(resolve);
      });
    });
  const first = call('first');
  const second = call('second');
  await new Promise(setImmediate);
  assert.deepEqual(seen, ['first']);
  open[0]({ code: 'ERR_STORAGE_FULL', message: 'no room' });
  await assert.rejects(first, { code: 'ERR_STORAGE_FULL', message: /^no room/ });
  await new Promise(setImmediate);
  assert.deepEqual(seen, ['first', 'second']);
  open[1]('answer');
  assert.equal(await second, 'answer');
});

test('what a native call answers is the answer, unless it has a code', () => {
  assert.equal(answerOf(undefined), undefined);
  assert.deepEqual(answerOf({ number: 1 }), { number: 1 });
  assert.throws(() => answerOf({ code: 'ERR_DAMAGED', message: 'torn' }), { code: 'ERR_DAMAGED' });
});
