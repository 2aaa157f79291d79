'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const net = require('node:net');
const { test } = require('node:test');
const zlib = require('node:zlib');
const { codingFor, sendAnswer } = require('../../lib/http/answer');
const { listen } = require('../support/http-server');

const LONG = Buffer.from(JSON.stringify({ text: 'x'.repeat(3000) }));

/** @returns {Promise<(headers: object, method?: string) => Promise<{status: number, headers: Headers, bytes: Buffer}>>} */
async function served(t, answer, mayCompress = true) {
  const { port } = await listen(t, (request, response) =>
    sendAnswer(request, response, answer, mayCompress),
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
  const ask = await served(t, { status: 200, parts: [Buffer.from('{"a":'), Buffer.from('1}')] });
  const got = await ask({});
  assert.equal(got.bytes.toString(), '{"a":1}');
  assert.equal(got.headers.get('content-length'), '7');
  const head = await ask({}, 'HEAD');
  assert.deepEqual([head.headers.get('content-length'), head.bytes.length], ['7', 0]);
});

test('who has what the tag names gets 304 without a body', async (t) => {
  const ask = await served(t, { status: 200, tag: 'W/"a.1"', parts: [LONG] });
  for (const known of ['W/"a.1"', '"a.1"', '"b", W/"a.1"', '*'])
    assert.equal((await ask({ 'If-None-Match': known })).status, 304, known);
  assert.equal((await ask({ 'If-None-Match': 'W/"a.2"' })).status, 200);
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
