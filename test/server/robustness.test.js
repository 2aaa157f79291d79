'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const http = require('node:http');
const net = require('node:net');
const { test } = require('node:test');
const { text } = require('node:stream/consumers');
const { connect, enter, rename, startServer } = require('../support/test-server');

/** Sends bytes to the server's port as they are, and answers what comes back until it hangs up. */
async function sendRaw(server, bytes) {
  const socket = net.connect(server.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.end(bytes);
  return text(socket);
}

/** The server still does its work. */
async function assertWorks(t, server) {
  const client = await enter(t, server, 'Eve');
  assert.equal((await client.load(1)).command, 'dataset');
}

test('subscribers that go away during broadcasts cost the others no message', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  const carl = await enter(t, server, 'Carl', 1);
  const leaving = [];
  for (let count = 0; count < 12; count++) leaving.push(await enter(t, server, `Bob ${count}`, 1));
  await ada.drain();
  await carl.drain();

  for (const [index, bob] of leaving.entries()) {
    const ways = [() => bob.socket.close(), () => bob.socket.terminate(), () => reset(bob)];
    ways[index % ways.length]();
    ada.send(rename(1, `Name ${index}`));
  }
  await Promise.all(leaving.map(({ closed }) => closed));
  ada.send(rename(1, 'The last'));

  const revisions = [];
  while (revisions.length < leaving.length + 1) {
    const { command, data } = await carl.next();
    if (command === 'project_change') revisions.push(data.revisions[0].revision);
  }
  assert.deepEqual(
    revisions,
    revisions.map((_, index) => `server-${index + 1}`),
  );
});

/** Drops a connection without a goodbye of TCP either. */
function reset({ socket }) {
  socket._socket.resetAndDestroy();
}

test('a subscriber that stops reading is cut off instead of missing a message', async (t) => {
  const server = await startServer(t, { maxBufferedBytes: 64 * 1024 });
  const slow = await enter(t, server, 'Slow', 1);
  const ada = await enter(t, server, 'Ada', 1);
  await slow.drain();

  slow.socket.pause();
  let sent = 0;
  let message = {};
  while (message.command !== 'logout') {
    ada.send(rename(1, `${(sent += 1)} ${'x'.repeat(100_000)}`));
    do message = await ada.next();
    while (message.command === 'users');
    assert.ok(sent < 1000, 'the server keeps everything for it');
  }
  assert.deepEqual(message.data, { userName: 'Slow' });
  slow.socket.resume();
  assert.equal(await slow.closed, 1006);
});

test('a peer that gives no sign of life is cut off, the others are not', async (t) => {
  const server = await startServer(t, { pingInterval: 0.1 });
  const ada = await enter(t, server, 'Ada');
  const mute = await connect(t, server, { autoPong: false });
  mute.ask('login', { login: 'Mute' });

  const [, , logout] = await ada.take(3);

  assert.deepEqual(logout, { command: 'logout', data: { userName: 'Mute' } });
  assert.equal(await mute.closed, 1006);
  for (let count = 0; count < 3; count++) await once(ada.socket, 'ping');
  assert.equal((await ada.load(1)).command, 'users');
  await assertWorks(t, server);
});

test('who sends too much is read more slowly, and loses nothing', async (t) => {
  const server = await startServer(t, { maxMessagesPerSecond: 400 });
  const [busy, calm] = [await connect(t, server), await connect(t, server)];
  const began = performance.now();

  for (let count = 0; count < 480; count++) busy.ask(count < 479 ? 'version' : 'dance');
  await calm.drain();
  const calmTook = performance.now() - began;
  const answers = await busy.take(480);
  const busyTook = performance.now() - began;

  assert.equal(answers.pop().command, 'error');
  assert.ok(answers.every(({ command }) => command === 'version'));
  assert.ok(busyTook >= 180, `${busyTook} ms`);
  assert.ok(calmTook < busyTook);
});

test('connections over the limit are turned away until one is free', async (t) => {
  const server = await startServer(t, { maxConnections: 2 });
  const ada = await enter(t, server, 'Ada');
  const bob = await enter(t, server, 'Bob');

  await assert.rejects(connect(t, server), /503/);
  const halfOpen = net.connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
  t.after(() => halfOpen.destroy());
  halfOpen.write('GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
  await once(halfOpen.resume(), 'end');
  await bob.close();
  await ada.take(4);

  await assertWorks(t, server);
});

test('who does not log in in time is told so and closed', async (t) => {
  const server = await startServer(t, { authTimeout: 0.5 });
  const ada = await enter(t, server, 'Ada');
  const stranger = await connect(t, server);

  const { command, message } = await stranger.next();

  assert.equal(command, 'error');
  assert.match(message, /\(ERR_LOGIN_TIMEOUT\)$/);
  assert.equal(await stranger.closed, 4408);
  assert.equal((await ada.load(1)).command, 'dataset');
});

test('a request with 2,000 headers does not end the server', async (t) => {
  const server = await startServer(t);
  const headers = Array.from({ length: 2000 }, (_, index) => `${index.toString(36)}:`);
  const upgrade = ['GET / HTTP/1.1', 'Host: a', 'Upgrade: websocket', 'Connection: Upgrade'];

  const answer = await sendRaw(server, [...upgrade, ...headers, '', ''].join('\r\n'));

  assert.match(answer, /^HTTP\/1\.1 4/);
  await assertWorks(t, server);
});

test('what is no HTTP, no handshake or no frame does not end the server', async (t) => {
  const server = await startServer(t);
  const handshake = [
    'GET / HTTP/1.1',
    'Host: a',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
  ].join('\r\n');
  const keyed = `${handshake}\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`;

  assert.match(await sendRaw(server, 'hello\r\n\r\n'), /^HTTP\/1\.1 400/);
  assert.match(await sendRaw(server, `${handshake}\r\n\r\n`), /^HTTP\/1\.1 400/);
  assert.equal(await sendRaw(server, ''), '');
  assert.match(await sendRaw(server, `${keyed}\x81\x02hi`), /^HTTP\/1\.1 101/);
  assert.match(await sendRaw(server, `${keyed}\xff\xff\xff`), /^HTTP\/1\.1 101/);
  await assertWorks(t, server);
});

test('a plain request is told what the server is', async (t) => {
  const server = await startServer(t);
  for (const method of ['GET', 'POST']) {
    const request = http.request({ port: server.port, host: '127.0.0.1', method }).end();
    const [response] = await once(request, 'response');
    assert.equal(response.statusCode, 426);
    assert.match(await text(response), /WebSocket/);
  }
});

test('messages are compressed where the option says so', async (t) => {
  const server = await startServer(t, { perMessageDeflate: true });
  const client = await connect(t, server, { perMessageDeflate: true });
  assert.match(client.socket.extensions, /permessage-deflate/);
  await client.login('Ada');
  assert.equal((await client.load(1)).command, 'dataset');
});
