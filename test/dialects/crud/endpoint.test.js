'use strict';

const assert = require('node:assert/strict');
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
    [' '.repeat(1024 * 1024 + 1), 413, 'ERR_MESSAGE_TOO_LARGE'],
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
