'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const http = require('node:http');
const { text } = require('node:stream/consumers');
const { test } = require('node:test');
const { WebSocket } = require('ws');
const { transportOf } = require('../../../lib/dialects/socketio/transport');
const { CalendarClient, enterCalendar } = require('../../support/calendar-client');
const { USERS } = require('../../support/sync-client');
const { enter, startServer } = require('../../support/test-server');

/** The status and the body with which a request is answered. */
async function ask(server, path, { method = 'GET', headers = {} } = {}) {
  const request = http.request(server.address.replace(/^ws/, 'http') + path, { method, headers });
  request.end();
  const [response] = await once(request, 'response');
  return [response.statusCode, await text(response)];
}

const HANDSHAKE = '/socket.io/?EIO=4&transport=polling';

test('nothing is loaded, and nobody let in, unless the option asks for it', async (t) => {
  assert.equal(transportOf({}, { socketio: false }, {}, {}), undefined);
  const server = await startServer(t);
  assert.equal((await ask(server, HANDSHAKE))[0], 426);
});

for (const transports of [['websocket'], ['polling'], ['polling', 'websocket']]) {
  test(`who shows a token comes in, by ${transports.join(' and then ')}`, async (t) => {
    const server = await startServer(t, { users: USERS, socketio: true });
    const auth = { token: 'key of admin' };
    const admin = await enterCalendar(t, server, auth, 3, { transports });
    assert.equal(admin.data.tasks.rows[0].name, 'Reap');
    const extraHeaders = { Authorization: 'Bearer wrong' };
    const both = await enterCalendar(t, server, auth, 3, { transports, extraHeaders });
    assert.match(both.id, /^client-/, 'what is in the handshake comes first');
  });
}

test('who may not come in is told why, with a code', async (t) => {
  const server = await startServer(t, { users: USERS, guests: true, socketio: true });
  for (const auth of [{ token: 'wrong' }, { userName: 'admin' }, { userName: 'Server' }]) {
    const client = new CalendarClient(server, auth);
    t.after(() => client.socket.disconnect());
    assert.equal((await client.failed).data.code, 'ERR_UNAUTHORIZED');
  }
  const nobody = await startServer(t, {
    users: { admin: USERS.admin },
    groups: { admin: { projects: '*' } },
    socketio: true,
  });
  const client = new CalendarClient(nobody);
  t.after(() => client.socket.disconnect());
  assert.equal((await client.failed).data.code, 'ERR_UNAUTHORIZED');
});

test('odd things in a handshake are as if they were not there', async (t) => {
  const server = await startServer(t, { users: USERS, guests: true, socketio: true });
  for (const auth of [{ token: 5 }, { token: {}, userName: [] }, { userName: null }]) {
    const client = await enterCalendar(t, server, auth, 1);
    const users = await client.until('calendar:presence');
    assert.ok(users.some(({ userName }) => userName === 'Guest'));
    client.socket.disconnect();
  }
});

test('people of Socket.IO are among the users of the others, and leave them', async (t) => {
  const server = await startServer(t, { users: USERS, socketio: true });
  const ada = await enter(t, server, 'Ada');
  const admin = await enterCalendar(t, server, { token: 'key of admin' });
  assert.deepEqual((await ada.until('join')).data, { userName: 'admin' });
  admin.socket.disconnect();
  assert.deepEqual((await ada.until('logout')).data, { userName: 'admin' });
});

test('pages that may not connect are refused, by requests as well, and those that may can read', async (t) => {
  const server = await startServer(t, { socketio: true, origins: ['https://plan.example'] });
  const from = (origin) => ask(server, HANDSHAKE, { headers: { Origin: origin } });
  const [status, body] = await from('https://evil.example');
  assert.deepEqual([status, JSON.parse(body).message], [403, 'ERR_FORBIDDEN_ORIGIN']);
  assert.equal((await from('https://plan.example'))[0], 200);
});

test('those that are not logged in yet take room, too', async (t) => {
  const server = await startServer(t, { socketio: true, maxConnections: 2 });
  const waiting = await Promise.all([ask(server, HANDSHAKE), ask(server, HANDSHAKE)]);
  assert.deepEqual(
    waiting.map(([status]) => status),
    [200, 200],
  );
  assert.equal((await ask(server, HANDSHAKE))[0], 403);
});

test('requests that are none of Engine.IO are answered with what is wrong', async (t) => {
  const server = await startServer(t, { socketio: true });
  const paths = [
    '/socket.io/',
    '/socket.io/?EIO=4',
    '/socket.io/?EIO=3&transport=polling',
    '/socket.io/?EIO=4&transport=carrier-pigeon',
    '/socket.io/?EIO=4&transport=polling&sid=unknown',
    '/socket.io/?EIO=4&transport=websocket',
    '/socket.io/?EIO=4&transport=polling&sid=__proto__',
  ];
  for (const path of paths) assert.equal((await ask(server, path))[0], 400, path);
  assert.equal((await ask(server, HANDSHAKE, { method: 'POST' }))[0], 400);
  const client = await enterCalendar(t, server, {}, 1);
  assert.match(client.id, /^client-/);
});

test('a stranger’s body is not read beyond the limit of strangers, a known one’s is', async (t) => {
  const server = await startServer(t, { users: USERS, socketio: true });
  const [, body] = await ask(server, HANDSHAKE);
  const { sid } = JSON.parse(body.slice(1));
  const url = `${server.address.replace(/^ws/, 'http')}${HANDSHAKE}&sid=${sid}`;
  const post = http.request(url, { method: 'POST', headers: { 'Content-Length': 700_000 } });
  post.on('error', () => {});
  post.write('4'.repeat(70_000));
  const [response] = await once(post, 'response');
  assert.equal(response.statusCode, 413);
  post.destroy();
  for (const transports of [['websocket'], ['polling']]) {
    const admin = await enterCalendar(t, server, { token: 'key of admin' }, 1, { transports });
    const long = { calendarId: 'x'.repeat(200_000) };
    const { code } = await new Promise((resolve) => {
      admin.socket.emit('calendar:subscribe', long, resolve);
      admin.socket.once('calendar:error', resolve);
    });
    assert.equal(code, 'ERR_MESSAGE_TOO_LARGE');
  }
});

test('on a server of the application both ways in are there', async (t) => {
  const server = http.createServer((request, response) => {
    if (own.requestHandler(request, response)) return;
    response.end('of the application');
  });
  const own = await startServer(t, { server, socketio: true, path: '/plans' });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const at = { address: `ws://127.0.0.1:${server.address().port}` };
  for (const transports of [['websocket'], ['polling']]) {
    const client = await enterCalendar(t, at, {}, 1, { transports });
    assert.match(client.id, /^client-/);
    client.socket.disconnect();
  }
  assert.deepEqual(await ask(at, '/'), [200, 'of the application']);
});

test('a server that ends closes them, and its port is free', async (t) => {
  const server = await startServer(t, { socketio: true });
  const one = await enterCalendar(t, server, {}, 1);
  const other = await enterCalendar(t, server, {}, 1, { transports: ['polling'] });
  await server.destroy();
  await Promise.all([one.gone, other.gone]);
});

test('a client waits where the server asks nobody for signs of life', async (t) => {
  const server = await startServer(t, { socketio: true, pingInterval: 0 });
  const [, body] = await ask(server, HANDSHAKE);
  const { pingInterval, pingTimeout } = JSON.parse(body.slice(1));
  assert.ok(pingInterval > 0 && pingTimeout > 0);
  assert.ok(pingInterval + pingTimeout < 2 ** 31, 'a timer of so much is over at once');
});

test('over one connection one comes in at a time', async (t) => {
  const server = await startServer(t, { users: USERS, guests: true, socketio: true });
  const socket = new WebSocket(`${server.address}/socket.io/?EIO=4&transport=websocket`);
  t.after(() => socket.terminate());
  const answers = [];
  const three = new Promise((resolve) => {
    socket.on('message', (data) => {
      const packet = String(data);
      if (packet.startsWith('4') && answers.push(packet) === 3) resolve(undefined);
    });
  });
  await once(socket, 'message');
  // In one piece, before the first of them is let in.
  const { _socket: below } = /** @type {any} */ (socket);
  below.cork();
  for (let i = 0; i < 3; i++) socket.send('40{"userName":"Gus"}');
  below.uncork();
  await three;
  assert.equal(answers.filter((packet) => packet.startsWith('40')).length, 1);
  assert.equal(answers.filter((packet) => /^44.*ERR_TOO_MANY_LOGINS/.test(packet)).length, 2);
});
