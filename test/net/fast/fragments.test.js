'use strict';

const assert = require('node:assert/strict');
const { EventEmitter, once } = require('node:events');
const http = require('node:http');
const { test } = require('node:test');
const { Connection } = require('../../../lib/net/connection');
const { fragmentsOf, pingsIn } = require('../../../lib/net/fast/fragments');
const { FrameSequence, LONG } = require('../../../lib/net/fast/frames');
const { headerSize, payloadLength } = require('../../../lib/net/fast/frame-header');
const { connect, startServer } = require('../../support/test-server');

const [TEXT_BEGINS, TEXT_GOES_ON, TEXT_ENDS, PING] = [0x01, 0x00, 0x80, 0x89];

/** The frames in what is written: the first byte and the payload of each. */
function framesIn(bytes) {
  const frames = [];
  for (let at = 0; at < bytes.length;) {
    const length = payloadLength(bytes, at);
    const begin = at + headerSize(length);
    frames.push({ first: bytes[at], payload: bytes.subarray(begin, begin + length) });
    at = begin + length;
  }
  return frames;
}

test('a long message has 32 frames at most, none but the last under 16 KiB, and a ping between each two', () => {
  const text = Buffer.from(Array.from({ length: 300_000 }, (_, index) => `${index},`).join(''));
  for (const size of [65_537, 100_000, 16_384 * 32, 16_384 * 32 + 1, text.length]) {
    const whole = text.subarray(0, size);
    const cuts = [0, 1, 20_000, 20_001, 60_000, size];
    const parts = cuts.slice(1).map((end, index) => whole.subarray(cuts[index], end));
    const [inParts, inOne] = [parts, whole].map((message) =>
      framesIn(Buffer.concat(new FrameSequence().with(message, LONG).chunks)),
    );
    assert.deepEqual(inParts, inOne);
    const texts = inParts.filter((_, index) => index % 2 === 0);
    const pings = inParts.filter((_, index) => index % 2 === 1);
    assert.ok(texts.length <= 32 && pings.length === texts.length - 1);
    assert.equal(pings.length, pingsIn(size));
    assert.ok(pings.every(({ first, payload }) => first === PING && payload.length === 0));
    const middle = Array(texts.length - 2).fill(TEXT_GOES_ON);
    assert.deepEqual(
      texts.map(({ first }) => first),
      [TEXT_BEGINS, ...middle, TEXT_ENDS],
    );
    assert.ok(texts.slice(0, -1).every(({ payload }) => payload.length >= 16_384));
    assert.ok(Buffer.concat(texts.map(({ payload }) => payload)).equals(whole));
  }
});

test('a message of 64 KiB has no ping in it', () => {
  assert.equal(pingsIn(65_536), 0);
  assert.equal(fragmentsOf([Buffer.alloc(16_384)], 16_384).length, 1);
});

/** A connection through ws, with the pings and texts that it sends. */
function startConnection(options = {}) {
  const sent = [];
  const socket = Object.assign(new EventEmitter(), {
    readyState: 1,
    bufferedAmount: 0,
    extensions: '',
    isPaused: false,
    pause: () => (socket.isPaused = true),
    resume() {},
    terminate() {},
    send: (text) => sent.push(text.length),
    ping: () => sent.push('ping'),
  });
  const limits = { maxPayload: 1e6, maxMessagesPerSecond: 0, maxBufferedBytes: 1e9, ...options };
  return { connection: new Connection(socket, limits), socket, sent };
}

test('behind each 64 KiB there is a ping, and behind more the more answers are due', (t) => {
  let time = 0;
  t.mock.method(performance, 'now', () => time);
  const { connection, socket, sent } = startConnection();
  const send = (count) => {
    sent.length = 0;
    for (let i = 0; i < count; i++) connection.send(Buffer.alloc(32 * 1024));
    return sent.filter((what) => what === 'ping').length;
  };
  assert.equal(send(2), 1);
  assert.equal(send(2), 0);
  assert.equal(send(1), 1);
  time += 1000;
  for (let i = 0; i < 2; i++) {
    connection.countFrame(true);
    socket.emit('pong', Buffer.alloc(0));
  }
  assert.equal(send(2), 1);
  // Nobody answers: no more than a client made with ws lets wait.
  send(10_000);
  assert.equal(send(1000), 0);
});

test('who answers within a second has a ping behind each MiB, until it misses one', (t) => {
  let time = 0;
  t.mock.method(performance, 'now', () => time);
  const { connection, sent } = startConnection();
  /** Kibibytes until there is a ping that is answered so late. */
  const untilPing = (answeredAfter) => {
    sent.length = 0;
    while (!sent.includes('ping')) connection.send(Buffer.alloc(32 * 1024));
    const size = (sent.length - 1) * 32;
    time += answeredAfter;
    connection.countFrame(true);
    return size;
  };
  assert.deepEqual([999, 999, 1000, 999, 999].map(untilPing), [64, 1024, 1024, 64, 1024]);
  for (let count = 0; count < 2; count++) connection.checkAlive();
  for (let count = 0; count < 2; count++) connection.countFrame(true);
  assert.equal(untilPing(999), 64);
});

test('answers to the server’s own pings cost nothing, others do', (t) => {
  t.mock.method(performance, 'now', () => 0);
  const { connection, socket } = startConnection({ maxMessagesPerSecond: 10 });
  connection.send(Buffer.alloc(1e6));
  let count = 0;
  for (; !socket.isPaused; count++) connection.countFrame(true);
  assert.equal(count, pingsIn(1e6) + 1 + 10 + 1);
});

test('who gets a long message quickly has no pings in later ones, until it misses one', (t) => {
  let time = 0;
  t.mock.method(performance, 'now', () => time);
  for (const [takes, later] of [
    [999, 0],
    [1000, pingsIn(1e6) + 1],
  ]) {
    const { connection, sent } = startConnection();
    const send = () => {
      sent.length = 0;
      connection.send(Buffer.alloc(1e6));
      return sent.filter((what) => what === 'ping').length;
    };
    const pings = send();
    assert.equal(pings, pingsIn(1e6) + 1);
    time += takes;
    for (let count = 0; count < pings; count++) connection.countFrame(true);
    assert.equal(send(), later);
    for (let count = 0; count < 2; count++) connection.checkAlive();
    time += 1000;
    for (let count = 0; count < 40; count++) connection.countFrame(true);
    assert.equal(send(), pingsIn(1e6) + 1);
  }
});

test('who was quick and becomes slow has time for what went out with few pings, and no longer', (t) => {
  t.mock.method(performance, 'now', () => 0);
  const { connection, socket } = startConnection();
  const answer = (pings) => {
    for (let count = 0; count < pings; count++) connection.countFrame(true);
    socket.emit('pong', Buffer.alloc(0));
  };
  const isAlive = () => connection.checkAlive();
  connection.send(Buffer.alloc(1e6));
  answer(pingsIn(1e6) + 1);
  isAlive();
  connection.send(Buffer.alloc(1024 * 1024));
  // That of isAlive() was sent before the message: it says nothing of it.
  answer(1);
  isAlive();
  // It reads 256 KiB in each interval, and none of the pings is behind so few bytes.
  assert.deepEqual([1, 2, 3, 4, 5].map(isAlive), [true, true, true, true, false]);
  answer(1);
  assert.deepEqual([isAlive(), isAlive()], [true, false]);
});

/** A project of some megabytes, and a server whose pings come when the test says so. */
async function startSlowly(t) {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const page = http.createServer();
  const sockets = [];
  page.on('connection', (socket) => sockets.push(socket));
  page.listen(0, '127.0.0.1');
  await once(page, 'listening');
  t.after(() => {
    page.close();
    page.closeAllConnections();
  });
  const tasksData = Array.from({ length: 4000 }, (_, id) => ({ id, note: 'x'.repeat(1000) }));
  const projects = [{ id: 1, name: 'Long', source: { tasksData } }];
  const server = await startServer(t, { server: page, projects, pingInterval: 0.25 });
  const client = await connect(t, server);
  await client.login('Ada');
  client.socket._socket.pause();
  client.ask('dataset', { project: 1 });
  while (sockets[0].bytesWritten < 4e6) await new Promise(setImmediate);
  return { client, below: client.socket._socket, server: sockets[0] };
}

/** Reads so many bytes, and waits until the server has got the pongs that this brought. */
async function readSome({ below, server }, size) {
  const before = server.bytesRead;
  const { bytesWritten } = below;
  for (let left = size; left > 0;) {
    const part = below.read(Math.min(left, below.readableLength || 1));
    left -= part?.length ?? 0;
    if (!part) await new Promise(setImmediate);
  }
  await new Promise(setImmediate);
  const pongs = below.bytesWritten - bytesWritten;
  while (server.bytesRead < before + pongs) await new Promise(setImmediate);
}

test('who reads a dataset slowly gets it, however many pings go by', async (t) => {
  const slow = await startSlowly(t);
  for (let count = 0; count < 25; count++) {
    await readSome(slow, 150_000);
    t.mock.timers.tick(250);
  }
  assert.equal(slow.server.destroyed, false);
  slow.below.resume();
  let message;
  do message = await slow.client.next();
  while (message.command !== 'dataset');
  assert.equal(message.data.dataset.tasksData.length, 4000);
});

test('who reads nothing of a dataset is cut off at the second ping', async (t) => {
  const mute = await startSlowly(t);
  await readSome(mute, 100);
  for (let count = 0; count < 2; count++) {
    assert.equal(mute.server.destroyed, false);
    t.mock.timers.tick(250);
  }
  assert.equal(mute.server.destroyed, true);
});
