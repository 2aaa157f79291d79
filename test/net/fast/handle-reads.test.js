'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const { Duplex } = require('node:stream');
const { test } = require('node:test');
const { handleReadsOf } = require('../../../lib/net/fast/handle-reads');
const { readDirectly } = require('../../../lib/net/fast/direct-reads');
const { socketPair } = require('../../support/socket-pair');

const turn = () => new Promise(setImmediate);

async function turns(count) {
  for (let i = 0; i < count; i++) await turn();
}

for (const [how, prepare] of [
  ['a stream', () => {}],
  ['a socket that is read directly', (socket) => assert.ok(readDirectly(socket))],
]) {
  test(`nothing of ${how} is read until it goes on, and then all of it in its order`, async (t) => {
    const { socket, client } = await socketPair(t);
    let read = '';
    socket.on('data', (chunk) => (read += chunk));
    prepare(socket);
    const reads = handleReadsOf(socket);
    client.write('a');
    await once(socket, 'data');

    reads.stop();
    client.end('b');
    await once(client, 'finish');
    await turns(20);
    assert.equal(socket.bytesRead, 1);
    reads.goOn();
    await once(socket, 'end');
    assert.equal(read, 'ab');
  });
}

test('a socket that is paused meanwhile is read when it is resumed', async (t) => {
  const { socket, client } = await socketPair(t);
  let read = 0;
  socket.on('data', (chunk) => (read += chunk.length));
  const reads = handleReadsOf(socket);
  reads.stop();
  socket.pause();
  client.end(Buffer.alloc(1e6));
  reads.goOn();
  await turns(20);
  assert.equal(read, 0);
  socket.resume();
  await once(socket, 'end');
  assert.equal(read, 1e6);
});

test('what has gone is neither stopped nor goes on', async (t) => {
  const { socket } = await socketPair(t);
  const reads = handleReadsOf(socket);
  socket.destroy();
  reads.stop();
  reads.goOn();
  await once(socket, 'close');
  reads.stop();
  reads.goOn();
  assert.equal(socket.destroyed, true);
});

test('what is not a socket of Node’s is left alone', () => {
  assert.equal(handleReadsOf(new Duplex()), undefined);
});
