'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const net = require('node:net');
const { test } = require('node:test');
const { readBody } = require('../../lib/http/body');
const { Reserve } = require('../../lib/net/reserve');
const { listen } = require('../support/http-server');
const { within } = require('../support/within');

const HEAD = 'POST / HTTP/1.1\r\nHost: x\r\n';

/** A server that answers with the body that it has read, or the code of the refusal; and a connection to it. */
async function stage(t, bounds = {}) {
  const reserve = bounds.reserve ?? new Reserve(1e9);
  const results = [];
  let heard = () => {};
  const { port } = await listen(t, async (request, response) => {
    const body = await readBody(request, { limit: 100, ...bounds, reserve });
    results.push(Buffer.isBuffer(body) ? body.toString() : body.code);
    response.end();
    heard();
  });
  const connect = async () => {
    const socket = net.connect(port, '127.0.0.1');
    t.after(() => socket.destroy());
    socket.on('error', () => {});
    await once(socket, 'connect');
    return socket;
  };
  const next = () =>
    within(
      new Promise((resolve) => {
        heard = () => resolve(results.at(-1));
      }),
      'body',
    );
  return { connect, next, reserve };
}

test('a body is read in whatever pieces it comes', async (t) => {
  const { connect, next, reserve } = await stage(t);
  const socket = await connect();
  const whole = next();
  socket.write(`${HEAD}Content-Length: 6\r\n\r\nabc`);
  socket.write('def');
  assert.equal(await whole, 'abcdef');
  const chunked = next();
  socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n3\r\nghi\r\n0\r\n\r\n`);
  assert.equal(await chunked, 'ghi');
  assert.equal(reserve.total, 0);
});

test('a body that has come with its head is there at once, and its connection goes on', async (t) => {
  const bounds = { limit: 3, reserve: new Reserve(1e9) };
  const results = [];
  const { port } = await listen(t, (request, response) => {
    process.nextTick(() => {
      results.push(readBody(request, bounds));
      request.on('end', () => results.push('end'));
      response.end();
    });
  });
  const socket = net.connect(port, '127.0.0.1');
  t.after(() => socket.destroy());
  for (const text of ['abc', 'abcd']) {
    socket.write(`${HEAD}Content-Length: ${text.length}\r\n\r\n${text}`);
    await within(once(socket, 'data'), 'answer');
  }
  assert.equal(String(results[0]), 'abc');
  assert.equal(results[1], 'end');
  assert.equal(results[2].code, 'ERR_MESSAGE_TOO_LARGE');
});

test('a body over the limit is not read to its end, whether it says its length or not', async (t) => {
  const { connect, next, reserve } = await stage(t);
  const said = next();
  (await connect()).write(`${HEAD}Content-Length: 101\r\n\r\n`);
  assert.equal(await said, 'ERR_MESSAGE_TOO_LARGE');
  const unsaid = next();
  (await connect()).write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n65\r\n${'x'.repeat(101)}\r\n`);
  assert.equal(await unsaid, 'ERR_MESSAGE_TOO_LARGE');
  assert.equal(reserve.total, 0);
});

test('a body that comes too slowly is not waited for, and one whose connection ends is none', async (t) => {
  const { connect, next, reserve } = await stage(t, { patienceMs: 20 });
  const slow = next();
  (await connect()).write(`${HEAD}Content-Length: 6\r\n\r\nabc`);
  assert.equal(await slow, 'ERR_BODY_TIMEOUT');
  const other = await stage(t);
  const gone = other.next();
  const socket = await other.connect();
  socket.write(`${HEAD}Content-Length: 6\r\n\r\nabc`, () => socket.destroy());
  assert.equal(await gone, 'ERR_INVALID_REQUEST');
  assert.equal(reserve.total + other.reserve.total, 0);
});

test('of all bodies that wait in memory the oldest goes when they are too much together', async (t) => {
  const { connect, next, reserve } = await stage(t, { reserve: new Reserve(8) });
  const first = next();
  const sockets = [await connect(), await connect()];
  sockets[0].write(`${HEAD}Content-Length: 6\r\n\r\nabcde`);
  while (reserve.total === 0) await new Promise(setImmediate);
  sockets[1].write(`${HEAD}Content-Length: 6\r\n\r\nabcde`);
  assert.equal(await first, 'ERR_BUSY');
});

test('what an application has left in request.body does, and what it has read is missed', async () => {
  const reserve = new Reserve(1e9);
  const read = (request) => readBody(/** @type {any} */ (request), { limit: 3, reserve });
  assert.equal(String(await read({ body: 'abc' })), 'abc');
  assert.equal(String(await read({ body: Buffer.from('ab') })), 'ab');
  assert.equal(/** @type {any} */ (await read({ body: 'abcd' })).status, 413);
  const lost = /** @type {any} */ (await read({ body: {}, readableEnded: true, headers: {} }));
  assert.equal(lost.status, 500);
  assert.match(lost.message, /before its parser/);
});
