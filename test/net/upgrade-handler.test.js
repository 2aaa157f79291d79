'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const http = require('node:http');
const net = require('node:net');
const { mock, test } = require('node:test');
const { WebSocket } = require('ws');
const { UpgradeHandler } = require('../../lib/net/upgrade-handler');
const { testLog } = require('../support/test-log');

const OPTIONS = { maxPayload: 1e6, perMessageDeflate: false, authTimeout: 0, trustProxy: 0 };

/** Settled when a client that may fail first is closed. */
function closed(client) {
  return new Promise((resolve) => {
    client.on('close', resolve);
  });
}

/**
 * An upgrade handler at a port, and who came in through it.
 *
 * @param {object} setting `admit`: what the admission decides; the rest are options
 */
async function stage(t, { admit = () => undefined, isFull = () => false, ...options } = {}) {
  const { log, lines } = testLog();
  const entered = [];
  const handler = new UpgradeHandler(
    { ...OPTIONS, ...options },
    {
      admission: { admit },
      isFull,
      log,
      onEnter: (_webSocket, _socket, address, guest) => entered.push([address, guest]),
    },
  );
  const server = http.createServer();
  server.on('upgrade', (request, socket, head) => handler.upgrade(request, socket, head));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const knock = (headers = {}, more = '') => {
    const client = new WebSocket(`ws://127.0.0.1:${server.address().port}/?token=secret${more}`, {
      headers,
    });
    t.after(() => client.terminate());
    client.on('error', () => {});
    return client;
  };
  t.after(() => server.close());
  /** `open`, or the status that refuses. */
  const visit = (headers) => {
    const client = knock(headers);
    return new Promise((resolve) => {
      client.on('open', () => resolve('open'));
      client.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode));
      client.on('error', () => resolve('nothing'));
    });
  };
  return { handler, entered, lines, knock, port: server.address().port, visit };
}

test('who is let in comes in with the address and as the guest that was admitted', async (t) => {
  const guests = [undefined, { name: 'Ada' }, Promise.resolve({ name: 'Ben' })];
  const { entered, visit } = await stage(t, { admit: () => guests[entered.length] });
  while (entered.length < guests.length) assert.equal(await visit(), 'open');
  const address = '127.0.0.1';
  assert.deepEqual(entered, [
    [address, undefined],
    [address, { name: 'Ada' }],
    [address, { name: 'Ben' }],
  ]);
});

test('who is not admitted does not come in, and the log names no token', async (t) => {
  const refusal = { status: 403, code: 'ERR_FORBIDDEN', userName: 'Ada' };
  const { entered, lines, visit } = await stage(t, { admit: () => refusal });
  assert.equal(await visit(), 403);
  assert.deepEqual(entered, []);
  assert.deepEqual(lines, [
    'warn: "Ada" (127.0.0.1) was refused a connection: The user may not see the project (ERR_FORBIDDEN)',
  ]);
});

test('an admission that fails lets nobody in, and that is logged', async (t) => {
  const admit = () => Promise.reject(new Error('no directory'));
  const { entered, lines, visit } = await stage(t, { admit });
  assert.equal(await visit(), 500);
  assert.deepEqual(entered, []);
  assert.match(lines.join(), /^error: A login could not be checked: Error: no directory/);
});

test('where it is full, or the page is of another host, the admission is not asked', async (t) => {
  const admit = () => assert.fail('asked');
  const full = await stage(t, { admit, isFull: () => true });
  assert.equal(await full.visit(), 503);
  assert.match(full.lines.join(), /maxConnections/);
  const strict = await stage(t, { admit });
  assert.equal(await strict.visit({ Origin: 'https://evil.example' }), 403);
  assert.match(strict.lines.join(), /evil\.example.*ERR_FORBIDDEN_ORIGIN/);
});

test('those about whom nothing is decided yet count as waiting, and leave when the handler closes', async (t) => {
  const signals = [];
  const asked = [];
  const isFull = (waiting) => asked.push(waiting) > 2;
  const admit = (_request, { signal }) => {
    signals.push(signal);
    return new Promise(() => {});
  };
  const { handler, entered, knock, visit } = await stage(t, { admit, isFull });
  const thinking = [knock(), knock()];
  while (signals.length < 2) await new Promise(setImmediate);
  assert.equal(await visit(), 503);
  assert.deepEqual(asked, [0, 1, 2]);
  const left = thinking.map(closed);
  handler.close();
  await Promise.all(left);
  assert.deepEqual(
    signals.map(({ aborted }) => aborted),
    [true, true],
  );
  assert.equal(await visit(), 'nothing');
  assert.deepEqual(entered, []);
});

test('a page that asks for it is told by a close code why it was refused', async (t) => {
  const refusal = { status: 403, code: 'ERR_FORBIDDEN', userName: 'Ada' };
  const { entered, knock, lines } = await stage(t, { admit: () => refusal });
  const client = knock({}, '&refusal=close');
  const [code, reason] = await once(client, 'close');
  assert.deepEqual([code, String(reason)], [4403, 'ERR_FORBIDDEN']);
  assert.match(lines.join(), /was refused a connection/);
  assert.deepEqual(entered, []);
});

test('so is one for whom there is no room, of another host, or at whose login something fails', async (t) => {
  const fails = () => Promise.reject(new Error('down'));
  const full = { isFull: () => true };
  const cases = [
    [full, {}, 1013, ''],
    [{}, { origin: 'http://elsewhere.example' }, 4403, 'ERR_FORBIDDEN_ORIGIN'],
    [{ admit: fails }, {}, 1013, 'ERR_INTERNAL'],
  ];
  for (const [setting, headers, ...expected] of cases) {
    const { entered, knock } = await stage(t, setting);
    const client = knock(headers, '&refusal=close');
    const [code, reason] = await once(client, 'close');
    assert.deepEqual([code, String(reason)], expected);
    assert.deepEqual(entered, []);
  }
});

test('of very many that are refused at a time some get the status alone', async (t) => {
  const { port } = await stage(t, { isFull: () => true });
  const request =
    'GET /?refusal=close HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
    'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
  /** The status that one gets who does not close. */
  const visit = async () => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(request));
    t.after(() => socket.destroy());
    const [first] = await once(socket, 'data');
    return String(first).slice('HTTP/1.1 '.length, 'HTTP/1.1 '.length + 3);
  };
  // Nobody is cut off meanwhile.
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  const statuses = await Promise.all(Array.from({ length: 1001 }, visit));
  const count = (wanted) => statuses.filter((status) => status === wanted).length;
  assert.deepEqual([count('101'), count('503')], [1000, 1]);
});

test('who is told by a close code and does not close is cut off', async (t) => {
  const refusal = { status: 503, code: 'ERR_LOGINS_BUSY' };
  const { port } = await stage(t, { admit: () => refusal });
  const socket = net.connect(port, '127.0.0.1');
  t.after(() => socket.destroy());
  socket.write(
    'GET /?refusal=close HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${'a'.repeat(22)}==\r\n\r\n`,
  );
  const chunks = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  await once(socket, 'close');
  assert.match(String(Buffer.concat(chunks)), /^HTTP\/1\.1 101 [^]*ERR_LOGINS_BUSY$/);
});
