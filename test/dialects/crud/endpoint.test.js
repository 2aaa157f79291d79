'use strict';

const assert = require('node:assert/strict');
const net = require('node:net');
const { test } = require('node:test');
const { ask, packed } = require('../../support/http-server');
const { startServer } = require('../../support/test-server');

const USERS = { ben: { token: 'key-of-ben', password: 'ben', group: 'user' } };
const GROUPS = {
  user: { projects: [1, 2] },
  anonymous: { projects: [1] },
};

test('a token, a password, a cookie or nothing say who asks, and so what they may see', async (t) => {
  const server = await startServer(t, { users: USERS, groups: GROUPS, tokenCookie: 'gantt' });
  const basic = `Basic ${Buffer.from('ben:ben').toString('base64')}`;
  const shown = [
    ['', { Authorization: 'Bearer key-of-ben' }],
    ['', { Authorization: basic }],
    ['', { Cookie: 'gantt=key-of-ben' }],
    ['?token=key-of-ben', {}],
  ];
  for (const [search, headers] of /** @type {[string, any][]} */ (shown)) {
    assert.equal((await ask(server, `/crud/2/load${search}`, { headers })).status, 200);
  }
  assert.equal((await ask(server, '/crud/1/load')).status, 200);
});

test('who may not see a project is told so, and not whether there is one', async (t) => {
  const server = await startServer(t, { users: USERS, groups: GROUPS });
  const as = (token) => ({ headers: { Authorization: `Bearer ${token}` } });
  const tries = [
    ['/crud/2/load', {}, 401, 'ERR_UNAUTHORIZED'],
    ['/crud/9/load', {}, 401, 'ERR_UNAUTHORIZED'],
    ['/crud/1/load', as('wrong'), 401, 'ERR_UNAUTHORIZED'],
    ['/crud/3/load', as('key-of-ben'), 403, 'ERR_FORBIDDEN'],
    ['/crud/9/load', as('key-of-ben'), 403, 'ERR_FORBIDDEN'],
  ];
  for (const [path, options, status, code] of /** @type {[string, any, number, string][]} */ (
    tries
  )) {
    const { status: got, body } = await ask(server, path, options);
    assert.deepEqual([got, body.success, body.code], [status, false, code], path);
  }
  assert.ok(server.logged.some((line) => line.includes('"ben"') && line.includes('ERR_FORBIDDEN')));
});

test('a load is refused that is no text, too long or none', async (t) => {
  const server = await startServer(t);
  const post = (body) => ask(server, '/crud/1/load', { method: 'POST', body });
  const tries = [
    [Buffer.from('{"requestId":"\xff"}', 'latin1'), 400, 'ERR_INVALID_UTF8'],
    [' '.repeat(64 * 1024 + 1), 413, 'ERR_MESSAGE_TOO_LARGE'],
    ['{', 400, 'ERR_INVALID_JSON'],
  ];
  for (const [body, status, code] of /** @type {[any, number, string][]} */ (tries)) {
    const got = await post(body);
    assert.deepEqual([got.status, got.body.code], [status, code]);
  }
  const bad = await ask(server, `/crud/1/load${packed({ requestId: 5, stores: 5 })}`);
  assert.deepEqual([bad.status, bad.body.requestId, bad.body.code], [400, 5, 'ERR_INVALID_DATA']);
});

test('the paths are options, and may be none', async (t) => {
  const server = await startServer(t, { loadPath: '/api/:project', syncPath: false });
  assert.equal((await ask(server, '/api/1')).status, 200);
  const { status } = await fetch(`http://127.0.0.1:${server.port}/crud/1/load`);
  assert.equal(status, 426);
});

test('whatever else a request may be is answered, and the server goes on', async (t) => {
  const server = await startServer(t);
  const { port } = server;
  const raw = (text) =>
    new Promise((resolve, reject) => {
      const socket = net.connect(port, '127.0.0.1', () => socket.write(text));
      let got = '';
      socket.on('data', (bytes) => {
        got += bytes;
        socket.destroy();
      });
      socket.on('close', () => resolve(Number(got.split(' ')[1])));
      socket.on('error', reject);
    });
  const head = (line, more = '') => `${line} HTTP/1.1\r\nHost: x\r\n${more}\r\n`;
  const parameters = Array.from({ length: 10_000 }, (_, i) => `p${i}=1`).join('&');
  const few = Array.from({ length: 101 }, (_, i) => `p${i}=1`).join('&');
  const tries = [
    [head('GET /crud/1/load', 'Content-Length: 3\r\n') + 'abc', 200],
    [head('POST /crud/1/sync'), 400],
    [head('POST /crud/1/sync', 'Content-Length: 0\r\n'), 400],
    [head('POST /crud/1/sync', 'Content-Type: text/html\r\nContent-Length: 2\r\n') + '{}', 415],
    [head('POST /crud/1/sync', 'Content-Encoding: gzip\r\nContent-Length: 2\r\n') + '{}', 415],
    [head('GET /crud/1/sync'), 405],
    [head('TRACE /crud/1/load'), 405],
    [head('GET /crud/%FF/load'), 426],
    [head('GET /crud/1/load?data=1&data=2'), 400],
    [head('GET /crud/1/load?data=%7B%22requestId%22%3A%22%FF'), 400],
    [head(`GET /crud/1/load?${few}`), 400],
    [head(`GET /crud/1/load?${parameters}`), 400],
    [head(`POST /crud/1/sync?${few}`, 'Content-Length: 2\r\n') + '{}', 400],
    [head('GET /crud/1/load', 'Authorization: nonsense\r\n'), 401],
    [head('GET /crud/1/load', 'Authorization: Basic %%%\r\n'), 401],
    [head('GET /crud/1/load', 'Cookie: =; %; a=%FF\r\nIf-None-Match: ,,"\r\n'), 200],
    [head('GET /crud/1/load', 'Accept-Encoding: ;q=,br;q=x\r\n'), 200],
    [head('POST /crud/1/sync', 'Content-Type: application/json; charset=latin1\r\n'), 415],
    [head('POST /crud/1/sync', 'Content-Length: 2\r\nContent-Length: 3\r\n') + '{}', 400],
    [head('POST /crud/1/sync', 'Content-Length: -1\r\n'), 400],
    [head('POST /crud/1/sync', 'Transfer-Encoding: chunked\r\nContent-Length: 2\r\n') + '{}', 400],
    [head('POST /crud/1/sync', 'Transfer-Encoding: chunked\r\n') + 'zz\r\n', 400],
    [head('POST /crud/1/sync', 'Transfer-Encoding: chunked\r\n') + '2\r\n{}\r\n0\r\n\r\n', 200],
    ['NONSENSE\r\n\r\n', 400],
  ];
  for (const [text, status] of /** @type {[string, number][]} */ (tries))
    assert.equal(await raw(text), status, text.slice(0, 60));
  assert.equal((await ask(server, '/crud/1/load')).status, 200);
});
