'use strict';

const assert = require('node:assert/strict');
const http = require('node:http');
const test = require('node:test');
const { WebSocketServer } = require('../../lib');
const { connect, startServer } = require('../support/test-server');

/**
 * An HTTP server on a free port that answers every request with "page", and ends with the test.
 *
 * @param {import('node:test').TestContext} t
 */
async function startPage(t) {
  const page = http.createServer((_request, response) => response.end('page'));
  t.after(() => page.close());
  await new Promise((resolve) => {
    page.listen(0, '127.0.0.1', () => resolve(undefined));
  });
  return page;
}

test('an application’s own HTTP server goes on answering requests, and carries the WebSockets', async (t) => {
  const page = await startPage(t);
  const server = await startServer(t, { server: page });
  assert.equal(server.port, page.address().port);

  const client = await connect(t, server);
  await client.login('Ada');
  const answer = await fetch(`http://127.0.0.1:${server.port}/`);
  assert.equal(await answer.text(), 'page');
});

test('destroy() leaves an application’s own HTTP server as it found it', async (t) => {
  const page = await startPage(t);
  const server = await startServer(t, { server: page });
  const client = await connect(t, server);
  await server.destroy();

  await client.closed;
  assert.ok(page.listening);
  assert.equal(page.listenerCount('upgrade'), 0);
});

test('what is no HTTP server is refused by name', () => {
  assert.throws(() => new WebSocketServer({ server: {} }), /server/);
});
