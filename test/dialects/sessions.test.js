'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { isDeepStrictEqual } = require('node:util');
const { hashPassword } = require('../../lib');
const { countHashes } = require('../support/count-hashes');
const {
  LOGIN_REQUIRED,
  SUBSCRIPTION_REQUIRED,
  connect,
  enter,
  rename,
  startServer,
} = require('../support/test-server');

const WRONG_LOGIN = { command: 'login', error: 'Wrong username/password' };

test('a login is answered with a client id and the name, then the users, and nothing else', async (t) => {
  const server = await startServer(t);
  const client = await connect(t, server);

  client.ask('login', { login: 'Ada', password: '' });
  const [login, users, ...rest] = [...(await client.take(2)), ...(await client.drain())];

  assert.match(login.data.client, /^client-[0-9a-f-]{36}$/);
  const answer = { command: 'login', data: { client: login.data.client, userName: 'Ada' } };
  assert.deepEqual(login, answer);
  assert.deepEqual(users, { command: 'users', data: { users: ['Ada'] } });
  assert.deepEqual(rest, []);
});

test('every login gets a client id of its own', async (t) => {
  const server = await startServer(t);
  const client = await connect(t, server);
  const other = await connect(t, server);

  const ids = [await client.login('Ada'), await client.login('Ada'), await other.login('Ada')];

  assert.equal(new Set(ids).size, 3);
});

test('a token logs in: in the address, as a header, or in place of the password', async (t) => {
  const users = {
    eve: { token: 'key of eve', group: 'user' },
    ada: { password: 'pear', group: 'user' },
  };
  const groups = { user: { projects: [1] } };
  const server = await startServer(t, { users, groups });
  const bearer = { headers: { Authorization: 'Bearer key-of-eve' } };
  const query = '?token=key%20of%20eve';
  const login = (data) => ({ command: 'login', data });
  const isIn = async (client, message) => 'data' in (await client.request(message));
  const come = (address = '', options = {}) =>
    connect(t, { ...server, address: `${server.address}${address}` }, options);

  assert.equal(await isIn(await come(query), login({ login: 'eve' })), true);
  assert.equal(await isIn(await come(`/any/path${query}`), login({ login: ' eve ' })), true);
  assert.equal(await isIn(await come(), login({ login: 'eve', password: 'key of eve' })), true);
  const flat = await (await come(query)).request({ command: 'login', login: 'eve' });
  assert.equal(flat.success, true);
  // A token is its owner's, and what is no token says nothing.
  assert.equal(await isIn(await come(query), login({ login: 'ada' })), false);
  assert.equal(await isIn(await come(query), login({ login: 'ada', password: 'pear' })), true);
  assert.equal(await isIn(await come(), login({ login: 'ada', password: 'key of eve' })), false);
  assert.equal(await isIn(await come('?token=wrong'), login({ login: 'eve' })), false);
  assert.equal(
    await isIn(await come('?token=wrong'), login({ login: 'ada', password: 'pear' })),
    true,
  );
  assert.equal(await isIn(await come('', bearer), login({ login: 'eve' })), false);

  const other = await startServer(t, {
    users: { eve: { token: 'key-of-eve', group: 'user' } },
    groups,
  });
  assert.equal(await isIn(await connect(t, other, bearer), login({ login: 'eve' })), true);
});

test('a wrong password is refused with exactly a command and an error', async (t) => {
  const server = await startServer(t);
  for (const password of ['wrong', '', 'ADMIN', undefined, null, 5, ['admin']]) {
    const client = await connect(t, server);
    const answer = await client.request({ command: 'login', data: { login: 'admin', password } });
    assert.deepEqual(answer, WRONG_LOGIN);
  }
});

test('a login that is no name is refused like a wrong one', async (t) => {
  const server = await startServer(t);
  const names = [undefined, null, '', '   ', 7, true, {}, ['Ada'], 'x'.repeat(300)];
  const messages = names.map((login) => ({ command: 'login', data: { login } }));
  for (const message of [...messages, { command: 'login' }, { command: 'login', data: 'Ada' }]) {
    const client = await connect(t, server);
    assert.deepEqual(await client.request(message), WRONG_LOGIN);
  }
});

test('nobody logs in under the name that the server resets with', async (t) => {
  const server = await startServer(t);
  for (const login of ['Server', 'server', ' Server ', 'Ｓerver']) {
    const client = await connect(t, server);
    assert.deepEqual(await client.request({ command: 'login', data: { login } }), WRONG_LOGIN);
  }
});

test('names that every object has are just names, with the rights of anybody', async (t) => {
  const server = await startServer(t);
  const names = ['__proto__', 'toString', 'constructor', 'hasOwnProperty'];
  for (const name of names) {
    const client = await connect(t, server);
    await client.login(name);
    const { data } = await client.request({ command: 'projects' });
    assert.deepEqual(data.projects, [{ id: 1, name: 'One' }]);
  }
  const last = await connect(t, server);
  last.ask('login', { login: 'Ada' });
  const [, users] = await last.take(2);
  assert.deepEqual(users.data.users, [...names, 'Ada']);
});

test('the others learn of a newcomer, then who is there; the newcomer gets no join', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada');
  const stranger = await connect(t, server);
  const bob = await enter(t, server, 'Bob');

  assert.deepEqual(await ada.drain(), [
    { command: 'join', data: { userName: 'Bob' } },
    { command: 'users', data: { users: ['Ada', 'Bob'] } },
  ]);
  assert.deepEqual(await bob.drain(), []);
  assert.deepEqual(await stranger.drain(), []);
});

test('a logout is answered alone, then the connection is closed', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada');
  const bob = await enter(t, server, 'Bob');
  await ada.drain();

  bob.ask('logout');

  assert.deepEqual(await bob.next(), { command: 'logout', data: {} });
  assert.equal(await bob.closed, 1000);
  await assert.rejects(bob.next(), /closed with 1000/);
  assert.deepEqual(await ada.drain(), [
    { command: 'logout', data: { userName: 'Bob' } },
    { command: 'users', data: { users: ['Ada'] } },
  ]);
});

test('a connection that goes away without a logout is announced like one', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada');
  const bob = await enter(t, server, 'Bob');
  await ada.drain();

  bob.socket.terminate();

  assert.deepEqual(await ada.take(2), [
    { command: 'logout', data: { userName: 'Bob' } },
    { command: 'users', data: { users: ['Ada'] } },
  ]);
});

test('a connection that never logged in announces nothing when it goes', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada');
  const stranger = await connect(t, server);
  const bob = await enter(t, server, 'Bob');
  await ada.drain();

  await stranger.close();
  await bob.close();

  assert.deepEqual(await ada.take(1), [{ command: 'logout', data: { userName: 'Bob' } }]);
});

test('a second login ends the first identity and its subscription', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  const bob = await enter(t, server, 'Bob', 1);
  await ada.drain();

  await bob.login('Carl');

  assert.deepEqual(await ada.drain(), [
    { command: 'logout', data: { userName: 'Bob' } },
    { command: 'users', data: { users: ['Ada'] } },
    { command: 'join', data: { userName: 'Carl' } },
    { command: 'users', data: { users: ['Ada', 'Carl'] } },
  ]);
  const { error } = await bob.request(rename(1, 'Late'));
  assert.equal(error, SUBSCRIPTION_REQUIRED);
  ada.send(rename(1, 'New'));
  await ada.next();
  assert.deepEqual(await bob.drain(), []);
});

test('a second login that fails leaves the first identity as it was', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  const bob = await enter(t, server, 'Bob');
  await ada.drain();

  const refused = { command: 'login', data: { login: 'admin', password: 'wrong' } };
  assert.deepEqual(await ada.request(refused), WRONG_LOGIN);

  const { data } = await ada.request(rename(1, 'Still here'));
  assert.equal(data.revisions[0].client, ada.id);
  assert.deepEqual(await bob.drain(), []);
});

test('after a logout nothing more is done for the connection', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  const bob = await enter(t, server, 'Bob', 1);

  bob.ask('logout');
  bob.send(rename(1, 'Too late'));
  await bob.closed;

  const commands = (await ada.drain()).map(({ command }) => command);
  assert.deepEqual(commands, ['join', 'users', 'logout', 'users']);
});

test('the demo users have the rights of the old server', async (t) => {
  const server = await startServer(t);
  const seen = {};
  for (const login of ['admin', 'alex', 'ben', 'somebody']) {
    const client = await enter(t, server, login);
    const { data } = await client.request({ command: 'projects', data: {} });
    seen[login] = data.projects.map(({ id }) => id);
  }
  assert.deepEqual(seen, { admin: [1, 2, 3], alex: [1, 2], ben: [1, 2], somebody: [1] });
});

test('commands that come in one piece with the login are answered in their order', async (t) => {
  const server = await startServer(t);
  const client = await connect(t, server);

  client.ask('login', { login: 'Ada' });
  client.ask('projects');
  client.ask('dataset', { project: 1 });

  const commands = (await client.take(4)).map(({ command }) => command);
  assert.deepEqual(commands, ['login', 'users', 'projects', 'dataset']);
});

test('a hashed password is checked, and what follows it waits for the outcome', async (t) => {
  const users = { eve: { password: await hashPassword('apple'), group: 'admin' } };
  const server = await startServer(t, { users });
  const client = await connect(t, server);

  client.ask('login', { login: 'eve', password: 'pear' });
  client.ask('projects');
  client.ask('login', { login: 'eve', password: 'apple' });
  client.ask('projects');

  const [wrong, refused, login, , projects] = await client.take(5);
  assert.deepEqual(wrong, WRONG_LOGIN);
  assert.deepEqual(refused, { command: 'projects', error: LOGIN_REQUIRED });
  assert.equal(login.data.userName, 'eve');
  assert.equal(projects.data.projects.length, 3);
});

test('without a group for anybody, only known users log in', async (t) => {
  const groups = { team: { projects: '*' } };
  const users = { eve: { password: 'apple', group: 'team' } };
  const server = await startServer(t, { groups, users });
  const client = await connect(t, server);

  const anybody = { command: 'login', data: { login: 'Ada', password: '' } };
  assert.deepEqual(await client.request(anybody), WRONG_LOGIN);
  await client.login('eve', 'apple');
  const { data } = await client.request({ command: 'projects' });
  assert.deepEqual(
    data.projects.map(({ id }) => id),
    [1, 2, 3],
  );
});

test('a connection that logs in again and again is refused, and costs the others little', async (t) => {
  const server = await startServer(t);
  const others = [];
  for (let index = 0; index < 20; index++) others.push(await enter(t, server, `P${index}`));
  for (const other of others) await other.drain();
  const again = await connect(t, server);
  for (let index = 0; index < 1000; index++) again.ask('login', { login: `X${index}` });
  const answers = (await again.drain()).filter(({ command }) => command === 'login');

  assert.equal(answers.length, 1000);
  assert.equal(answers.filter(({ data }) => data).length, 20);
  const { error } = answers.at(-1);
  assert.match(error, /\(ERR_TOO_MANY_LOGINS\)$/);
  const greeter = await connect(t, server);
  for (let index = 0; index < 30; index++)
    greeter.send({ command: 'hello', userName: `Y${index}` });
  const { command, error: refusal } = (await greeter.drain()).at(-1);
  assert.deepEqual([command, refusal], ['hello', error]);

  await greeter.close();
  await again.close();
  const names = others.map((_, index) => `P${index}`);
  for (const other of others) {
    const got = [];
    do got.push(await other.next());
    while (!isDeepStrictEqual(got.at(-1).data.users, names));
    // It was 4 for each login.
    assert.ok(got.length < 200, `${got.length}`);
  }
});

test('names are told to those alone who may see a project of theirs', async (t) => {
  const groups = { red: { projects: [1, 2] }, blue: { projects: [3] }, all: { projects: '*' } };
  const users = Object.fromEntries(
    ['red', 'blue', 'all'].map((group) => [`${group}-one`, { password: '', group }]),
  );
  const server = await startServer(t, { groups, users });
  const [red, blue, all] = await Promise.all(['red', 'blue', 'all'].map(() => connect(t, server)));
  const seen = [];
  for (const [client, login] of [
    [red, 'red-one'],
    [blue, 'blue-one'],
    [all, 'all-one'],
  ]) {
    client.ask('login', { login, password: '' });
    seen.push((await client.take(2))[1].data.users);
  }
  assert.deepEqual(seen, [['red-one'], ['blue-one'], ['red-one', 'blue-one', 'all-one']]);
  const ofRed = (await red.drain()).map(({ data }) => data);
  assert.deepEqual(ofRed, [{ userName: 'all-one' }, { users: ['red-one', 'all-one'] }]);
});

test('hashed logins that are abandoned keep nobody waiting', async (t) => {
  const users = { eve: { password: await hashPassword('apple'), group: 'admin' } };
  const groups = { admin: { projects: '*' } };
  const server = await startServer(t, { users, groups });
  const eve = await connect(t, server);
  const clients = await Promise.all(Array.from({ length: 90 }, () => connect(t, server)));
  const hashes = countHashes(t);
  for (const [index, client] of clients.entries()) {
    client.ask('login', { login: `x${index}`, password: 'guess' });
  }
  // What came before this answer has been read.
  await eve.drain();
  for (const client of clients) client.socket.terminate();
  await eve.drain();
  await eve.login('eve', 'apple');
  // A few were under way before their sockets were closed.
  assert.ok(hashes.count < 45, `${hashes.count}`);
});

test('a reset does not wait for passwords', async (t) => {
  const users = { eve: { password: await hashPassword('apple'), group: 'admin' } };
  const groups = { admin: { projects: '*' } };
  const server = await startServer(t, { users, groups });
  const clients = await Promise.all(Array.from({ length: 30 }, () => connect(t, server)));
  let answered = 0;
  const answers = clients.map(async (client, index) => {
    await client.request({ command: 'login', data: { login: `x${index}`, password: 'x' } });
    answered += 1;
  });
  await server.resetDataSet(1);
  assert.ok(answered < 10, `${answered}`);
  await Promise.all(answers);
});

test('after some wrong passwords the answer says when to try again, and the log has its code', async (t) => {
  const server = await startServer(t);
  const answers = [];
  for (let count = 0; count < 11; count++) {
    const client = await connect(t, server);
    const guess = { command: 'login', data: { login: 'admin', password: `guess ${count}` } };
    answers.push(await client.request(guess));
  }
  const client = await connect(t, server);
  answers.push(
    await client.request({ command: 'login', data: { login: 'admin', password: 'admin' } }),
  );
  assert.deepEqual(answers.slice(0, 10), new Array(10).fill(WRONG_LOGIN));
  const { command, error } = answers.at(-1);
  assert.equal(command, 'login');
  assert.match(error, /^Too many wrong passwords: try again in \d s \(ERR_TOO_MANY_ATTEMPTS\)$/);
  const line = /^warn: .*127.0.0.1.* "admin": Wrong username\/password \(ERR_UNAUTHORIZED\)$/;
  assert.ok(server.logged.filter((text) => line.test(text)).length >= 10);
});

test('a name is told in its normal form, and one that looks like a user’s is nobody’s', async (t) => {
  const server = await startServer(t);
  const client = await connect(t, server);
  client.ask('login', { login: ' A\u200bda ' });
  const [login, users] = await client.take(2);
  assert.equal(login.data.userName, 'Ada');
  assert.deepEqual(users.data.users, ['Ada']);
  for (const name of ['аdmin', 'Ѕеrver', 'S\u200berver']) {
    assert.deepEqual(
      await client.request({ command: 'login', data: { login: name } }),
      WRONG_LOGIN,
    );
  }
});
