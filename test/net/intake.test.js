'use strict';

const assert = require('node:assert/strict');
const { createHash } = require('node:crypto');
const { EventEmitter } = require('node:events');
const { test } = require('node:test');
const { WebSocketServer } = require('ws');
const { Inbox } = require('../../lib/net/fast/inbox');
const { Intake } = require('../../lib/net/intake');
const { Reserve } = require('../../lib/net/reserve');
const {
  CONTINUATION,
  PING,
  PONG,
  TEXT,
  cut,
  frame,
  randomFrames,
} = require('../support/client-frames');
const { FedSocket } = require('../support/fed-socket');
const { Random } = require('../support/random');

const MAX_PAYLOAD = 70_000;
const COMPRESSED = 4; // among the reserved bits
const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const NO_TURN = { beginReading() {}, endReading() {} };

/** What an intake tells its connection, counted. */
function countingConnection() {
  return {
    frames: 0,
    bytes: 0,
    countFrame() {
      this.frames += 1;
    },
    countBytes(size) {
      this.bytes += size;
    },
    unpack: (give) => give(),
    terminate() {},
  };
}

/** A web socket of ws over a FedSocket, and a list of what it emits. */
function openWebSocket({ reader, maxPayload }) {
  const server = new WebSocketServer({ noServer: true, maxPayload });
  const headers = { upgrade: 'websocket', 'sec-websocket-key': KEY, 'sec-websocket-version': '13' };
  const socket = new FedSocket();
  const seen = [];
  const request = { method: 'GET', url: '/', headers };
  server.handleUpgrade(request, socket, Buffer.alloc(0), (webSocket) => {
    webSocket.on('message', (data, isBinary) => seen.push(['message', digest(data), isBinary]));
    for (const name of ['ping', 'pong']) webSocket.on(name, (data) => seen.push([name, `${data}`]));
    webSocket.on('error', ({ code }) => seen.push(['error', code]));
    webSocket.close = (status) => seen.push(['close', status]);
    if (reader === 'ws') return;
    const connection = countingConnection();
    const reserve = new Reserve(Infinity);
    const intake = Intake.attach(webSocket, socket, { connection, reserve, maxPayload });
    if (reader === 'inbox') Inbox.attach(webSocket, socket, { intake, maxPayload, turn: NO_TURN });
  });
  return { socket, seen };
}

/** @returns {string} what tells a message from others, short enough to be shown */
function digest(data) {
  return `${data.length}:${createHash('sha1').update(data).digest('hex').slice(0, 8)}`;
}

test('whatever comes in, cut anywhere, ws says the same with intake and inbox and without', async () => {
  const kinds = new Set();
  for (let seed = 1; seed <= 400; seed++) {
    const random = new Random(seed);
    const count = 1 + random.int(30);
    const maxPayload = random.pick([1000, MAX_PAYLOAD]);
    const frames = Array.from({ length: count }, () => randomFrames(random, maxPayload)).flat();
    const chunks = cut(random, frames);
    const all = ['ws', 'intake', 'inbox'].map((reader) => openWebSocket({ reader, maxPayload }));
    for (const chunk of chunks) {
      for (const { socket } of all) socket.feed(chunk);
      // As between two reads of a socket.
      await new Promise(process.nextTick);
    }
    const [plain, intake, inbox] = all;
    assert.deepEqual(intake.seen, plain.seen, `seed ${seed}`);
    assert.deepEqual(inbox.seen, plain.seen, `seed ${seed}`);
    for (const [name, what] of plain.seen) kinds.add(name === 'message' ? name : `${name} ${what}`);
  }
  // All that ws can find wrong has come.
  assert.ok(kinds.size > 12, [...kinds].join());
});

/** An intake alone, with what it gives ws, one entry for each piece. */
function startIntake({ limit = Infinity } = {}) {
  const webSocket = Object.assign(new EventEmitter(), { extensions: '', isPaused: false });
  const socket = new FedSocket();
  const given = [];
  const connection = countingConnection();
  connection.terminate = () => (connection.isCutOff = true);
  const reserve = new Reserve(limit);
  socket.on('data', (chunk) => given.push(chunk));
  const parts = { connection, reserve, maxPayload: MAX_PAYLOAD };
  const intake = Intake.attach(webSocket, socket, parts);
  return { webSocket, socket, given, connection, reserve, intake };
}

const hex = (pieces) => pieces.map((bytes) => bytes.toString('hex'));

test('ws gets each frame in one piece, or its header and its payload', () => {
  const { socket, given, intake } = startIntake();
  const [short, long] = [frame(Buffer.from('short')), frame(Buffer.alloc(300, 'x'))];
  socket.feed(Buffer.concat([short, short, long.subarray(0, 100)]));
  assert.equal(intake.isBetweenMessages, false);
  for (let at = 100; at < long.length; at++) socket.feed(long.subarray(at, at + 1));
  socket.feed(short);
  assert.deepEqual(hex(given), hex([short, short, long.subarray(0, 8), long.subarray(8), short]));
  assert.equal(intake.isBetweenMessages, true);
});

test('what waits of a frame is counted, and takes at most twice what has come', () => {
  const { socket, reserve, connection, given } = startIntake();
  const bytes = frame(Buffer.alloc(60_000, 'x'));
  let sent = 0;
  for (let at = 0; at < bytes.length; at += 100) {
    sent = Math.min(at + 100, bytes.length);
    socket.feed(bytes.subarray(at, sent));
    if (sent === bytes.length) break;
    assert.ok(reserve.total >= sent - 8 && reserve.total <= Math.max(2 * sent, 4096), `${sent}`);
  }
  assert.equal(reserve.total, 0);
  assert.equal(connection.bytes, bytes.length);
  // No view into anything larger: what ws keeps is all there is.
  assert.equal(given[1].buffer.byteLength, 60_000);
});

test('who announces much and sends little takes little', () => {
  const { socket, reserve } = startIntake();
  socket.feed(frame(Buffer.alloc(65_000)).subarray(0, 20));
  assert.equal(reserve.total, 4096);
});

test('fragments are counted with what ws makes of them, until the message is whole', () => {
  const { socket, reserve, given, connection } = startIntake();
  const pings = Array(100).fill(frame(Buffer.from('ping'), { opcode: PING }));
  const part = (opcode, isFinal) => frame(Buffer.from('x'), { opcode, isFinal });
  for (let count = 0; count < 100; count++) {
    socket.feed(Buffer.concat([part(count === 0 ? 1 : CONTINUATION, false), ...pings]));
    assert.equal(reserve.total, (count + 1) * (256 + 1));
  }
  assert.equal(connection.frames, 100 + 100 * 100);
  for (const bytes of given.filter(({ length }) => length === 7)) {
    assert.equal(bytes.buffer.byteLength, 7, 'the pings that came with it are kept');
  }
  socket.feed(part(CONTINUATION, true));
  assert.equal(reserve.total, 0);
  assert.equal(connection.frames, 100 + 100 * 100);
});

test('every control frame and every fragment counts, a whole message does not', () => {
  const { socket, connection } = startIntake();
  const text = Buffer.from('hello');
  for (const opcode of [PING, PONG, PING]) socket.feed(frame(text, { opcode }));
  assert.equal(connection.frames, 3);
  socket.feed(Buffer.concat([frame(text), frame(text)]));
  assert.equal(connection.frames, 3);
  socket.feed(frame(text, { isFinal: false }));
  socket.feed(frame(Buffer.alloc(0), { opcode: CONTINUATION, isFinal: false }));
  socket.feed(frame(text, { opcode: CONTINUATION }));
  assert.equal(connection.frames, 5);
});

test('behind a compressed message ws gets nothing until it has come out', () => {
  for (const count of [1, 3]) {
    const { webSocket, socket, given, connection } = startIntake();
    connection.unpack = (give) => {
      webSocket.isPaused = true;
      give();
    };
    socket.pause();
    const parts = Array.from({ length: count }, (_, index) =>
      frame(Buffer.from('packed'), {
        opcode: index === 0 ? TEXT : CONTINUATION,
        reserved: index === 0 ? COMPRESSED : 0,
        isFinal: index === count - 1,
      }),
    );
    const behind = frame(Buffer.from('behind'));
    socket.feed(Buffer.concat([...parts, behind]));
    assert.deepEqual(hex(given), hex(parts));
    assert.equal(socket.readableLength, behind.length);
  }
});

test('fragments of a compressed message are counted as what they may become', () => {
  const { socket, reserve } = startIntake();
  const part = frame(Buffer.alloc(10), { isFinal: false, reserved: COMPRESSED });
  socket.feed(part);
  assert.equal(reserve.total, 256 + 10 * 1032);
  socket.feed(frame(Buffer.alloc(1000), { opcode: CONTINUATION, isFinal: false }));
  assert.equal(reserve.total, 2 * 256 + MAX_PAYLOAD);
});

test('who is paused in the middle of what was read gets the rest of it later', async () => {
  for (const reader of ['intake', 'inbox']) {
    const { webSocket, socket, given, intake, reserve } = startIntake();
    const read = [];
    webSocket.on('message', (data) => read.push(`${data}`));
    if (reader === 'inbox') {
      Inbox.attach(webSocket, socket, { intake, maxPayload: MAX_PAYLOAD, turn: NO_TURN });
    }
    const bytes = ['one', 'two', 'three'].map((text) => frame(Buffer.from(text)));
    const pause = () => {
      webSocket.isPaused = true;
      socket.pause();
    };
    webSocket.once('message', pause);
    const emitted = given.push.bind(given);
    given.push = (chunk) => {
      emitted(chunk);
      if (given.length === 1) pause();
    };
    socket.feed(Buffer.concat(bytes));
    const rest = bytes[1].length + bytes[2].length;
    assert.deepEqual([read.length + given.length, socket.readableLength], [1, rest]);
    assert.equal(reserve.total, rest);
    webSocket.isPaused = false;
    socket.resume();
    await new Promise(setImmediate);
    if (reader === 'inbox') assert.deepEqual(read, ['one', 'two', 'three']);
    else assert.deepEqual(hex(given), hex(bytes));
    assert.equal(reserve.total, 0);
  }
});

test('when all wait for too much, who began first is cut off', () => {
  const reserve = new Reserve(1000);
  const cutOff = [];
  const holders = ['ada', 'bob', 'carl'].map((name) => ({ terminate: () => cutOff.push(name) }));
  const [ada, bob, carl] = holders;
  reserve.set(ada, 400);
  reserve.set(bob, 100);
  reserve.set(carl, 300);
  reserve.set(ada, 500);
  assert.deepEqual([cutOff, reserve.total], [[], 900]);
  reserve.set(bob, 0);
  reserve.set(bob, 300);
  assert.deepEqual([cutOff, reserve.total], [['ada'], 600]);
  reserve.set(bob, 800);
  assert.deepEqual([cutOff, reserve.total], [['ada', 'carl'], 800]);
  reserve.set(bob, 1001);
  assert.deepEqual([cutOff, reserve.total], [['ada', 'carl', 'bob'], 0]);
});

test('what waits is nothing once the connection is closed', () => {
  const { webSocket, socket, reserve } = startIntake();
  socket.feed(frame(Buffer.from('x'), { isFinal: false }));
  socket.feed(frame(Buffer.alloc(1000), { opcode: CONTINUATION }).subarray(0, 500));
  assert.equal(reserve.total, 257 + 1000);
  webSocket.emit('close');
  assert.equal(reserve.total, 0);
});
