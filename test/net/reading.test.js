'use strict';

const assert = require('node:assert/strict');
const { EventEmitter, once } = require('node:events');
const { test } = require('node:test');
const { putOffEnd, readingOf } = require('../../lib/net/reading');
const { socketPair } = require('../support/socket-pair');

const turn = () => new Promise(setImmediate);

for (const isFast of [true, false]) {
  test(`a socket is not read until it goes on, ${isFast ? 'past' : 'through'} its stream`, async (t) => {
    const { socket, client } = await socketPair(t);
    let read = '';
    socket.on('data', (chunk) => (read += chunk));
    const reading = readingOf({ isPaused: false }, socket, isFast);
    reading.stop();
    client.end('something');
    await once(client, 'finish');
    for (let i = 0; i < 20; i++) await turn();
    assert.equal(read, '');
    reading.goOn();
    while (read === '') await turn();
    assert.equal(read, 'something');
  });
}

test('what ws has paused goes on when ws resumes it', async (t) => {
  const { socket } = await socketPair(t);
  socket.resume();
  const webSocket = { isPaused: true };
  const reading = readingOf(webSocket, socket, false);
  reading.stop();
  reading.goOn();
  assert.equal(socket.isPaused(), true);
  webSocket.isPaused = false;
  reading.goOn();
  assert.equal(socket.isPaused(), false);
});

/** A socket that ws listens to, and that may be noticed to end `isNow` or later. */
function endingSocket(isNow) {
  const socket = new EventEmitter();
  const noticed = [];
  const toWs = {};
  for (const event of ['end', 'close']) {
    toWs[event] = function () {
      assert.equal(this, socket);
      noticed.push(event);
    };
    socket.on(event, toWs[event]);
  }
  const later = [];
  putOffEnd(socket, (goOn) => {
    if (!isNow) later.push(goOn);
    return isNow;
  });
  return { socket, noticed, later, toWs };
}

test('ws notices at once what it may', () => {
  const { socket, noticed } = endingSocket(true);
  socket.emit('end');
  assert.deepEqual(noticed, ['end']);
  socket.emit('close');
  assert.deepEqual(noticed, ['end', 'close']);
});

test('ws notices in their order what it may not notice at once', () => {
  for (const events of [['end'], ['close'], ['end', 'close']]) {
    const { socket, noticed, later } = endingSocket(false);
    for (const event of events) socket.emit(event);
    assert.deepEqual(noticed, []);
    assert.equal(later.length, 1);
    later[0]();
    assert.deepEqual(noticed, events);
    socket.emit('close');
    assert.deepEqual(noticed, [...events, 'close']);
  }
});

test('ws does not notice what it listens to no more', () => {
  const { socket, noticed, later, toWs } = endingSocket(false);
  socket.emit('end');
  socket.emit('close');
  socket.removeListener('end', toWs.end);
  later[0]();
  assert.deepEqual(noticed, ['close']);
  assert.equal(socket.listenerCount('end'), 0);
});
