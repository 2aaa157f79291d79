'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const net = require('node:net');
const { Duplex } = require('node:stream');
const { text } = require('node:stream/consumers');
const { test } = require('node:test');
const tls = require('node:tls');
const v8 = require('node:v8');
const vm = require('node:vm');
const { DirectWriter } = require('../../../lib/net/fast/direct-writes');
const { Random } = require('../../support/random');
const { selfSigned } = require('../../support/self-signed');
const { socketPair } = require('../../support/socket-pair');
const { within } = require('../../support/within');

const WORD = Buffer.from('word');
// More than the kernel takes for a client that does not read.
const BIG = Buffer.alloc(20e6, 'big;');

/** @returns {Promise<{socket: net.Socket, client: net.Socket, writer: DirectWriter}>} when the stream has written; the client reads when it is told to */
async function connectDirectly(t, options) {
  const { socket, client } = await socketPair(t, options);
  const writer = DirectWriter.of(socket);
  socket.write(WORD);
  await read(client, WORD.length);
  return { socket, client, writer };
}

/** @returns {Promise<Buffer>} the next so many bytes that come */
async function read(client, size) {
  for (;;) {
    const bytes = client.read(size);
    if (bytes) return bytes;
    assert.ok(!client.destroyed);
    await turn();
  }
}

/** @returns {typeof DirectWriter} as it is in a new process */
function freshDirectWriter() {
  delete require.cache[require.resolve('../../../lib/net/fast/direct-writes')];
  return require('../../../lib/net/fast/direct-writes').DirectWriter;
}

const turn = () => new Promise(setImmediate);

test('Bytes come whole and in order, whoever writes them and however their reader pauses', async (t) => {
  const random = new Random(7);
  const counts = { stream: 0, refused: 0, whole: 0, inPart: 0 };
  for (let round = 0; round < 10; round++) {
    const { socket, client, writer } = await connectDirectly(t);
    const chunks = [];
    client.on('data', (chunk) => chunks.push(chunk));
    const sent = [];
    for (let i = 0; i < 100; i++) {
      const bytes = Buffer.alloc(random.pick([1, 100, 600, 70_000, 700_000]), `${round}:${i};`);
      sent.push(bytes);
      const isPing = random.chance(0.2);
      if (!isPing && writer.write(bytes)) {
        counts[socket._handle.writeQueueSize > 0 ? 'inPart' : 'whole'] += 1;
      } else {
        counts[isPing ? 'stream' : 'refused'] += 1;
        socket.cork();
        for (const part of [bytes.subarray(0, 2), bytes.subarray(2)]) socket.write(part);
        socket.uncork();
      }
      if (random.chance(0.2)) client.pause();
      if (random.chance(0.05)) client.resume();
      if (random.chance(0.7)) await turn();
    }
    socket.end();
    client.resume();
    await once(client, 'end');
    assert.ok(Buffer.concat(chunks).equals(Buffer.concat(sent)), `round ${round}`);
  }
  for (const [way, count] of Object.entries(counts)) assert.ok(count > 0, way);
});

test('While bytes are left over, the stream writes, and no longer', async (t) => {
  const { socket, client, writer } = await connectDirectly(t);
  assert.equal(writer.write(BIG), true);
  assert.equal(socket.writableLength, 0);
  assert.equal(writer.write(WORD), false);
  await turn();
  assert.equal(writer.write(WORD), false);
  await read(client, BIG.length);
  for (let i = 0; i < 2; i++) assert.equal(writer.write(WORD), true);
  assert.equal(`${await read(client, 2 * WORD.length)}`, 'wordword');
});

test('What is left over goes out before the end', async (t) => {
  const { socket, client, writer } = await connectDirectly(t);
  assert.equal(writer.write(BIG), true);
  socket.end();
  assert.ok((await text(client)) === `${BIG}`);
});

for (const isTaken of [false, true]) {
  const what = isTaken ? 'the kernel takes at the last moment' : 'is left over';
  test(`What ${what} on one socket does not mix with that of another`, async (t) => {
    const pairs = [await connectDirectly(t), await connectDirectly(t)];
    const chunks = [BIG, Buffer.alloc(BIG.length, 'another;')];
    // The handle keeps the request all the same.
    if (isTaken) Object.defineProperty(pairs[0].socket._handle, 'writeQueueSize', { value: 0 });
    for (const [i, { writer }] of pairs.entries()) assert.equal(writer.write(chunks[i]), true);
    for (const [i, { client, writer }] of pairs.entries()) {
      assert.ok((await read(client, BIG.length)).equals(chunks[i]));
      assert.equal(writer.write(WORD), true);
    }
  });
}

test('A chunk is kept while bytes of it are left over', async (t) => {
  v8.setFlagsFromString('--expose-gc');
  const collectGarbage = vm.runInNewContext('gc');
  const { client, writer } = await connectDirectly(t);
  const chunk = new WeakRef(Buffer.from(BIG));
  assert.equal(writer.write(chunk.deref()), true);
  await turn();
  collectGarbage();
  assert.ok(chunk.deref());
  assert.ok((await read(client, BIG.length)).equals(BIG));
});

test('A socket counts what goes past its stream', async (t) => {
  const { socket, writer } = await connectDirectly(t);
  for (const chunk of [WORD, BIG]) assert.equal(writer.write(chunk), true);
  assert.equal(socket.bytesWritten, 2 * WORD.length + BIG.length);
});

test('In a new process the first buffer is for the stream', async (t) => {
  const { socket, client } = await socketPair(t);
  const writer = freshDirectWriter().of(socket);
  assert.equal(writer.write(WORD), false);
  socket.write('text ');
  assert.equal(writer.write(WORD), false);
  socket.write(Buffer.from('buffer '));
  assert.equal(writer.write(WORD), true);
  assert.ok(!Object.hasOwn(socket._handle, 'writeBuffer'));
  socket.end();
  assert.equal(await text(client), 'text buffer word');
});

test('The first buffer of one socket is enough for all', async (t) => {
  const pairs = [await socketPair(t), await socketPair(t), await socketPair(t)];
  const Fresh = freshDirectWriter();
  const writers = pairs.map(({ socket }) => Fresh.of(socket));
  pairs[0].socket.write(WORD);
  assert.equal(writers[1].write(WORD), true);
  pairs[2].socket.write(WORD);
  for (const { client } of pairs) assert.equal(`${await read(client, WORD.length)}`, 'word');
});

test('Nothing overtakes what waits in the stream', async (t) => {
  const { socket, client, writer } = await connectDirectly(t);
  socket.cork();
  socket.write('first ');
  assert.equal(writer.write(WORD), false);
  socket.uncork();
  assert.equal(writer.write(WORD), true);
  assert.equal(`${await read(client, 6 + WORD.length)}`, 'first word');
});

test('While a socket has a timeout, the stream writes, and so puts the timeout off', async (t) => {
  const { socket, writer } = await connectDirectly(t);
  socket.setTimeout(60_000);
  assert.equal(writer.write(WORD), false);
  socket.setTimeout(0);
  assert.equal(writer.write(WORD), true);
});

for (const [state, enter] of Object.entries({
  'has ended': (socket) => socket.end(),
  'is destroyed': (socket) => socket.destroy(),
  // As process.send() does.
  'has given its handle away': (socket) => {
    const handle = socket._handle;
    socket._handle = null;
    setImmediate(() => handle.close());
  },
})) {
  test(`Nothing is written to a socket that ${state}`, async (t) => {
    const { socket, client, writer } = await connectDirectly(t);
    enter(socket);
    const { bytesWritten } = socket;
    assert.equal(writer.write(WORD), false);
    assert.equal(socket.bytesWritten, bytesWritten);
    assert.equal(await text(client), '');
  });
}

for (const pauseOnConnect of [false, true]) {
  const which = pauseOnConnect ? 'does not read' : 'reads';
  test(`A reset while bytes are left over is an error of a socket that ${which}`, async (t) => {
    const { socket, client, writer } = await connectDirectly(t, { pauseOnConnect });
    assert.equal(writer.write(BIG), true);
    client.resetAndDestroy();
    const [error] = await within(once(socket, 'error'), 'error');
    assert.match(error.code, /^(ECONNRESET|EPIPE)$/);
    assert.ok(socket.destroyed);
  });
}

test('What a handle refuses is for the stream, which tells why', async (t) => {
  const { socket, client, writer } = await connectDirectly(t, { pauseOnConnect: true });
  client.resetAndDestroy();
  await once(client, 'close');
  assert.equal(writer.write(WORD), false);
  socket.write(WORD);
  const [error] = await within(once(socket, 'error'), 'error');
  assert.match(error.code, /^(ECONNRESET|EPIPE)$/);
});

test('To destroy a socket while bytes are left over is no error', async (t) => {
  const { socket, writer } = await connectDirectly(t);
  assert.equal(writer.write(BIG), true);
  socket.destroy();
  await once(socket, 'close');
  assert.equal(socket.errored, null);
});

test('A socket over TLS or of another kind is left as it is', async (t) => {
  assert.equal(DirectWriter.of(new net.Socket()), undefined);
  assert.equal(DirectWriter.of(new Duplex({ read() {}, write() {} })), undefined);

  const server = tls.createServer(selfSigned()).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const client = tls.connect({ port: server.address().port, rejectUnauthorized: false });
  t.after(() => client.destroy());
  const [secure] = await once(server, 'secureConnection');
  assert.equal(DirectWriter.of(secure), undefined);
  secure.end(WORD);
  assert.equal(await text(client), 'word');
});

test('A socket whose handle lacks what is needed is left as it is', async (t) => {
  const { socket, client } = await socketPair(t);
  socket._handle.writeBuffer = undefined;
  assert.equal(DirectWriter.of(socket), undefined);
  delete socket._handle.writeBuffer;
  socket.end(WORD);
  assert.equal(await text(client), 'word');
});

for (const request of [undefined, {}]) {
  test(`Where the stream hands ${request ? 'something else' : 'nothing'} to a handle, it writes everything`, async (t) => {
    const { socket } = await socketPair(t);
    socket._handle.writeBuffer = () => 0;
    const writer = freshDirectWriter().of(socket);
    socket._handle.writeBuffer(request, WORD);
    assert.equal(writer.write(WORD), false);
  });
}
