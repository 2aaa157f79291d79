'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const net = require('node:net');
const { Duplex } = require('node:stream');
const { test } = require('node:test');
const tls = require('node:tls');
const { readDirectly } = require('../../../lib/net/fast/direct-reads');
const { Random } = require('../../support/random');
const { selfSigned } = require('../../support/self-signed');
const { socketPair } = require('../../support/socket-pair');

const turn = () => new Promise(setImmediate);

test('Bytes come whole and in order, however their reader pauses', async (t) => {
  const random = new Random(7);
  for (let round = 0; round < 20; round++) {
    const { socket, client } = await socketPair(t);
    const chunks = [];
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      if (!random.chance(0.1)) return;
      socket.pause();
      setImmediate(() => socket.resume());
    });
    assert.ok(readDirectly(socket));

    const sent = [];
    for (let i = 0; i < 60; i++) {
      const bytes = Buffer.alloc(random.pick([1, 100, 600, 70_000, 200_000]), `${round}:${i};`);
      sent.push(bytes);
      client.write(bytes);
      if (random.chance(0.7)) await turn();
    }
    client.end();
    await once(socket, 'end');
    const all = Buffer.concat(sent);
    // Compared only now: a chunk has to stay as it was when the next ones are read.
    assert.ok(Buffer.concat(chunks).equals(all), `round ${round}`);
    assert.equal(socket.bytesRead, all.length);
  }
});

test('While its reader pauses, a socket takes no more than its buffer, and then all of it comes', async (t) => {
  const { socket, client } = await socketPair(t);
  let received = 0;
  socket.on('data', (chunk) => (received += chunk.length));
  assert.ok(readDirectly(socket));
  client.write('first');
  await once(socket, 'data');
  socket.pause();
  client.end(Buffer.alloc(30e6));
  while (socket.readableLength < socket.readableHighWaterMark) await turn();
  for (let i = 0; i < 100; i++) await turn();
  assert.ok(socket.readableLength <= socket.readableHighWaterMark + 64 * 1024);
  assert.equal(received, 5);
  socket.resume();
  await once(socket, 'end');
  assert.equal(received, 30e6 + 5);
});

test('What came before the end, and the end, come after a pause', async (t) => {
  const { socket, client } = await socketPair(t);
  const seen = [];
  socket.on('data', (chunk) => seen.push(`${chunk}`)).on('end', () => seen.push('end'));
  assert.ok(readDirectly(socket));
  socket.pause();
  client.end('last words');
  while (socket.readableLength === 0) await turn();
  assert.deepEqual(seen, []);
  socket.resume();
  await once(socket, 'close');
  assert.deepEqual(seen, ['last words', 'end']);
});

test('A reset is the error that it always was', async (t) => {
  const { socket, client } = await socketPair(t);
  socket.on('data', () => {});
  assert.ok(readDirectly(socket));
  client.write('a');
  await once(socket, 'data');
  client.resetAndDestroy();
  const [error] = await once(socket, 'error');
  assert.equal(error.code, 'ECONNRESET');
});

test('A reader that destroys its socket hears no more', async (t) => {
  const { socket, client } = await socketPair(t);
  let count = 0;
  socket.on('data', () => {
    count += 1;
    socket.destroy();
  });
  assert.ok(readDirectly(socket));
  client.on('error', () => {}).write(Buffer.alloc(1e6));
  while (!client.closed) await turn();
  assert.equal(count, 1);
});

test('The bytes of two sockets do not mix', async (t) => {
  const pairs = [await socketPair(t), await socketPair(t), await socketPair(t)];
  const texts = pairs.map(({ socket }, index) => {
    const chunks = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    assert.ok(readDirectly(socket), `${index}`);
    return chunks;
  });
  for (let i = 0; i < 200; i++) {
    for (const [index, { client }] of pairs.entries()) client.write(`${index}`.repeat(500));
    if (i % 10 === 0) await turn();
  }
  for (const { client } of pairs) client.end();
  await Promise.all(pairs.map(({ socket }) => once(socket, 'end')));
  for (const [index, chunks] of texts.entries()) {
    assert.equal(`${Buffer.concat(chunks)}`, `${index}`.repeat(100_000));
  }
});

test('While a socket has a timeout, Node reads it, and so puts the timeout off', async (t) => {
  const { socket, client } = await socketPair(t);
  const { onread } = socket._handle;
  let count = 0;
  socket._handle.onread = function (...args) {
    count += 1;
    return onread.apply(this, args);
  };
  socket.on('data', () => {});
  assert.ok(readDirectly(socket));
  for (const [timeout, expected] of [
    [0, 0],
    [60_000, 1],
    [0, 1],
  ]) {
    socket.setTimeout(timeout);
    client.write('x');
    await once(socket, 'data');
    assert.equal(count, expected);
  }
});

test('A socket over TLS or of another kind is left as it is', async (t) => {
  assert.equal(readDirectly(new net.Socket()), false);
  assert.equal(readDirectly(new Duplex({ read() {}, write() {} })), false);

  const server = tls.createServer(selfSigned()).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const client = tls.connect({ port: server.address().port, rejectUnauthorized: false });
  const [secure] = await once(server, 'secureConnection');
  assert.equal(readDirectly(secure), false);
  secure.destroy();
  client.destroy();
});

test('A socket whose handle lacks what is needed is left as it is', async (t) => {
  const { socket, client } = await socketPair(t);
  const { onread } = socket._handle;
  socket._handle.useUserBuffer = undefined;
  assert.equal(readDirectly(socket), false);
  assert.equal(socket._handle.onread, onread);
  client.write('still here');
  const [chunk] = await once(socket, 'data');
  assert.equal(`${chunk}`, 'still here');
});

for (const [how, leave, event] of [
  ['closed', (client) => client.end('the last'), 'end'],
  ['been reset', (client) => client.resetAndDestroy(), 'close'],
]) {
  test(`that the other side has ${how} is noticed when it may be, behind all that came before`, async (t) => {
    const { socket, client } = await socketPair(t);
    const seen = [];
    socket.on('data', (chunk) => seen.push(String(chunk)));
    for (const name of ['end', 'error']) socket.on(name, () => seen.push('over'));
    let asked = 0;
    let goOn;
    const mayEnd = (later) => {
      asked += 1;
      goOn = later;
      return false;
    };
    assert.ok(readDirectly(socket, undefined, mayEnd));
    client.write('first');
    await once(socket, 'data');
    leave(client);
    while (asked === 0) await turn();
    for (let i = 0; i < 10; i++) await turn();
    const before = event === 'end' ? ['first', 'the last'] : ['first'];
    assert.deepEqual(seen, before);
    goOn();
    await once(socket, event);
    assert.deepEqual(seen, event === 'end' ? [...before, 'over'] : before);
    assert.equal(socket.destroyed, event === 'close');
    assert.equal(asked, 1);
  });
}

test('a socket that was cut off before its end may be noticed is not read again', async (t) => {
  const { socket, client } = await socketPair(t);
  socket.resume();
  let goOn;
  const mayEnd = (later) => void (goOn = later);
  assert.ok(readDirectly(socket, undefined, mayEnd));
  client.end();
  while (!goOn) await turn();
  socket.destroy();
  goOn();
  await once(socket, 'close');
  assert.equal(socket.destroyed, true);
});
