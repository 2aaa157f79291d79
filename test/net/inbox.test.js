'use strict';

const assert = require('node:assert/strict');
const { createHash } = require('node:crypto');
const { EventEmitter, once } = require('node:events');
const net = require('node:net');
const { test } = require('node:test');
const { WebSocketServer } = require('ws');
const { Inbox } = require('../../lib/net/fast/inbox');
const { Random } = require('../support/random');
const { socketPair } = require('../support/socket-pair');

const MAX_PAYLOAD = 70_000;
const MASKS = [
  [0x92, 0xf3, 0x56, 0x9a],
  [1, 2, 3, 4],
  [0, 0, 0, 0],
];
const [CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG] = [0, 1, 2, 8, 9, 10];
const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

/** A socket of Node's without anything below it: what it is given to read is what `feed` says. */
class FedSocket extends net.Socket {
  write(...args) {
    args.findLast((one) => typeof one === 'function')?.();
    return true;
  }

  feed(chunk) {
    if (!this.destroyed) this.emit('data', Buffer.from(chunk));
  }
}

/** A web socket of ws over a FedSocket, and a list of what it emits. */
function openWebSocket({ hasInbox, maxPayload }) {
  const server = new WebSocketServer({ noServer: true, maxPayload });
  const headers = { upgrade: 'websocket', 'sec-websocket-key': KEY, 'sec-websocket-version': '13' };
  const socket = new FedSocket();
  const seen = [];
  server.handleUpgrade(
    { method: 'GET', url: '/', headers },
    socket,
    Buffer.alloc(0),
    (webSocket) => {
      webSocket.on('message', (data, isBinary) => seen.push(['message', digest(data), isBinary]));
      for (const name of ['ping', 'pong'])
        webSocket.on(name, (data) => seen.push([name, `${data}`]));
      webSocket.on('error', ({ code }) => seen.push(['error', code]));
      webSocket.close = (status) => seen.push(['close', status]);
      if (hasInbox) Inbox.attach(webSocket, socket, { maxPayload, turn: NO_TURN });
    },
  );
  return { socket, seen };
}

/** @returns {string} what tells a message from others, short enough to be shown */
function digest(data) {
  return `${data.length}:${createHash('sha1').update(data).digest('hex').slice(0, 8)}`;
}

const NO_TURN = { beginReading() {}, endReading() {} };

/** A frame as RFC 6455, 5.2 has it. */
function frame(
  payload,
  { opcode = TEXT, isFinal = true, isMasked = true, reserved = 0, mask = MASKS[0] } = {},
) {
  const { length } = payload;
  const head = [(isFinal ? 0x80 : 0) | (reserved << 4) | opcode];
  if (length < 126) head.push(length);
  else if (length < 0x10000) head.push(126, length >> 8, length & 0xff);
  else head.push(127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((shift) => (length >> shift) & 0xff));
  if (!isMasked) return Buffer.concat([Buffer.from(head), payload]);
  head[1] |= 0x80;
  const masked = Buffer.from(payload.map((byte, index) => byte ^ mask[index % 4]));
  return Buffer.concat([Buffer.from([...head, ...mask]), masked]);
}

const LENGTHS = [0, 1, 2, 3, 5, 100, 125, 126, 127, 128, 129, 131, 700, 10_000, 65_535, 65_536];

/** @returns {Buffer[]} the frames of something that a client may send, or may not */
function randomFrames(random, maxPayload) {
  const length = random.pick(LENGTHS.filter((bytes) => bytes <= maxPayload));
  const payload = Buffer.alloc(length, random.pick(['x', 'lang', 'ä', '漢字', '🙂', 'aä']));
  const text = Buffer.from(payload.toString().replace(/\ufffd+$/, ''));
  const mask = random.pick(MASKS);
  return random.weighted([
    [20, () => [frame(text, { mask })]],
    [3, () => [frame(text, { opcode: BINARY, mask })]],
    [3, () => [frame(Buffer.from('sign of life'), { opcode: random.pick([PING, PONG]) })]],
    [4, () => randomFragments(random, text)],
    [0.3, () => [frame(notText(random))]],
    [0.2, () => [frame(text, { isMasked: false })]],
    [0.2, () => [frame(text, { reserved: random.pick([1, 2, 4]) })]],
    [0.2, () => [frame(text, { opcode: random.pick([CONTINUATION, 3, 11]) })]],
    [0.2, () => [frame(Buffer.alloc(maxPayload + 1, 'x'))]],
    [0.2, () => [frame(Buffer.from([0x03, 0xe8]), { opcode: CLOSE })]],
  ])();
}

/** @returns {Buffer} one byte of it is not UTF-8 */
function notText(random) {
  const bytes = Buffer.alloc(random.pick([3, 400, 401]), 'x');
  bytes[random.int(bytes.length)] = 0xff;
  return bytes;
}

function randomFragments(random, text) {
  const middle = random.int(text.length + 1);
  const between = random.weighted([
    [3, []],
    [2, [frame(Buffer.from('between'), { opcode: PING })]],
    [0.2, [frame(Buffer.from('not allowed here'))]],
    [0.2, [frame(Buffer.from('between'), { opcode: PING }), frame(Buffer.from('not allowed'))]],
  ]);
  return [
    frame(text.subarray(0, middle), { isFinal: false }),
    ...between,
    frame(text.subarray(middle), { opcode: CONTINUATION }),
  ];
}

/** @returns {Buffer[]} the bytes cut anywhere: often between frames, sometimes in the middle of a header */
function cut(random, frames) {
  const chunks = [];
  let rest = Buffer.alloc(0);
  for (const bytes of frames) {
    rest = Buffer.concat([rest, bytes]);
    if (random.chance(0.3)) continue;
    const end = random.chance(0.5) ? rest.length : random.int(rest.length + 1);
    const middle = random.chance(0.3) ? random.int(Math.min(end, 16) + 1) : 0;
    chunks.push(rest.subarray(0, middle), rest.subarray(middle, end));
    rest = rest.subarray(end);
  }
  return [...chunks, rest].filter(({ length }) => length > 0);
}

test('whatever comes in, cut anywhere, ws says the same with the inbox and without', async () => {
  const kinds = new Set();
  for (let seed = 1; seed <= 400; seed++) {
    const random = new Random(seed);
    const count = 1 + random.int(30);
    const maxPayload = random.pick([1000, MAX_PAYLOAD]);
    const frames = Array.from({ length: count }, () => randomFrames(random, maxPayload)).flat();
    const chunks = cut(random, frames);
    const [plain, read] = [false, true].map((hasInbox) => openWebSocket({ hasInbox, maxPayload }));
    for (const chunk of chunks) {
      plain.socket.feed(chunk);
      read.socket.feed(chunk);
      // As between two reads of a socket.
      await new Promise(process.nextTick);
    }
    assert.deepEqual(read.seen, plain.seen, `seed ${seed}`);
    for (const [name, what] of plain.seen) kinds.add(name === 'message' ? name : `${name} ${what}`);
  }
  // All that ws can find wrong has come.
  assert.ok(kinds.size > 12, [...kinds].join());
});

/** An inbox alone, with what it reads itself and what it leaves to ws. */
function startInbox() {
  const webSocket = Object.assign(new EventEmitter(), { extensions: '' });
  const socket = new FedSocket();
  const [read, left] = [[], []];
  webSocket.on('message', (data) => read.push(data.toString()));
  const listener = (chunk) => left.push(chunk.toString('hex'));
  socket.on('data', listener);
  Inbox.attach(webSocket, socket, { maxPayload: MAX_PAYLOAD, turn: NO_TURN });
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
  const compressing = Object.assign(new EventEmitter(), { extensions: 'permessage-deflate' });
  const plain = Object.assign(new EventEmitter(), { extensions: '' });
  const listened = new FedSocket().on('data', () => {});
  for (const [webSocket, socket] of [
    [compressing, new FedSocket()],
    [plain, listened],
    [plain, new EventEmitter()],
  ]) {
    const listener = () => {};
    socket.on('data', listener);
    Inbox.attach(webSocket, socket, { maxPayload: MAX_PAYLOAD, turn: NO_TURN });
    assert.ok(socket.rawListeners('data').includes(listener));
  }
});

/** A server's socket with an inbox, and the client's end of it. */
async function connectInbox(t, seen) {
  const { socket, client } = await socketPair(t);
  const webSocket = Object.assign(new EventEmitter(), { extensions: '' });
  webSocket.on('message', (data) => seen.push(['message', data.toString()]));
  const listener = (chunk) => seen.push(['ws', chunk]);
  socket.on('data', listener);
  Inbox.attach(webSocket, socket, { maxPayload: MAX_PAYLOAD, turn: NO_TURN });
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
