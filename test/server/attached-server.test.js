'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const http = require('node:http');
const test = require('node:test');
const { WebSocketServer } = require('../../lib');
const { temporaryFolder } = require('../support/temporary-folder');
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

test('the address is that of the application’s server, and there is none before it listens', async (t) => {
  const page = http.createServer();
  const folder = temporaryFolder(t);
  t.after(() => page.close());
  const server = await startServer(t, { server: page });
  const notYet = { code: 'ERR_NOT_STARTED', message: /does not listen yet/ };
  assert.throws(() => server.address, notYet);
  assert.throws(() => server.port, notYet);
  server.showWebSocketServerAddress();
  assert.match(server.logged.at(-1), /^info: The HTTP server .* does not listen yet/);

  page.listen(0, '127.0.0.1');
  await once(page, 'listening');
  assert.equal(server.address, `ws://127.0.0.1:${page.address().port}`);
  const client = await connect(t, server);
  await client.close();
  page.close();
  await once(page, 'close');
  page.listen(`${folder}/socket`);
  await once(page, 'listening');
  assert.equal(server.address, `ws+unix:${folder}/socket`);
  assert.equal(server.port, 0);
});

test('an application that ends as the README shows has nothing left open', async (t) => {
  const page = await startPage(t);
  const server = await startServer(t, { server: page });
  const client = await connect(t, server);
  await fetch(`http://127.0.0.1:${server.port}/`).then((answer) => answer.text());
  await server.destroy();
  assert.equal(await client.closed, 1012);
  const closed = once(page, 'close');
  page.close();
  page.closeAllConnections();
  await closed;
});

test('what is no HTTP server is refused by name', () => {
  assert.throws(() => new WebSocketServer({ server: {} }), /server/);
});
