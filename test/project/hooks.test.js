'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Authenticator } = require('../../lib/access/authenticator');
const { Hooks } = require('../../lib/project/hooks');
const { testLog } = require('../support/test-log');

const GROUPS = {
  team: { projects: [1], reset: true },
  guests: { projects: [1], force: false },
  anonymous: { projects: [2] },
};

/** Hooks whose log is a list. */
function makeHooks(given) {
  const { log, lines: logged } = testLog();
  return { hooks: new Hooks(given, log), logged };
}

/** Every way in which a function can fail. */
const FAILURES = [
  () => {
    throw new Error('oh no');
  },
  async () => {
    throw new Error('oh no');
  },
  () => ({
    then() {
      throw new Error('oh no');
    },
  }),
  () => ({
    get then() {
      throw new Error('oh no');
    },
  }),
];

test('a hook that was not given is not there', () => {
  const { hooks } = makeHooks({});
  assert.deepEqual(
    Object.values(hooks).filter((value) => value !== undefined),
    [],
  );
});

test('a hook that throws or rejects is logged with its stack, and ends nothing', async () => {
  for (const fail of FAILURES) {
    const { hooks, logged } = makeHooks({
      onChange: fail,
      onLogin: fail,
      onSubscribe: fail,
      onReset: fail,
      onStorm: fail,
    });
    hooks.onChange({});
    hooks.onLogin({});
    hooks.onSubscribe({});
    hooks.onReset({});
    hooks.onStorm({});
    await new Promise(setImmediate);
    assert.equal(logged.length, 5);
    for (const message of logged)
      assert.match(message, /^error: The hook "on\w+" failed: Error: oh no\n +at /);
  }
});

test('what is thrown need not be an Error', () => {
  for (const thrown of [undefined, null, 'text', 7]) {
    const { hooks, logged } = makeHooks({
      onLogin() {
        throw thrown;
      },
    });
    hooks.onLogin({});
    assert.deepEqual(logged, [`error: The hook "onLogin" failed: ${thrown}`]);
  }
});

test('beforeChange refuses with false or a text, at once or later, and with nothing else', async () => {
  const answers = [
    [false, 'The change was refused'],
    ['', 'The change was refused'],
    ['Not on Sundays', 'Not on Sundays'],
    [true, undefined],
    [undefined, undefined],
    [null, undefined],
    [0, undefined],
  ];
  for (const [answer, reason] of answers) {
    assert.equal(makeHooks({ beforeChange: () => answer }).hooks.beforeChange({}), reason);
    const later = makeHooks({ beforeChange: async () => answer }).hooks.beforeChange({});
    assert.ok(later instanceof Promise);
    assert.equal(await later, reason);
  }
});

test('a beforeChange that fails refuses', async () => {
  for (const beforeChange of FAILURES) {
    const { hooks, logged } = makeHooks({ beforeChange });
    assert.equal(await hooks.beforeChange({}), 'The change was refused');
    assert.match(logged.join(), /^error: The hook "beforeChange" failed: Error: oh no/);
  }
});

test('onConflict names a policy; what is none is logged, and the policy of the project holds', async () => {
  assert.equal(makeHooks({ onConflict: () => 'merge' }).hooks.onConflict({}), 'merge');
  assert.equal(makeHooks({ onConflict() {} }).hooks.onConflict({}), undefined);
  const { hooks, logged } = makeHooks({ onConflict: async () => 'theirs' });
  assert.equal(await hooks.onConflict({}), undefined);
  const policies = 'last-writer-wins, reject, server-wins, merge';
  assert.deepEqual(logged, [`error: The hook "onConflict" answered none of ${policies}`]);
  for (const onConflict of FAILURES)
    assert.equal(await makeHooks({ onConflict }).hooks.onConflict({}), undefined);
});

function aCaller() {
  return { network: '192.0.2.1', signal: new AbortController().signal };
}

/** Who comes in by a token: the name, a project that the group may see, may it force; or undefined. */
async function enterBy(token, { users = {}, ...given } = {}) {
  const { hooks, logged } = makeHooks(given);
  const authenticator = new Authenticator({ users, groups: GROUPS, authTimeout: 1 }, hooks);
  const person = await authenticator.authenticateToken(token, aCaller());
  if (person.code) return { entered: undefined, logged };
  const { userName, rights, avatar } = person;
  const sees = [1, 2].filter((id) => rights.maySee(id)).join();
  return { entered: [userName, sees, rights.mayForce, avatar], logged };
}

test('a token of the option users is as good as name and password', async () => {
  const users = {
    ada: { password: 'apple', group: 'team', token: 'ada-secret', avatar: 'ada.png' },
    robot: { group: 'guests', token: 'robot-secret' },
  };
  assert.deepEqual((await enterBy('ada-secret', { users })).entered, ['ada', '1', true, 'ada.png']);
  assert.deepEqual((await enterBy('robot-secret', { users })).entered, [
    'robot',
    '1',
    false,
    undefined,
  ]);
  for (const wrong of ['', 'ada', 'apple', 'ada-secret ', undefined, null, 7, ['ada-secret']]) {
    assert.equal((await enterBy(wrong, { users })).entered, undefined);
  }
});

test('a user without a password gets in by the token alone', () => {
  const { hooks } = makeHooks({});
  const users = { robot: { group: 'team', token: 'secret' } };
  const authenticator = new Authenticator({ users, groups: GROUPS, authTimeout: 1 }, hooks);
  for (const password of [undefined, '', 'another']) {
    const { code } = authenticator.authenticate('robot', password, aCaller());
    assert.equal(code, 'ERR_UNAUTHORIZED');
  }
  assert.equal(authenticator.authenticate('robot', 'secret', aCaller()).userName, 'robot');
});

test('verifyToken names a user, a group and a picture', async () => {
  const users = { ada: { password: 'apple', group: 'team', avatar: 'ada.png' } };
  const people = {
    known: 'ada',
    unknown: { userName: 'eve' },
    grouped: { userName: 'eve', group: 'guests', avatar: 'eve.png' },
    other: { userName: 'ada', group: 'guests' },
  };
  const verifyToken = (token) => people[token];
  const entered = async (token) => (await enterBy(token, { users, verifyToken })).entered;
  assert.deepEqual(await entered('known'), ['ada', '1', true, 'ada.png']);
  assert.deepEqual(await entered('unknown'), ['eve', '2', true, undefined]);
  assert.deepEqual(await entered('grouped'), ['eve', '1', false, 'eve.png']);
  assert.deepEqual(await entered('other'), ['ada', '1', false, 'ada.png']);
  assert.equal(await entered('nobody'), undefined);
  const later = await enterBy('x', { verifyToken: async () => 'eve' });
  assert.deepEqual(later.entered, ['eve', '2', true, undefined]);
});

test('verifyToken lets nobody in when it fails, or names who cannot be', async () => {
  for (const verifyToken of FAILURES) {
    const { entered, logged } = await enterBy('x', { verifyToken });
    assert.equal(entered, undefined);
    assert.match(logged.join(), /^error: The hook "verifyToken" failed: Error: oh no/);
  }
  const wrong = [
    'Server',
    ' ',
    { userName: 'eve', group: 'none' },
    { userName: 7 },
    {},
    7,
    true,
    [],
  ];
  for (const answer of [...wrong, { userName: 'eve', avatar: 7 }]) {
    const { entered, logged } = await enterBy('x', { verifyToken: () => answer });
    assert.equal(entered, undefined);
    const complaint =
      'error: The hook "verifyToken" named a user, a group or an end that there cannot be';
    assert.deepEqual(logged, [complaint]);
  }
  for (const nobody of [undefined, null, false, '']) {
    assert.deepEqual(await enterBy('x', { verifyToken: () => nobody }), {
      entered: undefined,
      logged: [],
    });
  }
});

test('an answer of verifyToken that throws when it is looked at lets nobody in, and ends nothing', async () => {
  const bomb = () => {
    throw new Error('oh no');
  };
  const answers = [
    Object.defineProperty({}, 'userName', { get: bomb }),
    Object.defineProperty({ userName: 'eve' }, 'avatar', { get: bomb }),
    Object.defineProperty({}, 'then', { get: bomb }),
    new Proxy({}, { get: bomb }),
    { then: bomb },
  ];
  for (const answer of answers) {
    for (const verifyToken of [() => answer, async () => answer]) {
      const { entered, logged } = await enterBy('x', { verifyToken });
      assert.equal(entered, undefined);
      assert.match(logged.join(), /^error: The hook "verifyToken" failed: Error: oh no/);
    }
  }
});

test('what a hook throws may throw itself when it is looked at', async () => {
  const bomb = () => {
    throw new Error('oh no');
  };
  const thrown = [
    Object.defineProperty(new Error('x'), 'stack', { get: bomb }),
    { toString: bomb },
    Object.create(null),
    Symbol('odd'),
    undefined,
  ];
  for (const error of thrown) {
    for (const verifyToken of [
      () => {
        throw error;
      },
      async () => {
        throw error;
      },
    ]) {
      const { entered, logged } = await enterBy('x', { verifyToken });
      assert.equal(entered, undefined);
      assert.match(logged.join(), /^error: The hook "verifyToken" failed: /);
    }
  }
});
