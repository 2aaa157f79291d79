'use strict';

const assert = require('node:assert/strict');
const { EventEmitter, once } = require('node:events');
const { test } = require('node:test');
const { Inbox } = require('../../../lib/net/fast/inbox');
const { Intake } = require('../../../lib/net/intake');
const { Reserve } = require('../../../lib/net/reserve');
const { frame } = require('../../support/client-frames');
const { FedSocket } = require('../../support/fed-socket');
const { socketPair } = require('../../support/socket-pair');

const MAX_PAYLOAD = 70_000;
const NO_TURN = { beginReading() {}, endReading() {} };

/** Puts an inbox in front of who listens to a socket. */
function attach(webSocket, socket) {
  const connection = { countFrame() {}, countBytes() {}, unpack: (give) => give(), terminate() {} };
  const reserve = new Reserve(Infinity);
  const parts = { connection, reserve, maxPayload: MAX_PAYLOAD };
  const intake = Intake.attach(webSocket, socket, parts);
  Inbox.attach(webSocket, socket, { intake, maxPayload: MAX_PAYLOAD, turn: NO_TURN });
}

/** An inbox alone, with what it reads itself and what it leaves to ws. */
function startInbox() {
  const webSocket = Object.assign(new EventEmitter(), { extensions: '' });
  const socket = new FedSocket();
  const [read, left] = [[], []];
  webSocket.on('message', (data) => read.push(data.toString()));
  const listener = (chunk) => left.push(chunk.toString('hex'));
  socket.on('data', listener);
  attach(webSocket, socket);
  return { socket, webSocket, listener, read, left };
}

test('whole messages do not go through ws, also several in one piece', () => {
  const { socket, read, left } = startInbox();
  const texts = ['', 'one', 'zwei: ä', 'x'.repeat(126), 'y'.repeat(60_000), '漢'.repeat(100)];
  socket.feed(frame(Buffer.from('first')));
  socket.feed(Buffer.concat(texts.map((text) => frame(Buffer.from(text)))));
  assert.deepEqual(read, ['first', ...texts]);
  assert.deepEqual(left, []);
});

test('what is cut goes to ws byte by byte as it came, and reading goes on behind it', () => {
  // Two bytes of the fourth one's header look like the beginning of a frame.
  for (const length of [1, 10, 200, 0x8192, 66_000]) {
    const long = frame(Buffer.alloc(length, 'x'));
    for (const end of [1, 2, 3, 5, 9, 13, 14, long.length - 1].filter((at) => at < long.length)) {
      const { socket, read, left } = startInbox();
      socket.feed(Buffer.concat([frame(Buffer.from('before')), long.subarray(0, end)]));
      socket.feed(Buffer.concat([long.subarray(end), frame(Buffer.from('with the rest of it'))]));
      socket.feed(frame(Buffer.from('behind')));
      assert.deepEqual(read, ['before', 'behind']);
      const rest = frame(Buffer.from('with the rest of it'));
      assert.equal(left.join(''), Buffer.concat([long, rest]).toString('hex'));
    }
  }
});

test('what one socket receives while another one’s messages are handled takes nothing from them', () => {
  const [outer, inner] = [startInbox(), startInbox()];
  const bytes = frame(Buffer.from('meanwhile'));
  outer.webSocket.once('message', () => inner.socket.feed(bytes));
  outer.socket.feed(Buffer.concat([frame(Buffer.from('first')), frame(Buffer.from('second'))]));
  assert.deepEqual(outer.read, ['first', 'second']);
  assert.deepEqual(inner.left, [bytes.toString('hex')]);
  inner.socket.feed(frame(Buffer.from('later')));
  assert.deepEqual(inner.read, ['later']);
});

test('what looks like a frame inside a message is none', () => {
  const { socket, read } = startInbox();
  const inner = frame(Buffer.from('inside'));
  const outer = frame(Buffer.concat([inner, inner]), { mask: [0, 0, 0, 0] });
  socket.feed(outer.subarray(0, -inner.length));
  socket.feed(inner);
  socket.feed(frame(Buffer.from('behind')));
  assert.deepEqual(read, ['behind']);
});

test('when ws stops to listen, nobody reads', () => {
  const { socket, listener, read, left } = startInbox();
  socket.off('data', listener);
  socket.feed(frame(Buffer.from('late')));
  assert.deepEqual([read, left], [[], []]);
  assert.equal(socket.listenerCount('data'), 0);
});

test('ws reads alone where it compresses, where somebody else listens, and on a socket that is not Node’s', () => {
  const compressing = () => Object.assign(new EventEmitter(), { extensions: 'permessage-deflate' });
  const plain = () => Object.assign(new EventEmitter(), { extensions: '' });
  const listened = new FedSocket().on('data', () => {});
  for (const [webSocket, socket, isRead] of [
    [compressing(), new FedSocket(), false],
    [plain(), listened, false],
    [plain(), new EventEmitter(), false],
    [plain(), new FedSocket(), true],
  ]) {
    const left = [];
    let count = 0;
    webSocket.on('message', () => (count += 1));
    socket.on('data', (chunk) => left.push(chunk));
    attach(webSocket, socket);
    const bytes = frame(Buffer.from('whole'));
    socket.emit('data', Buffer.from(bytes));
    assert.deepEqual([count, ...left], isRead ? [1] : [0, bytes]);
  }
});

/** A server's socket with an inbox, and the client's end of it. */
async function connectInbox(t, seen) {
  const { socket, client } = await socketPair(t);
  const webSocket = Object.assign(new EventEmitter(), { extensions: '' });
  webSocket.on('message', (data) => seen.push(['message', data.toString()]));
  const listener = (chunk) => seen.push(['ws', chunk]);
  socket.on('data', listener);
  attach(webSocket, socket);
  return { client, socket, listener };
}

test('on a real socket whole messages are read, and ws keeps what it gets', async (t) => {
  const seen = [];
  const { client } = await connectInbox(t, seen);
  const halves = frame(Buffer.from('cut in two'));
  for (const bytes of [
    frame(Buffer.from('first')),
    Buffer.concat([frame(Buffer.from('second')), halves.subarray(0, 9)]),
    Buffer.concat([halves.subarray(9), frame(Buffer.from('left to ws'))]),
    frame(Buffer.from('last')),
  ]) {
    const { length } = seen;
    client.write(bytes);
    while (seen.length === length) await new Promise(setImmediate);
  }
  const [first, second, ...rest] = seen;
  assert.deepEqual([first, second, rest.pop()].flat(), [
    ...['message', 'first'],
    ...['message', 'second'],
    ...['message', 'last'],
  ]);
  // Looked at only now: the buffer of the first part has been read into since.
  const left = Buffer.concat(rest.map(([name, chunk]) => (assert.equal(name, 'ws'), chunk)));
  const all = Buffer.concat([halves, frame(Buffer.from('left to ws'))]);
  assert.equal(left.toString('hex'), all.toString('hex'));
});

test('whoever listens to a real socket later hears what comes, and so do the inbox and ws', async (t) => {
  const seen = [];
  const { client, socket } = await connectInbox(t, seen);
  const heard = [];
  socket.on('data', (chunk) => heard.push(chunk));
  const bytes = frame(Buffer.from('for both'));
  client.end(bytes);
  await once(socket, 'end');
  assert.deepEqual(seen, [['message', 'for both']]);
  assert.ok(Buffer.concat(heard).equals(bytes));
});

test('when ws stops to listen to a real socket, nobody reads', async (t) => {
  const seen = [];
  const { client, socket, listener } = await connectInbox(t, seen);
  socket.off('data', listener);
  client.end(frame(Buffer.from('late')));
  socket.resume();
  await once(socket, 'end');
  assert.deepEqual(seen, []);
});
