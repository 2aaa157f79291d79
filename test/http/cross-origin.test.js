'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { ask } = require('../support/http-server');
const { startServer } = require('../support/test-server');

const PLAN = 'https://plan.example';

test('a page of an allowed origin may read the answer, with its cookies, and ask beforehand', async (t) => {
  const server = await startServer(t, { origins: PLAN });
  const { status, headers } = await ask(server, '/crud/1/load', { headers: { Origin: PLAN } });
  assert.equal(status, 200);
  assert.equal(headers.get('access-control-allow-origin'), PLAN);
  assert.equal(headers.get('access-control-allow-credentials'), 'true');
  assert.match(headers.get('vary') ?? '', /Origin/);

  const asking = {
    Origin: PLAN,
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'x-request-type',
  };
  const before = await ask(server, '/crud/1/load', { method: 'OPTIONS', headers: asking });
  assert.equal(before.status, 204);
  assert.equal(before.headers.get('access-control-allow-headers'), 'x-request-type');
  assert.match(before.headers.get('access-control-allow-methods') ?? '', /POST/);
});

test('a page of another origin is refused, asked beforehand or not', async (t) => {
  const server = await startServer(t, { origins: PLAN });
  for (const method of ['GET', 'POST', 'OPTIONS']) {
    const other = { method, headers: { Origin: 'https://evil.example' } };
    const { status, headers, body } = await ask(server, '/crud/1/load', other);
    assert.deepEqual([status, body.code], [403, 'ERR_FORBIDDEN_ORIGIN']);
    assert.equal(headers.get('access-control-allow-origin'), null);
  }
  assert.ok(server.logged.some((line) => line.includes('https://evil.example')));
});

test('without the option the pages of the own host may ask, on whatever port they are', async (t) => {
  const server = await startServer(t);
  const page = { headers: { Origin: 'http://localhost:3000' } };
  assert.equal((await ask(server, '/crud/1/load', page)).status, 200);
});
