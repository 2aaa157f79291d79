'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { hashPassword, passwordFits } = require('../../lib/access/passwords');

test('a password fits its hash and no other', async () => {
  const hash = await hashPassword('apple');
  assert.match(hash, /^scrypt\$16384\$8\$1\$[\w-]+\$[\w-]+$/);
  assert.notEqual(await hashPassword('apple'), hash);
  assert.equal(await passwordFits('apple', hash), true);
  for (const wrong of ['Apple', '', undefined, hash]) {
    assert.equal(await passwordFits(wrong, hash), false);
  }
  assert.equal(passwordFits(undefined, ''), false);
});
