'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { CONTINUATION, PONG, TEXT, frame } = require('../support/client-frames');
const { connect, enter, rename, startServer } = require('../support/test-server');

const STRANGERS_BYTES = 64 * 1024;
const MEBIBYTE = 1024 * 1024;

/** Sends bytes as they are. */
function sendRaw({ socket }, bytes) {
  socket._socket.write(bytes);
}

/** A request for the version that is so long. */
function question(size) {
  const [head, tail] = ['{"command":"version","pad":"', '"}'];
  return head + 'x'.repeat(size - head.length - tail.length) + tail;
}

/** The frames of a text in so many pieces. */
function fragments(text, count) {
  const bytes = Buffer.from(text);
  const size = Math.ceil(bytes.length / count);
  return Array.from({ length: count }, (_, index) =>
    frame(bytes.subarray(index * size, (index + 1) * size), {
      opcode: index === 0 ? TEXT : CONTINUATION,
      isFinal: index === count - 1,
      mask: [0, 0, 0, 0],
    }),
  );
}

test('before a login a message may have 64 KiB and 16 frames', async (t) => {
  const server = await startServer(t);
  const client = await connect(t, server);
  assert.equal((await client.request(question(STRANGERS_BYTES))).command, 'version');
  sendRaw(client, Buffer.concat(fragments(question(STRANGERS_BYTES), 16)));
  assert.equal((await client.next()).command, 'version');
});

test('who announces more before a login is told so and closed before it comes', async (t) => {
  const server = await startServer(t);
  for (const frames of [
    [frame(Buffer.alloc(STRANGERS_BYTES + 1)).subarray(0, 14)],
    [frame(Buffer.alloc(1000), { isFinal: false }), frame(Buffer.alloc(STRANGERS_BYTES))],
  ]) {
    const client = await connect(t, server);
    const [last] = frames.splice(-1);
    const continued = frames.length > 0 ? CONTINUATION : TEXT;
    sendRaw(client, Buffer.concat([...frames, last.fill(0x80 | continued, 0, 1).subarray(0, 14)]));
    assert.match((await client.next()).message, /\(ERR_MESSAGE_TOO_LARGE\)$/);
    assert.equal(await client.closed, 1009);
  }
});

test('who sends more frames of a message before a login is told so and closed', async (t) => {
  const server = await startServer(t);
  const client = await connect(t, server);
  sendRaw(client, Buffer.concat(fragments(question(1000), 17)));
  assert.match((await client.next()).message, /\(ERR_TOO_MANY_FRAGMENTS\)$/);
  assert.equal(await client.closed, 1008);
});

test('who is logged in may send 16 MiB in thousands of frames, and no more', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  const size = 16 * MEBIBYTE - JSON.stringify(rename(1, '')).length;
  const text = JSON.stringify(rename(1, 'x'.repeat(size / 2)));
  sendRaw(ada, Buffer.concat(fragments(text, 5000)));
  const { data } = await ada.next();
  assert.equal(data.revisions[0].revision, 'server-1');
  sendRaw(ada, frame(Buffer.alloc(1000), { isFinal: false }));
  sendRaw(ada, frame(Buffer.alloc(70_000), { opcode: CONTINUATION }).subarray(0, 100));
  const bob = await enter(t, server, 'Bob', 1);
  const tooLong = Buffer.from([0x81, 0xff, 0, 0, 0, 0, 1, 0, 0, 1, 1, 2, 3, 4]);
  sendRaw(bob, tooLong);
  let answer;
  do answer = await bob.next();
  while (answer.command !== 'error');
  assert.match(answer.message, /\(ERR_MESSAGE_TOO_LARGE\)$/);
  assert.equal(await bob.closed, 1009);
});

test('of those who do not finish what they send, who began first is cut off when it is too much', async (t) => {
  // An answer to a ping would be in the middle of what is sent.
  const server = await startServer(t, { maxTotalBufferedBytes: MEBIBYTE, pingInterval: 0 });
  const text = JSON.stringify(rename(1, 'x'.repeat(200_000)));
  const bytes = frame(Buffer.from(text));
  const clients = [];
  for (const name of ['Ada', 'Bob', 'Carl']) clients.push(await enter(t, server, name, 1));
  const watcher = await enter(t, server, 'Watcher');
  const [ada, bob, carl] = clients;
  for (const client of clients) await client.drain();
  for (const client of clients) {
    // Each piece is read before the next is sent.
    for (let at = 0; at < bytes.length - 1; at += 60_000) {
      sendRaw(client, bytes.subarray(at, Math.min(at + 60_000, bytes.length - 1)));
      await watcher.drain();
    }
  }
  assert.equal(await ada.closed, 1006);
  for (const client of [bob, carl]) {
    sendRaw(client, bytes.subarray(-1));
    let message;
    do message = await client.next();
    while (message.command !== 'project_change');
    assert.equal(message.data.revisions[0].changes.tasks.updated[0].name.length, 200_000);
  }
});

test('pongs and fragments are read no faster than messages', async (t) => {
  const server = await startServer(t, { maxMessagesPerSecond: 100 });
  const calm = await enter(t, server, 'Calm');
  const flood = (opcode, options) =>
    Buffer.concat(Array(10_000).fill(frame(Buffer.alloc(0), { opcode, ...options })));
  for (const bytes of [
    flood(PONG),
    Buffer.concat([
      frame(Buffer.alloc(0), { isFinal: false }),
      flood(CONTINUATION, { isFinal: false }),
    ]),
  ]) {
    const busy = await enter(t, server, 'Busy');
    let isAnswered = false;
    busy.socket.on('message', () => (isAnswered = true));
    sendRaw(busy, bytes);
    busy.ask('version');
    for (let count = 0; count < 20; count++) await calm.drain();
    assert.equal(isAnswered, false);
    busy.socket.terminate();
  }
});

for (const isKnown of [false, true]) {
  const when = isKnown ? 'after' : 'before';
  const most = isKnown ? 16 * MEBIBYTE : STRANGERS_BYTES;
  test(`what a compressed message unpacks to has the same limits ${when} a login`, async (t) => {
    const server = await startServer(t, { perMessageDeflate: true });
    const client = await connect(t, server, { perMessageDeflate: true });
    assert.match(client.socket.extensions, /permessage-deflate/);
    if (isKnown) await client.login('Ada');
    assert.equal((await client.request(question(STRANGERS_BYTES))).command, 'version');
    client.send('x'.repeat(most));
    assert.match((await client.next()).message, /\((ERR_INVALID_JSON|ERR_MESSAGE_TOO_LARGE)\)$/);
    client.send('x'.repeat(most + 1));
    assert.match((await client.next()).message, /\(ERR_MESSAGE_TOO_LARGE\)$/);
    assert.equal(await client.closed, 1009);
  });
}
