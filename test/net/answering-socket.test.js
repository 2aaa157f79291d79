'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const { test } = require('node:test');
const { WebSocket, WebSocketServer } = require('ws');
const { AnsweringSocket } = require('../../lib/net/answering-socket');

/** Both ends of a connection, and what the client gets. */
async function stage(t, options = {}) {
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    WebSocket: AnsweringSocket,
    maxPayload: 1000,
    ...options,
  });
  await once(server, 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${server.address().port}`);
  t.after(() => {
    client.terminate();
    server.close();
  });
  const got = [];
  client.on('message', (data) => got.push(`${data}`));
  const [[socket]] = await Promise.all([once(server, 'connection'), once(client, 'open')]);
  socket.on('error', () => {});
  const codes = [];
  socket.beforeClose = (code) => {
    codes.push(code);
    socket.send(`closed for ${code}`);
  };
  return { socket, client, got, codes };
}

test('who is closed for a bad frame gets a message first, which can say why', async (t) => {
  const bad = [
    ['ERR_MESSAGE_TOO_LARGE', 1009, (client) => client.send('x'.repeat(1001))],
    ['ERR_INVALID_UTF8', 1007, (client) => client.send(Buffer.from([0xff]), { binary: false })],
  ];
  for (const [code, status, act] of bad) {
    const { client, got, codes } = await stage(t);
    act(client);
    assert.equal((await once(client, 'close'))[0], status);
    assert.deepEqual(codes, [code]);
    assert.deepEqual(got, [`closed for ${code}`]);
  }
});

test('who is closed for something else gets what was still to be sent, once', async (t) => {
  const { socket, client, got, codes } = await stage(t);
  socket.close(1008, 'No login in time');
  socket.close(1008, 'No login in time');
  const [status, reason] = await once(client, 'close');
  assert.deepEqual([status, `${reason}`], [1008, 'No login in time']);
  assert.deepEqual(codes, [undefined]);
  assert.deepEqual(got, ['closed for undefined']);
});

test('what may come can be raised while the connection is open', async (t) => {
  const { socket, client } = await stage(t);
  socket.limit({ maxPayload: 5000, maxFragments: 100 });
  client.send('x'.repeat(5000));
  const [data] = await once(socket, 'message');
  assert.equal(data.length, 5000);
  client.send('x'.repeat(5001));
  assert.equal((await once(client, 'close'))[0], 1009);
});

test('the frames of a message are counted up to what is allowed now', async (t) => {
  const { socket, client, codes } = await stage(t);
  socket.limit({ maxPayload: 1000, maxFragments: 3 });
  const send = (count) => {
    for (let left = count; left > 0; left--) client.send('x', { fin: left === 1 });
  };
  send(3);
  assert.equal((await once(socket, 'message'))[0].length, 3);
  send(4);
  assert.equal((await once(client, 'close'))[0], 1008);
  assert.deepEqual(codes, ['ERR_TOO_MANY_FRAGMENTS']);
});

test('a message is compressed only for who may have that', async (t) => {
  const { socket, client } = await stage(t, { perMessageDeflate: { threshold: 0 } });
  const sizes = [];
  for (const compresses of [false, true]) {
    socket.compresses = compresses;
    const before = client._socket.bytesRead;
    socket.send('x'.repeat(10_000));
    const [data] = await once(client, 'message');
    assert.equal(data.length, 10_000);
    sizes.push(client._socket.bytesRead - before);
  }
  assert.ok(sizes[0] > 10_000 && sizes[1] < 1000, sizes.join());
});

test('a short message is not compressed, whatever the connection remembers of earlier ones', async (t) => {
  for (const [option, longest] of [
    [true, 1023],
    [{ threshold: 100 }, 99],
  ]) {
    const { socket, client } = await stage(t, { perMessageDeflate: option });
    socket.compresses = true;
    const sent = async (size) => {
      const before = client._socket.bytesRead;
      socket.send('x'.repeat(size));
      const [data] = await once(client, 'message');
      assert.equal(data.length, size);
      return client._socket.bytesRead - before;
    };
    assert.equal(socket.compressesFrom, longest + 1);
    assert.ok((await sent(longest)) > longest);
    assert.ok((await sent(longest + 1)) < longest / 2);
  }
});
