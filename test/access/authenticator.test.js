'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Authenticator } = require('../../lib/access/authenticator');
const { hashPassword } = require('../../lib/access/passwords');
const { countHashes } = require('../support/count-hashes');

const GROUPS = { team: { projects: [1] } };
const WRONG = { code: 'ERR_UNAUTHORIZED' };

/** @param {object} users */
function makeAuthenticator(users, { groups = GROUPS, verifyToken, authTimeout = 120 } = {}) {
  const complaints = [];
  const complain = (_name, what) => complaints.push(what);
  const authenticator = new Authenticator(
    { users, groups, authTimeout },
    { verifyToken, complain },
  );
  return Object.assign(authenticator, { complaints });
}

function callFrom(network) {
  return { network, signal: new AbortController().signal };
}

const HERE = callFrom('192.0.2.1');

test('where one password is a hash, whatever is wrong takes one hash', async (t) => {
  const authenticator = makeAuthenticator({
    eve: { password: await hashPassword('apple'), group: 'team' },
    ada: { password: 'pear', group: 'team' },
    robot: { token: 'secret', group: 'team' },
  });
  const hashes = countHashes(t);
  for (const [name, password] of [
    ['eve', 'pear'],
    ['ada', 'apple'],
    ['ada', undefined],
    ['ada', 'secret'],
    ['nobody', 'apple'],
  ]) {
    hashes.count = 0;
    assert.deepEqual(await authenticator.authenticate(name, password, HERE), WRONG, name);
    assert.equal(hashes.count, 1, name);
  }
  assert.equal((await authenticator.authenticate('eve', 'apple', HERE)).userName, 'eve');
  assert.equal((await authenticator.authenticate('ada', 'pear', HERE)).userName, 'ada');
});

test('a user may give the token as the password, and nobody else may', () => {
  const authenticator = makeAuthenticator({
    ada: { password: 'pear', token: 'secret', group: 'team' },
    robot: { token: 'oil', group: 'team' },
  });
  for (const [name, password] of [
    ['ada', 'pear'],
    ['ada', 'secret'],
    ['robot', 'oil'],
  ])
    assert.equal(authenticator.authenticate(name, password, HERE).userName, name);
  for (const [name, password] of [
    ['ada', 'oil'],
    ['robot', 'secret'],
    ['robot', ''],
    ['robot', undefined],
    ['nobody', 'oil'],
  ])
    assert.deepEqual(
      authenticator.authenticate(name, password, HERE),
      WRONG,
      `${name} ${password}`,
    );
});

test('passwords that are kept as they are take no hash, right or wrong', (t) => {
  const authenticator = makeAuthenticator({ ada: { password: 'pear', group: 'team' } });
  const hashes = countHashes(t);
  assert.equal(authenticator.authenticate('ada', 'pear', HERE).userName, 'ada');
  assert.deepEqual(authenticator.authenticate('ada', 'apple', HERE), WRONG);
  assert.deepEqual(authenticator.authenticate('nobody', 'apple', HERE), WRONG);
  assert.equal(hashes.count, 0);
});

test('guesses are refused after a few, also the right one, and for unknown names too', () => {
  const authenticator = makeAuthenticator({ ada: { password: 'pear', group: 'team' } });
  for (const name of ['ada', 'nobody']) {
    for (let count = 0; count < 11; count++) authenticator.authenticate(name, 'guess', HERE);
    const { code, waitMs } = authenticator.authenticate(name, 'pear', HERE);
    assert.equal(code, 'ERR_TOO_MANY_ATTEMPTS');
    assert.ok(waitMs > 0 && waitMs <= 2000, `${waitMs}`);
  }
});

test('of many guesses at once no more are checked than of guesses one by one', async (t) => {
  const authenticator = makeAuthenticator({
    eve: { password: await hashPassword('apple'), group: 'team' },
  });
  const hashes = countHashes(t);
  const guesses = Array.from({ length: 40 }, () =>
    authenticator.authenticate('eve', 'guess', HERE),
  );
  const codes = (await Promise.all(guesses)).map(({ code }) => code);
  assert.equal(codes.filter((code) => code === 'ERR_TOO_MANY_ATTEMPTS').length, 40 - hashes.count);
  // Two are under way at once.
  assert.ok(hashes.count >= 11 && hashes.count <= 12, `${hashes.count}`);
});

test('who has gone is not checked any more, and others do not wait for them', async (t) => {
  const authenticator = makeAuthenticator({
    eve: { password: await hashPassword('apple'), group: 'team' },
  });
  const hashes = countHashes(t);
  const gone = new AbortController();
  const abandoned = Array.from({ length: 300 }, (_, index) =>
    authenticator.authenticate(`user ${index}`, 'guess', {
      network: '192.0.2.1',
      signal: gone.signal,
    }),
  );
  gone.abort();
  const eve = await authenticator.authenticate('eve', 'apple', callFrom('192.0.2.2'));
  assert.equal(eve.userName, 'eve');
  const verdicts = await Promise.all(abandoned);
  assert.equal(verdicts.filter((verdict) => verdict === undefined).length, 298);
  assert.equal(hashes.count, 3);
});

test('one address with a long line does not make another one wait', async () => {
  const authenticator = makeAuthenticator({
    eve: { password: await hashPassword('apple'), group: 'team' },
  });
  let done = 0;
  const guesses = Array.from({ length: 50 }, async (_, index) => {
    await authenticator.authenticate(`user ${index}`, 'guess', HERE);
    done += 1;
  });
  await authenticator.authenticate('eve', 'apple', callFrom('192.0.2.2'));
  assert.ok(done <= 4, `${done}`);
  await Promise.all(guesses);
});

test('the line for hashes is bounded', async () => {
  const authenticator = makeAuthenticator({
    eve: { password: await hashPassword('apple'), group: 'team' },
  });
  const gone = new AbortController();
  const verdicts = Array.from({ length: 600 }, (_, index) =>
    authenticator.authenticate(`user ${index}`, 'x', { network: '192.0.2.1', signal: gone.signal }),
  );
  const refused = verdicts.filter((verdict) => !(verdict instanceof Promise));
  assert.deepEqual(refused, new Array(98).fill({ code: 'ERR_LOGINS_BUSY' }));
  gone.abort();
  await Promise.all(verdicts);
});

test('a guest may not have a name that is taken for that of a user', () => {
  const groups = { ...GROUPS, anonymous: { projects: [1] } };
  const authenticator = makeAuthenticator(
    { admin: { password: 'pear', group: 'team' } },
    { groups },
  );
  for (const name of ['аdmin', 'admіn', 'ad\u200bmin', ' admin ', 'ａdmin', 'Ѕerver']) {
    assert.deepEqual(authenticator.authenticate(name, '', HERE), WRONG, name);
    assert.deepEqual(authenticator.authenticateGuest(name), WRONG, name);
  }
  assert.equal(authenticator.authenticate(' ad\u200bmin ', 'pear', HERE).userName, 'admin');
  assert.equal(authenticator.authenticate(' Ada\u200b ', '', HERE).userName, 'Ada');
  assert.equal(authenticator.authenticateGuest('Administrator').userName, 'Administrator');
});

test('two users whose names look alike are an error', () => {
  const user = { password: 'pear', group: 'team' };
  for (const other of ['аdmin', ' admin', 'ad\u00admin']) {
    assert.throws(() => makeAuthenticator({ admin: user, [other]: user }), {
      code: 'ERR_INVALID_OPTION',
      message: /look alike/,
    });
  }
  assert.throws(() => makeAuthenticator({ Ѕerver: user }), { code: 'ERR_INVALID_OPTION' });
});

test('a token of somebody whose name only looks like that of a user is not that user’s', async () => {
  const users = { Zoë: { password: 'pear', group: 'team' } };
  for (const [userName, expected] of [
    ['Zoë', 'Zoë'],
    ['Zoe\u0308', 'Zoë'],
    ['Z\u200boë', undefined],
    ['Zоë', undefined],
    ['Zoë ', undefined],
  ]) {
    const authenticator = makeAuthenticator(users, { verifyToken: () => ({ userName }) });
    const verdict = await authenticator.authenticateToken('x', HERE);
    assert.equal(verdict.userName, expected);
    assert.equal(authenticator.complaints.length, expected === undefined ? 1 : 0);
  }
});

test('verifyToken that never answers keeps a bounded number of those who come with such a token', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let asked = 0;
  const verifyToken = (token) => {
    asked += 1;
    return token === 'good'
      ? Promise.resolve({ userName: 'eve', group: 'team' })
      : new Promise(() => {});
  };
  const authenticator = makeAuthenticator(
    { ada: { token: 'of ada', group: 'team' } },
    { verifyToken },
  );
  const verdicts = Array.from({ length: 3000 }, (_, index) =>
    authenticator.authenticateToken('bad', callFrom(`192.0.2.${index % 250}`)),
  );
  assert.equal(asked, 100);
  const pending = verdicts.filter((verdict) => verdict instanceof Promise);
  assert.equal(pending.length, 100 + 2000);
  assert.deepEqual(verdicts.at(-1), { code: 'ERR_LOGINS_BUSY' });
  // Whom the options know needs no function.
  assert.equal(authenticator.authenticateToken('of ada', HERE).userName, 'ada');

  t.mock.timers.tick(120_000);
  assert.deepEqual(await verdicts[0], { code: 'ERR_LOGIN_TIMEOUT' });
  assert.equal(authenticator.complaints[0], 'did not answer in time');
  assert.equal(asked, 200);
});

test('what is no password of the name may be its token, and that of nobody else', async () => {
  const asked = [];
  const verifyToken = (token) => {
    asked.push(token);
    const [userName, what] = token.split(' ');
    return what === 'token' ? { userName, group: 'team', expires: 4e12 } : undefined;
  };
  const groups = { ...GROUPS, anonymous: { projects: [2] } };
  const users = {
    ada: { password: 'pear', token: 'secret', group: 'team' },
    eve: { password: await hashPassword('apple'), group: 'team' },
  };
  const authenticator = makeAuthenticator(users, { groups, verifyToken });
  for (const [name, password] of [
    ['ada', 'pear'],
    ['ada', 'secret'],
    ['eve', 'apple'],
  ])
    assert.equal((await authenticator.authenticate(name, password, HERE)).userName, name);
  assert.deepEqual(asked, []);
  for (const name of ['ada', 'eve', 'zoe']) {
    const { userName, rights, expires } = await authenticator.authenticate(
      name,
      `${name} token`,
      HERE,
    );
    assert.deepEqual([userName, rights.maySee(1), expires], [name, true, 4e12]);
    for (const wrong of name === 'ada' ? ['kim token', 'guess'] : ['kim token', 'secret'])
      assert.deepEqual(
        await authenticator.authenticate(name, wrong, HERE),
        WRONG,
        `${name} ${wrong}`,
      );
  }
  // A guest shows nothing.
  for (const nothing of [undefined, ''])
    assert.equal(authenticator.authenticate('zoe', nothing, HERE).rights.maySee(1), false);
});

test('guesses at tokens under a name are counted', async () => {
  const verifyToken = (token) => token === 'right' && { userName: 'mia', group: 'team' };
  const authenticator = makeAuthenticator({}, { verifyToken });
  for (let guess = 0; guess < 20; guess++)
    await authenticator.authenticate('mia', `${guess}`, HERE);
  const { code } = await authenticator.authenticate('mia', 'right', HERE);
  assert.equal(code, 'ERR_TOO_MANY_ATTEMPTS');
  assert.equal(
    (await makeAuthenticator({}, { verifyToken }).authenticate('mia', 'right', HERE)).userName,
    'mia',
  );
});

test('a token that cannot be looked at now is not a wrong one', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const authenticator = makeAuthenticator(
    {},
    { verifyToken: () => new Promise(() => {}), authTimeout: 5 },
  );
  const late = authenticator.authenticate('zoe', 'token', HERE);
  t.mock.timers.tick(5000);
  assert.deepEqual(await late, { code: 'ERR_LOGIN_TIMEOUT' });
});
