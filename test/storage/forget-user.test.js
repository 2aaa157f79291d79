'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { forgetUser } = require('../../lib/storage/forget-user');

const asked = [];
const storage = { forgetUser: async (...names) => asked.push(names) && names[0] === 'ann' };

test('without a pseudonym there is one by chance', async () => {
  const [one, other] = [await forgetUser(storage, 'ann'), await forgetUser(storage, 'ann')];
  for (const name of [one, other]) assert.match(name, /^forgotten-[0-9a-f]{8}$/);
  assert.notEqual(one, other);
  assert.deepEqual(asked, [
    ['ann', one],
    ['ann', other],
  ]);
});

test('who is not known is named', async () => {
  const message =
    'Nobody is called "bob", or "x" is already the name of somebody (ERR_UNKNOWN_USER)';
  await assert.rejects(forgetUser(storage, 'bob', 'x'), { code: 'ERR_UNKNOWN_USER', message });
});

test('an empty pseudonym would be that of authors without a name', async () => {
  const before = asked.length;
  await assert.rejects(forgetUser(storage, 'ann', ''), { code: 'ERR_INVALID_OPTION' });
  assert.equal(asked.length, before);
});
