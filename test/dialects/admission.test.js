'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const http = require('node:http');
const { connect: connectNet } = require('node:net');
const { text } = require('node:stream/consumers');
const { test } = require('node:test');
const { WebSocket } = require('ws');
const { MessageQueue } = require('../support/message-queue');
const { USERS, enterSync } = require('../support/sync-client');
const { connect, enter, startServer } = require('../support/test-server');

/** The status and the body with which a path is refused. */
async function refusal(server, path, headers = {}) {
  const socket = new WebSocket(`${server.address}${path}`, { headers });
  socket.on('error', () => {});
  const [, response] = await once(socket, 'unexpected-response');
  const body = await text(response);
  socket.terminate();
  return [response.statusCode, body && JSON.parse(body).code];
}

test('a token, a password or nothing at all say who comes, and so what they may see', async (t) => {
  const server = await startServer(t, { users: USERS });
  const basic = (pair) => ({ Authorization: `Basic ${Buffer.from(pair).toString('base64')}` });
  const visits = [
    [{}, {}],
    [{ project: 3, token: 'key of admin' }, {}],
    [{ project: 3 }, { Authorization: 'Bearer key-of-admin' }],
    [{ project: 3 }, basic('admin:admin')],
    [{ project: 2 }, basic('alex:alex')],
    [{ project: 1 }, basic('Somebody:')],
  ];
  const users = { ...USERS, admin: { ...USERS.admin, token: 'key-of-admin' } };
  const other = await startServer(t, { users });
  for (const [query, headers] of visits) {
    const isOther = headers.Authorization?.startsWith('Bearer');
    const client = await enterSync(t, isOther ? other : server, query, { headers });
    assert.equal(client.init.revision, 0);
  }
});

test('clients of other protocols are refused before the upgrade, and not let in as something else', async (t) => {
  const server = await startServer(t);
  for (const path of ['/socket.io', '/socket.io/?EIO=4&transport=websocket'])
    assert.deepEqual(await refusal(server, path), [404, 'ERR_UNKNOWN_PATH']);
});

test('who may not come in is told so over HTTP, with a code', async (t) => {
  const server = await startServer(t, {
    users: USERS,
    groups: {
      admin: { projects: '*' },
      user: { projects: [1] },
      anonymous: { projects: [1] },
    },
  });
  const token = 'token=key%20of%20admin';
  const basic = (pair) => ({ Authorization: `Basic ${Buffer.from(pair).toString('base64')}` });
  const cases = [
    ['/gantt-sync?project=1&token=wrong', {}, 401, 'ERR_UNAUTHORIZED'],
    ['/gantt-sync?project=1', { Authorization: 'Bearer wrong' }, 401, 'ERR_UNAUTHORIZED'],
    ['/gantt-sync?project=1', { Authorization: 'Digest x' }, 401, 'ERR_UNAUTHORIZED'],
    ['/gantt-sync?project=1', { Authorization: '' }, 401, 'ERR_UNAUTHORIZED'],
    ['/gantt-sync?project=1', basic('admin:wrong'), 401, 'ERR_UNAUTHORIZED'],
    ['/gantt-sync?project=1', basic('Server:'), 401, 'ERR_UNAUTHORIZED'],
    ['/gantt-sync?project=2', {}, 401, 'ERR_UNAUTHORIZED'],
    ['/gantt-sync?project=99', {}, 401, 'ERR_UNAUTHORIZED'],
    ['/gantt-sync?project=2', basic('alex:alex'), 403, 'ERR_FORBIDDEN'],
    ['/gantt-sync?project=99', basic('alex:alex'), 403, 'ERR_FORBIDDEN'],
    [`/gantt-sync?project=99&${token}`, {}, 404, 'ERR_UNKNOWN_PROJECT'],
    [`/gantt-sync?project=__proto__&${token}`, {}, 404, 'ERR_UNKNOWN_PROJECT'],
    ['/gantt-sync', {}, 400, 'ERR_PROJECT_REQUIRED'],
    ['/gantt-sync?project=', {}, 400, 'ERR_PROJECT_REQUIRED'],
  ];
  for (const [path, headers, status, code] of cases) {
    assert.deepEqual(await refusal(server, path, headers), [status, code], `${path}`);
  }
});

/** The names on the list of people that a client gets next. */
async function namesOf(client) {
  const { payload } = await client.until('presence');
  return payload.users.map(({ name }) => name);
}

test('a guest is shown to the others under the name that was given, in its normal form, or as Guest', async (t) => {
  const server = await startServer(t, { users: USERS, guests: true });
  const first = await enterSync(t, server, { userName: ' Ann\u00a0 \u200bLee ' });
  assert.deepEqual(await namesOf(first), ['Ann Lee']);
  const second = await enterSync(t, server);
  assert.deepEqual(await namesOf(second), ['Ann Lee', 'Guest']);
  const ben = await enter(t, server, 'Ben');
  second.send({ type: 'selection', payload: { taskId: 'events-1', userName: 'Ann Lee' } });
  const { payload } = await first.until('selection');
  assert.deepEqual([payload.userName, payload.taskId], ['Guest', 'events-1']);
  await second.close();
  assert.deepEqual((await ben.until('logout')).data, { userName: 'Guest' });
});

test('the name of a user is no name for a guest, nor one that looks like it, nor what is no name', async (t) => {
  const server = await startServer(t, { users: USERS, guests: true });
  for (const name of ['admin', ' admin ', '\u0430dmin', 'Server', 'x'.repeat(257), '\u200b']) {
    const path = `/gantt-sync?${new URLSearchParams({ project: 1, userName: name })}`;
    assert.deepEqual(await refusal(server, path), [401, 'ERR_UNAUTHORIZED'], name);
  }
});

test('a name gives no right, and does not stand beside a token', async (t) => {
  const server = await startServer(t, { users: USERS, guests: true });
  const path = '/gantt-sync?project=2&userName=Ann';
  assert.deepEqual(await refusal(server, path), [401, 'ERR_UNAUTHORIZED']);
  const admin = await enterSync(t, server, { token: 'key of admin', userName: 'Ann' });
  assert.deepEqual(await namesOf(admin), ['admin']);
});

test('where there is a user Guest, who gives no name stays without one', async (t) => {
  const users = { Guest: { password: 'x', group: 'user' } };
  const server = await startServer(t, { users, guests: true });
  const nameless = await enterSync(t, server);
  const ann = await enterSync(t, server, { userName: 'Ann' });
  assert.deepEqual(await namesOf(nameless), ['Ann']);
  assert.deepEqual(await namesOf(ann), ['Ann']);
});

test('without guests a name is not looked at', async (t) => {
  const server = await startServer(t, { users: USERS });
  const somebody = await enterSync(t, server, { userName: 'admin' });
  const admin = await enterSync(t, server, { token: 'key of admin' });
  assert.deepEqual(await namesOf(somebody), ['admin']);
  assert.deepEqual(await namesOf(admin), ['admin']);
});

test('where nobody is anonymous, one has to say who one is', async (t) => {
  const groups = { admin: { projects: '*' } };
  const users = { admin: USERS.admin };
  const server = await startServer(t, { users, groups });
  assert.deepEqual(await refusal(server, '/gantt-sync?project=1'), [401, 'ERR_UNAUTHORIZED']);
  const client = await enterSync(t, server, { token: 'key of admin' });
  assert.equal(client.init.revision, 0);
});

test('a login that takes time holds up nobody, counts as a connection, and ends with the server', async (t) => {
  const asked = new MessageQueue();
  const verifyToken = () =>
    new Promise((resolve) => {
      asked.push(resolve);
    });
  const server = await startServer(t, { verifyToken, maxConnections: 2 });
  const url = `${server.address}/gantt-sync?project=2&token=slow`;
  const slow = new WebSocket(url);
  // What a guest gives as a password would be taken for a token.
  const ada = await connect(t, server);
  await ada.login('Ada');
  const answer = await asked.next();
  assert.deepEqual(await refusal(server, '/'), [503, '']);
  answer({ userName: 'alex' });
  const [init] = await once(slow, 'message');
  assert.equal(JSON.parse(init).type, 'init');
  assert.deepEqual((await ada.take(2))[1].data.users, ['Ada', 'alex']);
  slow.terminate();
  await ada.take(2);

  const pending = new WebSocket(url);
  const failed = once(pending, 'error');
  const late = await asked.next();
  await server.destroy();
  await failed;
  late({ userName: 'alex' });
});

test('a token that cannot be checked lets nobody in', async (t) => {
  const verifyToken = async () => {
    throw new Error('no database');
  };
  const server = await startServer(t, { verifyToken });
  const path = '/gantt-sync?project=1&token=any';
  assert.deepEqual(await refusal(server, path), [401, 'ERR_UNAUTHORIZED']);
});

test('a token about which no answer comes is refused in time, and then keeps no place', async (t) => {
  const asked = new MessageQueue();
  const verifyToken = () =>
    new Promise(() => {
      asked.push('asked');
    });
  const server = await startServer(t, { verifyToken, maxConnections: 1, authTimeout: 0.2 });
  for (let count = 0; count < 3; count++) {
    const path = '/gantt-sync?project=1&token=slow';
    assert.deepEqual(await refusal(server, path), [503, 'ERR_LOGIN_TIMEOUT']);
  }
  const ada = await connect(t, server);
  await ada.login('Ada');
});

test('who goes away while the login is checked keeps no place', async (t) => {
  const asked = new MessageQueue();
  const verifyToken = () =>
    new Promise(() => {
      asked.push('asked');
    });
  const server = await startServer(t, { verifyToken, maxConnections: 1, authTimeout: 0 });
  const path = '/gantt-sync?project=1&token=slow';
  for (const leave of ['end', 'destroy', 'resetAndDestroy']) {
    const socket = connectNet(server.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    await asked.next();
    assert.deepEqual(await refusal(server, '/'), [503, '']);
    socket[leave]();
    // There is room as soon as the server has noticed.
    let status;
    do [status] = await refusal(server, '/gantt-sync?project=9');
    while (status === 503);
    assert.equal(status, 401);
    socket.destroy();
  }
});

test('passwords are guessed at a pace here too, and the answer says when to try again', async (t) => {
  const server = await startServer(t, { users: USERS });
  const headers = { Authorization: `Basic ${Buffer.from('admin:guess').toString('base64')}` };
  const path = '/gantt-sync?project=1';
  for (let count = 0; count < 11; count++) await refusal(server, path, headers);
  const socket = new WebSocket(`${server.address}${path}`, { headers });
  socket.on('error', () => {});
  const [, response] = await once(socket, 'unexpected-response');
  assert.equal(response.statusCode, 429);
  assert.match(response.headers['retry-after'], /^[12]$/);
  assert.equal(JSON.parse(await text(response)).code, 'ERR_TOO_MANY_ATTEMPTS');
  socket.terminate();
  assert.match(
    server.logged.join('\n'),
    /warn: "admin" \(127.0.0.1\) was refused .*ERR_UNAUTHORIZED/,
  );
});

test('a plain HTTP request to the path is no connection', async (t) => {
  const server = await startServer(t);
  const [response] = await once(
    http.get(`http://127.0.0.1:${server.port}/gantt-sync?project=1`),
    'response',
  );
  response.resume();
  assert.equal(response.statusCode, 426);
});
