'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const http = require('node:http');
const net = require('node:net');
const { test } = require('node:test');
const { Server: SocketIo } = require('socket.io');
const { WebSocket, WebSocketServer: OtherServer } = require('ws');
const { connect, startServer } = require('../support/test-server');
const { within } = require('../support/within');

/**
 * An application's HTTP server on a free port, which ends with the test.
 *
 * @param {import('node:test').TestContext} t
 */
async function startPage(t) {
  const page = http.createServer((_request, response) => response.end('page'));
  t.after(() => {
    page.close();
    page.closeAllConnections();
  });
  await new Promise((resolve) => {
    page.listen(0, '127.0.0.1', () => resolve(undefined));
  });
  return page;
}

/** Greets everybody as the other one. */
function greet(webSocket) {
  webSocket.send('other');
}

/** How an application may have another WebSocket server on its HTTP server, and the path to reach that one by. */
const OTHERS = {
  'a ws server for which the application sorts requests': {
    path: '/chat',
    attach(page) {
      const other = new OtherServer({ noServer: true });
      page.on('upgrade', (request, socket, head) => {
        if (request.url === '/chat') other.handleUpgrade(request, socket, head, greet);
      });
    },
  },
  'Socket.IO': {
    path: '/socket.io/?EIO=4&transport=websocket',
    attach: (page) => void new SocketIo(page),
    isGreeting: (text) => text.startsWith('0{"sid"'),
  },
};

/** What is said first to who connects to a path, or the status of HTTP that refuses it. */
async function firstWordAt(t, port, path) {
  const webSocket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
  t.after(() => webSocket.terminate());
  const refused = once(webSocket, 'unexpected-response').then(([, { statusCode }]) => statusCode);
  const said = once(webSocket, 'message').then(([data]) => data.toString());
  said.catch(() => {});
  refused.catch(() => {});
  return within(Promise.race([said, refused]), `word at ${path}`);
}

/** Is the server under test reached at this path of the port? */
async function isReached(t, port, path) {
  const client = await connect(t, { address: `ws://127.0.0.1:${port}${path}` });
  const { command } = await client.request({ command: 'version' });
  return command === 'version';
}

for (const [name, { path, attach, isGreeting = (text) => text === 'other' }] of Object.entries(
  OTHERS,
)) {
  for (const order of ['before', 'behind']) {
    for (const own of [undefined, '/gantt']) {
      const where = own === undefined ? 'without a path' : `with the path ${own}`;
      test(`${name} ${order} the server ${where}: each is reached`, async (t) => {
        const page = await startPage(t);
        if (order === 'before') attach(page);
        const server = await startServer(t, { server: page, path: own });
        if (order === 'behind') attach(page);

        for (let round = 0; round < 2; round++) {
          assert.ok(isGreeting(await firstWordAt(t, server.port, path)));
          assert.ok(await isReached(t, server.port, own ?? '/'));
          const answer = await firstWordAt(t, server.port, '/gantt-sync?project=1');
          assert.equal(JSON.parse(answer).type, 'init');
        }
        assert.deepEqual(
          server.logged.filter((line) => !line.startsWith('info')),
          [],
        );
      });
    }
  }
}

test('who wants every path gets every path, and nobody ends', async (t) => {
  for (const order of ['before', 'behind']) {
    const page = await startPage(t);
    const attach = () => new OtherServer({ server: page }).on('connection', greet);
    if (order === 'before') attach();
    const server = await startServer(t, { server: page });
    if (order === 'behind') attach();
    for (const path of ['/', '/chat', '/gantt-sync?project=1']) {
      assert.equal(await firstWordAt(t, server.port, path), 'other');
    }
  }
});

test('a ws server that sorts requests itself refuses those of others, which the log says', async (t) => {
  for (const order of ['before', 'behind']) {
    const page = await startPage(t);
    const attach = () => new OtherServer({ server: page, path: '/chat' }).on('connection', greet);
    if (order === 'before') attach();
    const server = await startServer(t, { server: page, path: '/gantt' });
    if (order === 'behind') attach();
    assert.equal(await firstWordAt(t, server.port, '/chat'), 'other');
    assert.equal(await firstWordAt(t, server.port, '/gantt'), 400);
    assert.match(server.logged.join(), /warn: .*"\/gantt".* another listener/);
  }
});

test('two servers on one HTTP server have a path each', async (t) => {
  const page = await startPage(t);
  const [one, two] = [
    await startServer(t, { server: page, path: '/one' }),
    await startServer(t, { server: page, path: '/two' }),
  ];
  assert.match(one.address, /\/one$/);
  assert.ok(await isReached(t, one.port, '/one'));
  assert.ok(await isReached(t, two.port, '/two?as=guest'));
  assert.equal(JSON.parse(await firstWordAt(t, two.port, '/gantt-sync?project=1')).type, 'init');
});

test('a server with a path takes no other one', async (t) => {
  const page = await startPage(t);
  for (const options of [{}, { server: page }]) {
    const server = await startServer(t, { path: '/gantt', ...options });
    assert.ok(await isReached(t, server.port, '/gantt'));
    assert.ok(await isReached(t, server.port, '/gantt?from=here'));
    for (const path of ['/', '/gantt/', '/gantt2', '/other']) {
      assert.equal(await firstWordAt(t, server.port, path), 404);
    }
    assert.equal(
      JSON.parse(await firstWordAt(t, server.port, '/gantt-sync?project=1')).type,
      'init',
    );
  }
});

test('a server without a path that is alone takes every path', async (t) => {
  const server = await startServer(t);
  for (const path of ['', '/', '/gantt', '/a/b?c'])
    assert.ok(await isReached(t, server.port, path));
});

test('a connection over which the application has answered before may become a WebSocket', async (t) => {
  const page = await startPage(t);
  Object.values(OTHERS)[0].attach(page);
  const server = await startServer(t, { server: page });
  const socket = net.connect(server.port, '127.0.0.1');
  t.after(() => socket.destroy());
  socket.setEncoding('latin1');
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  let answer = '';
  while (!answer.endsWith('page')) answer += (await once(socket, 'data'))[0];
  socket.write(
    'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  );
  assert.match((await once(socket, 'data'))[0], /^HTTP\/1\.1 101 /);
});

test('a request that waits for the others when the server ends is not taken', async (t) => {
  const page = await startPage(t);
  const server = await startServer(t, { server: page });
  page.on('upgrade', () => server.destroy());
  const webSocket = new WebSocket(`ws://127.0.0.1:${page.address().port}/`);
  const [error] = await once(webSocket, 'error');
  assert.equal(error.code, 'ECONNRESET');
});
