'use strict';

const assert = require('node:assert/strict');
const { EventEmitter } = require('node:events');
const { test } = require('node:test');
const { RawArguments } = require('../../../lib/dialects/socketio/packets');
const { WireSocket } = require('../../../lib/dialects/socketio/wire-socket');

const NAMES = { change: 'change', subscribe: 'subscribe' };

/** Engine.IO's side of a connection, which notes what it is to write. */
class FakeEngine extends EventEmitter {
  written = [];
  transport = { opts: {}, socket: { bufferedAmount: 0, _receiver: {}, pause() {}, resume() {} } };

  write(text, options) {
    this.written.push(options?.wsPreEncodedFrame ?? text);
  }

  sendPacket(type) {
    this.emit('packetCreate', { type });
  }

  close() {
    this.closed = true;
  }
}

function stage(decoder = /** @type {any} */ ({ inOrder: process.nextTick })) {
  const conn = new FakeEngine();
  const io = Object.assign(new EventEmitter(), {
    conn,
    client: { decoder },
    onAny: (listener) => (io.listener = listener),
    disconnect: () => io.emit('disconnect', 'server'),
  });
  const socket = new WireSocket(io, NAMES);
  const got = [];
  socket.on('message', (bytes, isBinary) => got.push(isBinary ? 'binary' : String(bytes)));
  const say = (name, text = '', ack = '') => io.listener(name, new RawArguments(text, ack));
  return { conn, io, socket, got, say };
}

test('an event and a packet go out each as a packet, pieces as one', () => {
  const { conn, socket } = stage();
  socket.send(Buffer.from('["a",1]'));
  socket.send(Buffer.from('["load",'), { fin: false });
  socket.send(Buffer.from('{}]'));
  socket.send('31[{}]');
  assert.deepEqual(conn.written, ['2["a",1]', '2["load",{}]', '31[{}]']);
});

test('to a WebSocket go frames that are ready, a long message uncopied', () => {
  const { conn, socket } = stage();
  conn.transport.name = 'websocket';
  conn.transport.socket._sender = { sendFrame() {} };
  const long = Buffer.from(`["load","${'é'.repeat(50_000)}"]`);
  socket.send(Buffer.from('["a","é"]'));
  socket.send(Buffer.from('31[{}]'));
  socket.send(long);
  const [event, answer, [header, message]] = conn.written;
  assert.deepEqual(event, [Buffer.from('\x81\x0c42["a","Ã©"]', 'latin1')]);
  assert.deepEqual(answer, [Buffer.from('\x81\x07431[{}]', 'latin1')]);
  assert.equal(message, long);
  assert.equal(header.toString('latin1', 10), '42');
  assert.equal(Number(header.readBigUInt64BE(2)), long.length + 2);

  conn.transport.opts = { perMessageDeflate: {} };
  socket.send(Buffer.from('["a"]'));
  assert.equal(conn.written.at(-1), '2["a"]');
});

test('usual events and pongs are heard at once, and none when it is over', () => {
  const decoder = /** @type {any} */ ({ inOrder: (tell) => tell() });
  const { conn, io, got, socket } = stage(decoder);
  socket.on('pong', () => got.push('pong'));
  conn.emit('packet', { type: 'pong' });
  decoder.onEvent('lock', new RawArguments('{}', '1'));
  assert.deepEqual(got, ['pong', '{"type":"lock","data":{},"ack":1}']);
  io.emit('disconnect', 'gone');
  assert.equal(decoder.onEvent, undefined);
});

test('what waits for the transport is unsent, and what it has not written', () => {
  const { conn, socket } = stage();
  socket.send(Buffer.from('["a",1]'));
  conn.transport.socket.bufferedAmount = 10;
  assert.equal(socket.bufferedAmount, 17);
  conn.emit('drain');
  assert.equal(socket.bufferedAmount, 10);
  conn.transport = { opts: {} };
  assert.equal(socket.bufferedAmount, 0);
});

test('pongs come in the order of the pings, those of Engine.IO itself have no mark', async () => {
  const { conn, socket } = stage();
  const marks = [];
  socket.on('pong', (mark) => marks.push(String(mark)));
  socket.ping(Buffer.from('one'));
  conn.sendPacket('ping');
  socket.ping(Buffer.from('two'));
  for (let count = 0; count < 4; count++) conn.emit('packet', { type: 'pong' });
  conn.emit('packet', { type: 'message' });
  assert.deepEqual(marks, [], 'events that came before are given in the next tick');
  await new Promise(process.nextTick);
  assert.deepEqual(marks, ['one', '', 'two', '']);
});

test('what comes before the project is named waits for that, and is done behind it', () => {
  const { got, say } = stage();
  say('change', '{"a":1}');
  say('lock', '{}', '1');
  say('change', '{"a":2}');
  say('subscribe', '{"calendarId":1}');
  say('change', '{"a":3}');
  assert.deepEqual(got, [
    '{"type":"lock","data":{},"ack":1}',
    '{"type":"subscribe","data":{"calendarId":1}}',
    '{"type":"change","data":{"a":1}}',
    '{"type":"change","data":{"a":2}}',
    '{"type":"change","data":{"a":3}}',
  ]);
});

test('of what comes too early so much is kept; the rest is refused as it comes', () => {
  const { got, say } = stage();
  for (let count = 0; count < 102; count++) say('change', `{"a":${count}}`);
  assert.deepEqual(got, [
    '{"type":"change","data":{"a":100}}',
    '{"type":"change","data":{"a":101}}',
  ]);
  const long = stage();
  long.say('change', `{"a":"${'x'.repeat(1024 * 1024)}"}`);
  assert.equal(long.got.length, 1);
});

test('binary data are told as such', () => {
  const { got, io } = stage();
  io.listener('change', Buffer.from('x'));
  io.listener('change');
  assert.deepEqual(got, ['binary', 'binary']);
});

test('limits hold for each transport, one that comes later too', () => {
  const { conn, socket } = stage();
  const shared = conn.transport.opts;
  socket.limit({ maxPayload: 5000 });
  assert.deepEqual(conn.transport.opts, { maxHttpBufferSize: 5000 });
  assert.deepEqual(shared, {}, 'those of the others stay');
  assert.equal(conn.transport.socket._receiver._maxPayload, 5000);
  let paused = 0;
  socket.pause();
  conn.transport = { opts: {}, socket: { _receiver: {}, pause: () => (paused += 1) } };
  conn.emit('upgrade');
  assert.equal(conn.transport.socket._receiver._maxPayload, 5000);
  assert.equal(paused, 1);
});

test('who sends on by requests while it is held up is cut off when that is too much', () => {
  const { conn, socket, got, say } = stage();
  const closed = [];
  socket.on('close', (code) => closed.push(code));
  socket.limit({ maxPayload: 100 });
  say('subscribe', '{}');
  socket.pause();
  for (let count = 0; count < 9; count++) say('change', '{"a":"xxxxxxxxxxx"}');
  assert.deepEqual([conn.closed, socket.readyState], [true, 3]);
  assert.ok(got.length < 9);
  assert.deepEqual(closed, [1000]);
});

test('the end is told once, and nothing goes out behind it', () => {
  const { conn, io, socket } = stage();
  const closed = [];
  socket.on('close', (code, reason) => closed.push(`${code} ${reason}`));
  socket.close();
  io.emit('disconnect', 'again');
  socket.terminate();
  socket.send(Buffer.from('["a"]'));
  socket.ping(Buffer.from('x'));
  assert.deepEqual(closed, ['1000 server']);
  assert.deepEqual(conn.written, []);
});
