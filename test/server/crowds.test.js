'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const net = require('node:net');
const { test } = require('node:test');
const tls = require('node:tls');
const zlib = require('node:zlib');
const { frame } = require('../support/client-frames');
const { selfSigned } = require('../support/self-signed');
const { startServer } = require('../support/test-server');
const { within } = require('../support/within');

const MANY = 300;
// More than what lib/net/crowd.js lets through in one turn, since a turn of the loop is one and a half of its own.
const MOST_OF_A_TURN = 250;

/** Counts how often something happens in each turn of the event loop. */
function countTurns(t) {
  const counts = [0];
  let isOver = false;
  const turn = () => {
    if (isOver) return;
    if (counts.at(-1) > 0) counts.push(0);
    setImmediate(turn);
  };
  turn();
  t.after(() => (isOver = true));
  let resolve;
  const all = new Promise((done) => {
    resolve = done;
  });
  let total = 0;
  const tell = () => {
    counts[counts.length - 1] += 1;
    total += 1;
    if (total === MANY) resolve();
  };
  return { counts, tell, all: () => within(all, `${MANY} of them`) };
}

/** A server that tells when somebody logs in or has gone. */
async function startWatched(t, options) {
  const [logins, ends] = [countTurns(t), countTurns(t)];
  const write = (text) => /is disconnected/.test(text) && ends.tell();
  const logger = { debug: write, info() {}, warn() {}, error: assert.fail };
  const settings = { debug: true, logger, onLogin: logins.tell, guests: true, ...options };
  const server = await startServer(t, settings);
  return { logins, ends, port: server.port, server };
}

/** So many sockets that are connected, and have sent nothing. */
async function connectMany(t, { port, isSecure = false }) {
  const where = { port, host: '127.0.0.1', rejectUnauthorized: false };
  return Promise.all(
    Array.from({ length: MANY }, async () => {
      const socket = isSecure ? tls.connect(where) : net.connect(where);
      socket.on('error', () => {});
      t.after(() => socket.destroy());
      await once(socket, isSecure ? 'secureConnect' : 'connect');
      socket.on('data', () => {});
      return socket;
    }),
  );
}

function askFor(path, headers = []) {
  const usual = ['Host: localhost', 'Upgrade: websocket', 'Connection: Upgrade'];
  const key = ['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=='];
  return [`GET ${path} HTTP/1.1`, ...usual, ...key, ...headers, '\r\n'].join('\r\n');
}

/** The same with a WebSocket each. */
async function openMany(t, settings) {
  const sockets = await connectMany(t, settings);
  const opened = sockets.map((socket) => once(socket, 'data'));
  for (const socket of sockets) socket.write(askFor('/', settings.headers));
  await Promise.all(opened);
  return sockets;
}

function login(index, isPacked = false) {
  const data = { login: `Somebody ${index}`, password: '' };
  const text = Buffer.from(JSON.stringify({ command: 'login', data }));
  if (!isPacked) return frame(text);
  const packed = zlib.deflateRawSync(text, { finishFlush: zlib.constants.Z_SYNC_FLUSH });
  return frame(packed.subarray(0, -4), { reserved: 4 });
}

const DEFLATE = {
  options: { perMessageDeflate: true },
  headers: ['Sec-WebSocket-Extensions: permessage-deflate'],
};

for (const [how, { options, headers, isSecure, isPacked }] of [
  ['', {}],
  [' past nothing', { options: { fastPath: false } }],
  [' over TLS', { options: { tls: selfSigned() }, isSecure: true }],
  [' that may be packed', DEFLATE],
  [' that are packed', { ...DEFLATE, isPacked: true }],
]) {
  test(`many logins at the same moment go in parts${how}`, async (t) => {
    const { logins, port } = await startWatched(t, options);
    const sockets = await openMany(t, { port, headers, isSecure });
    for (const [index, socket] of sockets.entries()) socket.write(login(index, isPacked));
    await logins.all();
    assert.ok(Math.max(...logins.counts) <= MOST_OF_A_TURN, String(logins.counts));
  });

  test(`many ends of connections at the same moment go in parts${how}`, async (t) => {
    const { ends, port } = await startWatched(t, options);
    const sockets = await openMany(t, { port, headers, isSecure });
    for (const socket of sockets) socket.end();
    await ends.all();
    assert.ok(Math.max(...ends.counts) <= MOST_OF_A_TURN, String(ends.counts));
  });
}

test('what many have sent before they went is done, for all of them', async (t) => {
  for (const options of [{}, { fastPath: false }]) {
    const { logins, ends, port } = await startWatched(t, options);
    const sockets = await openMany(t, { port });
    for (const [index, socket] of sockets.entries()) socket.end(login(index));
    await logins.all();
    assert.ok(Math.max(...ends.counts) <= MOST_OF_A_TURN, String(ends.counts));
  }
});

test('a server ends while many wait', async (t) => {
  for (const options of [{}, { fastPath: false }]) {
    const { port, server } = await startWatched(t, options);
    const sockets = await openMany(t, { port });
    for (const [index, socket] of sockets.entries()) socket.write(login(index));
    for (const socket of await connectMany(t, { port })) socket.write(askFor('/'));
    await new Promise(setImmediate);
    await within(server.destroy(), 'end of the server');
  }
});

test('many requests for a WebSocket at the same moment go in parts', async (t) => {
  for (const isSecure of [false, true]) {
    const { logins, port } = await startWatched(t, { tls: isSecure ? selfSigned() : undefined });
    const sockets = await connectMany(t, { port, isSecure });
    for (const socket of sockets) socket.write(askFor('/gantt-sync?project=1&userName=Ann'));
    await logins.all();
    assert.ok(Math.max(...logins.counts) <= MOST_OF_A_TURN, String(logins.counts));
  }
});
