'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Accounts } = require('../../lib/access/accounts');
const { hashPassword } = require('../../lib/access/passwords');

const GROUPS = {
  staff: { projects: [1, 'b'], reset: true },
  guests: { projects: '*', force: false },
};
const ada = { password: 'pear', token: 'key of Ada', group: 'staff' };

/** Why users and groups are refused. */
function refusal(users, groups = GROUPS) {
  try {
    new Accounts(users, groups);
    return 'none';
  } catch (error) {
    assert.ok(error instanceof TypeError);
    assert.equal(error.code, 'ERR_INVALID_OPTION');
    return error.message.replace(' (ERR_INVALID_OPTION)', '');
  }
}

test('a user is found by the name and by the token, and nobody under a name that every object has', () => {
  const accounts = new Accounts({ Ada: ada }, GROUPS);
  assert.equal(accounts.user('Ada'), ada);
  assert.equal(accounts.userOfToken('key of Ada'), 'Ada');
  for (const name of ['ada', 'Ben', 'constructor', '__proto__']) {
    assert.equal(accounts.user(name), undefined);
    assert.equal(accounts.userOfToken(name), undefined);
    assert.equal(accounts.group(name), undefined);
  }
});

test('a name that only looks like that of a user leads to this user', () => {
  const accounts = new Accounts({ Ada: ada }, GROUPS);
  assert.equal(accounts.userLike('Ad\u0430'), 'Ada');
  assert.equal(accounts.userLike('Ben'), undefined);
  assert.match(
    refusal({ Ada: ada, 'Ad\u0430': { password: 'x', group: 'staff' } }),
    /^The names of the users ".*" and "Ada" look alike$/,
  );
});

test('a group has the rights that it says, and may override conflicts unless it says no', () => {
  const accounts = new Accounts({}, GROUPS);
  const rights = ['staff', 'guests'].map((name) => accounts.group(name));
  assert.deepEqual(
    rights.map(({ mayReset, mayForce }) => [mayReset, mayForce]),
    [
      [true, true],
      [false, false],
    ],
  );
  assert.deepEqual(
    [1, '1', 'b', 2].map((id) => accounts.group('staff').maySee(id)),
    [true, true, true, false],
  );
});

test('a kept hash is found among the passwords, and none where there is none', async () => {
  const hash = await hashPassword('plum');
  const users = { Ada: ada, Ben: { password: hash, group: 'staff' } };
  assert.equal(new Accounts(users, GROUPS).anyHash, hash);
  assert.equal(new Accounts({ Ada: ada }, GROUPS).anyHash, undefined);
});

test('what is wrong with users and groups is said with the name', () => {
  assert.equal(
    refusal({ Ada: { ...ada, group: 'stuff' } }),
    'User "Ada" is in group "stuff", which is none: did you mean "staff"?',
  );
  assert.match(refusal({ Ada: { group: 'staff' } }), /^User "Ada" needs a password and a group/);
  assert.match(refusal({ Server: ada }), /^"Server" .* is not a name that one can have$/);
  assert.equal(
    refusal({ Ada: { password: 'scrypt$1$2', group: 'staff' } }),
    'The password of user "Ada" is a damaged hash',
  );
  assert.equal(refusal({ Ada: ada, Ben: ada }), `The token of user "Ben" is another user's too`);
  assert.match(refusal({}, { staff: { projects: ['*'] } }), /^Group "staff": .* without brackets$/);
  assert.match(refusal({}, { staff: { reset: true } }), /^Group "staff" needs projects/);
});
