'use strict';

const assert = require('node:assert/strict');
const { randomBytes } = require('node:crypto');
const { once } = require('node:events');
const net = require('node:net');
const { test } = require('node:test');
const zlib = require('node:zlib');
const { Answering, codingFor } = require('../../lib/http/answer');
const { Backlog } = require('../../lib/net/backlog');
const { listen } = require('../support/http-server');

const LONG = Buffer.from(JSON.stringify({ text: 'x'.repeat(3000) }));
/** Too much for what a connection takes before anybody reads. */
const NOISE = randomBytes(8 << 20);

/** @returns {Promise<(headers: object, method?: string) => Promise<{status: number, headers: Headers, bytes: Buffer}>>} */
async function served(t, answer, mayCompress = true, isFast = true) {
  const answering = new Answering(mayCompress, new Backlog(1e9), isFast);
  const { port } = await listen(t, (request, response) =>
    answering.send(request, response, answer),
  );
  // Of fetch one cannot have the bytes as they come.
  return async (headers, method = 'GET') => {
    const socket = net.connect(port, '127.0.0.1');
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`${method} / HTTP/1.0\r\n${lines.join('')}\r\n`);
    const chunks = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    await once(socket, 'close');
    const all = Buffer.concat(chunks);
    const end = all.indexOf('\r\n\r\n');
    const [first, ...rest] = all.subarray(0, end).toString().split('\r\n');
    const pairs = rest.map(
      (line) => /** @type {[string, string]} */ (line.split(/: (.*)/).slice(0, 2)),
    );
    return {
      status: Number(first.split(' ')[1]),
      headers: new Headers(pairs),
      bytes: all.subarray(end + 4),
    };
  };
}

test('the parts of an answer go out as one body, and none for HEAD', async (t) => {
  const answer = { status: 200, parts: [Buffer.from('{"a":'), Buffer.from('1}')] };
  const ask = await served(t, answer);
  const got = await ask({});
  assert.equal(got.bytes.toString(), '{"a":1}');
  assert.equal(got.headers.get('content-length'), '7');
  const slow = await (await served(t, answer, true, false))({});
  assert.deepEqual([slow.status, slow.bytes], [200, got.bytes]);
  got.headers.delete('date');
  slow.headers.delete('date');
  assert.deepEqual([...slow.headers], [...got.headers]);
  const head = await ask({}, 'HEAD');
  assert.deepEqual([head.headers.get('content-length'), head.bytes.length], ['7', 0]);
});

test('who has what the tag names gets 304 without a body', async (t) => {
  const ask = await served(t, { status: 200, tag: 'W/"a.1"', parts: [LONG] });
  for (const known of ['W/"a.1"', '"a.1"', '"b", W/"a.1"', '*'])
    assert.equal((await ask({ 'If-None-Match': known })).status, 304, known);
  assert.equal((await ask({ 'If-None-Match': 'W/"a.2"' })).status, 200);
  // What a POST asks for is in its body.
  assert.equal((await ask({ 'If-None-Match': '*', 'Content-Length': '0' }, 'POST')).status, 200);
});

for (const coding of ['identity', 'br'])
  test(`what nobody reads of an answer is counted, and has a bound (${coding})`, async (t) => {
    const size = 8 << 20;
    const backlog = new Backlog(2.5 * size);
    const answering = new Answering(true, backlog);
    const responses = [];
    const { port } = await listen(t, (request, response) => {
      responses.push(response);
      answering.send(request, response, { status: 200, parts: [randomBytes(size)] });
    });
    const head = `HTTP/1.1\r\nHost: a\r\nAccept-Encoding: ${coding}\r\n\r\n`;
    const sockets = [];
    // Each is answered before the next one comes.
    for (let asked = 1; asked <= 4; asked++) {
      const socket = net.connect(port, '127.0.0.1');
      t.after(() => socket.destroy());
      socket.on('error', () => {}).write(`GET / ${head}`);
      await once(
        socket.once('data', () => socket.pause()),
        'data',
      );
      sockets.push(socket);
      assert.ok(backlog.total > 0 && backlog.total <= 2.5 * size);
    }
    assert.ok(responses.some(({ destroyed }) => destroyed));
    assert.ok(responses.some(({ destroyed }) => !destroyed));
    const closed = responses.map((response) => response.closed || once(response, 'close'));
    for (const socket of sockets) socket.destroy();
    await Promise.all(closed);
    assert.equal(backlog.total, 0);
  });

test('an answer that is worth it is compressed as its reader likes, where that is allowed', async (t) => {
  const ask = await served(t, { status: 200, parts: [LONG] });
  const br = await ask({ 'Accept-Encoding': 'gzip, deflate, br' });
  assert.equal(br.headers.get('content-encoding'), 'br');
  assert.deepEqual(zlib.brotliDecompressSync(br.bytes), LONG);
  const gzip = await ask({ 'Accept-Encoding': 'gzip;q=1.0, br;q=0' });
  assert.deepEqual(zlib.gunzipSync(gzip.bytes), LONG);
  assert.deepEqual((await ask({})).bytes, LONG);

  const plain = await served(t, { status: 200, parts: [LONG] }, false);
  assert.equal((await plain({ 'Accept-Encoding': 'br' })).headers.get('content-encoding'), null);
  const short = await served(t, { status: 200, parts: [Buffer.from('{}')] });
  assert.equal((await short({ 'Accept-Encoding': 'br' })).headers.get('content-encoding'), null);
});

test('of what a reader accepts the best is taken that there is', () => {
  assert.equal(codingFor(undefined), undefined);
  assert.equal(codingFor('deflate'), undefined);
  assert.equal(codingFor('GZIP'), 'gzip');
  assert.equal(codingFor('br;q=0.0, gzip'), 'gzip');
});

test('where too many answers are being compressed, the next goes out as it is', async (t) => {
  const answering = new Answering(true, new Backlog(1e12));
  const { port } = await listen(t, (request, response) =>
    answering.send(request, response, { status: 200, parts: [NOISE] }),
  );
  /** @returns {Promise<string>} the head of the answer, of which no more is read */
  const headOf = async () => {
    const socket = net.connect(port, '127.0.0.1');
    t.after(() => socket.destroy());
    socket.write('GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n');
    const [chunk] = await once(socket, 'data');
    socket.pause();
    return chunk.toString('latin1').split('\r\n\r\n')[0];
  };
  const heads = await Promise.all(Array.from({ length: 100 }, headOf));
  assert.ok(heads.every((head) => head.includes('Content-Encoding: gzip')));
  assert.ok(!(await headOf()).includes('Content-Encoding'));
});
