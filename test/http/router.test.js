'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const http = require('node:http');
const net = require('node:net');
const { test } = require('node:test');
const { Router } = require('../../lib/http/router');
const { Backlog } = require('../../lib/net/backlog');
const { Reserve } = require('../../lib/net/reserve');
const { ask, listen } = require('../support/http-server');
const { PROJECTS, startServer } = require('../support/test-server');

/** A router with one route, that answers with what it was asked. */
async function stage(t, { maxConnections = 10, answer } = /** @type {any} */ ({})) {
  const lines = [];
  const log = { paced: (_level, _kind, _who, text) => lines.push(text) };
  const refuse = ({ status, code }) => ({ status, parts: [Buffer.from(`{"code":"${code}"}`)] });
  const echo = async ({ project, search, authorization }) => ({
    status: 200,
    parts: [Buffer.from(JSON.stringify({ project, search, authorization }))],
  });
  const route = { path: '/p/:project', methods: ['GET', 'POST'], answer: answer ?? echo, refuse };
  const options = { compressHttp: false, maxConnections, trustProxy: 0, tokenCookie: 'key' };
  const reserve = new Reserve(1e6);
  const parts = { routes: [route], log, backlog: new Backlog(1e6), reserve, onRequest: () => {} };
  const router = new Router(options, /** @type {any} */ (parts));
  const { port } = await listen(t, (request, response) => {
    if (!router.handle(request, response)) response.end('"mine"');
  });
  return { router, lines, server: { port } };
}

test('a request for a route is answered, and another one left alone', async (t) => {
  const { server } = await stage(t);
  const { body } = await ask(server, '/p/7?a=1', { headers: { Cookie: 'key=abc' } });
  assert.deepEqual(body, { project: '7', search: '?a=1', authorization: 'Bearer abc' });
  const shown = { headers: { Cookie: 'key=abc', Authorization: 'Bearer other' } };
  assert.equal((await ask(server, '/p/7', shown)).body.authorization, 'Bearer other');
  assert.equal((await ask(server, '/q/7')).body, 'mine');
});

test('a method or a type of body that does not fit is refused, with what does', async (t) => {
  const { server } = await stage(t);
  const method = await ask(server, '/p/7', { method: 'DELETE' });
  assert.deepEqual([method.status, method.body.code], [405, 'ERR_INVALID_REQUEST']);
  assert.equal(method.headers.get('allow'), 'GET, POST, OPTIONS');
  const type = await ask(server, '/p/7', { method: 'POST', body: new URLSearchParams({ a: '1' }) });
  assert.deepEqual([type.status, type.body.code], [415, 'ERR_INVALID_REQUEST']);
});

test('more requests than there may be connections, and those after the end, are turned away', async (t) => {
  let release = () => {};
  const held = new Promise((resolve) => {
    release = () => resolve({ status: 200, parts: [Buffer.from('{}')] });
  });
  const { router, server } = await stage(t, { maxConnections: 1, answer: () => held });
  const first = ask(server, '/p/1');
  const both = [await Promise.race([first, ask(server, '/p/1')])];
  assert.deepEqual([both[0].status, both[0].body.code], [503, 'ERR_BUSY']);
  release();
  assert.equal((await first).status, 200);
  router.close();
  assert.equal((await ask(server, '/p/1')).status, 503);
});

test('a fault of the server is told as such, and its log has the stack', async (t) => {
  const { lines, server } = await stage(t, {
    answer: async () => {
      throw new Error('Ouch');
    },
  });
  const { status, body } = await ask(server, '/p/1');
  assert.deepEqual([status, body.code], [500, 'ERR_INTERNAL']);
  assert.match(lines.join(), /Ouch/);
});

test('an answer that is there at once is sent at once, and so is its fault', async (t) => {
  const { server, lines } = await stage(t, {
    answer: ({ project }) => {
      if (project === '0') throw new Error('Ouch');
      return { status: 200, parts: [Buffer.from('1')] };
    },
  });
  assert.equal((await ask(server, '/p/1')).body, 1);
  assert.equal((await ask(server, '/p/0')).status, 500);
  assert.match(lines.join(), /Ouch/);
});

test('a connection goes on behind a body that nobody wanted but has come, and ends with one that has not', async (t) => {
  const { server } = await stage(t);
  const socket = net.connect(server.port, '127.0.0.1');
  t.after(() => socket.destroy());
  const head = 'POST /p/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n';
  for (const [text, goesOn] of /** @type {[string, boolean][]} */ ([
    [`${head}ab`, true],
    [`${head}a`, false],
  ])) {
    socket.write(text);
    const [bytes] = await once(socket, 'data');
    assert.match(String(bytes), goesOn ? /Connection: keep-alive/ : /Connection: close/);
  }
});

test('an application that has the port gives the server what is for it', async (t) => {
  const application = http.createServer();
  const server = await startServer(t, { server: application, projects: PROJECTS });
  application.on('request', (request, response) => {
    server.requestHandler(request, response, () => response.end('"application"'));
  });
  t.after(() => application.close());
  await new Promise((resolve) => {
    application.listen(0, '127.0.0.1', () => resolve(undefined));
  });
  assert.equal((await ask(server, '/crud/1/load')).body.success, true);
  assert.equal((await ask(server, '/')).body, 'application');
  application.closeAllConnections();
});

test('what is asked behind an answer that nobody reads is over when its connection is', async (t) => {
  const body = Buffer.alloc(8 << 20);
  const { server } = await stage(t, {
    maxConnections: 100,
    answer: async () => ({ status: 200, parts: [body] }),
  });
  for (let round = 0; round < 2; round++) {
    const socket = net.connect(server.port, '127.0.0.1').pause();
    socket.write('GET /p/1 HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(90));
    await once(socket, 'readable');
    socket.destroy();
    await once(socket, 'close');
  }
  const { status } = await fetch(`http://127.0.0.1:${server.port}/p/1`);
  assert.equal(status, 200);
});

test('who asks for very much at once and reads none of it is cut off', async (t) => {
  const { server } = await stage(t, { maxConnections: 1000 });
  const socket = net.connect(server.port, '127.0.0.1').on('error', () => {});
  const chunks = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.write('GET /p/1 HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(102));
  await once(socket, 'close');
  assert.ok(Buffer.concat(chunks).toString().split('HTTP/1.1 200').length <= 101);
});

test('who asks for a WebSocket behind something else on its connection is answered in that order', async (t) => {
  const server = await startServer(t, { projects: PROJECTS });
  const { port } = new URL(server.address);
  const socket = net.connect(Number(port), '127.0.0.1');
  t.after(() => socket.destroy());
  const host = `Host: 127.0.0.1:${port}`;
  const load = `GET /crud/1/load HTTP/1.1\r\n${host}\r\n\r\n`;
  const upgrade =
    `GET / HTTP/1.1\r\n${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
    'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
  socket.write(load + load + upgrade);
  let text = '';
  while (!text.includes(' 101 ')) text += (await once(socket, 'data'))[0].toString('latin1');
  assert.deepEqual(text.match(/(?<=HTTP\/1.1 )\d+/g), ['200', '200', '101']);
});
