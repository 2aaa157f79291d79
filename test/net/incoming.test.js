'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { FairQueue } = require('../../lib/base/fair-queue');
const { Connection } = require('../../lib/net/connection');
const { Incoming } = require('../../lib/net/incoming');
const { PausingSocket } = require('../support/pausing-socket');

const LIMITS = { maxPayload: 1e6, maxMessagesPerSecond: 0, maxBufferedBytes: 1000 };

test('what waits behind something that has to wait again is done after that, and reading goes on behind all', async () => {
  const socket = new PausingSocket();
  const done = [];
  const onFree = () => done.push('free');
  const incoming = new Incoming(socket, { maxMessagesPerSecond: 0, onFree });
  incoming.countMessage(1, 0, Promise.resolve());
  incoming.keep(() => {
    done.push('a');
    incoming.countMessage(1, 0, new Promise(setImmediate));
  });
  incoming.keep(() => done.push('b'));
  for (let turn = 0; turn < 3; turn++) await Promise.resolve();
  assert.deepEqual(done, ['a']);
  incoming.keep(() => done.push('c'));
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  assert.deepEqual(done, ['a', 'b', 'c', 'free']);
  assert.deepEqual([incoming.isHeld, incoming.hasWaiting], [false, false]);
});

test('frames that are no message count as one, and a long message as many', (t) => {
  t.mock.method(performance, 'now', () => 0);
  const readsUntilPaused = (read) => {
    const socket = new PausingSocket();
    const connection = new Connection(socket, { ...LIMITS, maxMessagesPerSecond: 20 });
    let count = 0;
    for (; !socket.isPaused; count++) read(connection, socket);
    connection.terminate('The test is over');
    socket.goes();
    return count;
  };
  const message = (size) => (_connection, socket) => socket.emit('message', Buffer.alloc(size));
  assert.equal(readsUntilPaused(message(1)), 21);
  assert.equal(readsUntilPaused(message(16_384)), 21);
  assert.equal(readsUntilPaused(message(163_840)), 3);
  assert.equal(
    readsUntilPaused((connection) => connection.countFrame()),
    21,
  );
});

test('behind 64 messages, or frames, or what takes as long, the others have their turn', async (t) => {
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  const send = (size) => (_connection, socket) => socket.emit('message', Buffer.alloc(size));
  for (const [read, expected, milliseconds = 0] of [
    [send(1), 64],
    [(connection) => connection.countFrame(), 64],
    [send(1024 * 1024), 1],
    [send(1), 2, 2.5],
    [send(1), 1, 20],
  ]) {
    const socket = new PausingSocket();
    const connection = new Connection(socket, LIMITS);
    connection.onMessage = () => void (now += milliseconds);
    for (let turn = 0; turn < 3; turn++) {
      let count = 0;
      for (; !socket.isPaused; count++) read(connection, socket);
      assert.equal(count, expected);
      await new Promise(setImmediate);
      assert.equal(socket.isPaused, false);
    }
  }
});

test('while ws unpacks a message nothing more is read', () => {
  const socket = new PausingSocket();
  const connection = new Connection(socket, LIMITS);
  connection.unpack(() => {});
  assert.equal(socket.isPaused, true);
  socket.emit('message', Buffer.from('unpacked'));
  assert.equal(socket.isPaused, false);
  connection.onMessage = () => new Promise(() => {});
  connection.unpack(() => {});
  socket.emit('message', Buffer.from('one that takes its time'));
  assert.equal(socket.isPaused, true);
});

test('messages that have to wait are as they were, whatever becomes of the bytes that they came in', async () => {
  const socket = new PausingSocket();
  const connection = new Connection(socket, LIMITS);
  const seen = [];
  connection.onMessage = async (bytes) => void seen.push(`${bytes}`);
  const lent = Buffer.alloc(5);
  for (const text of ['one  ', 'two  ', 'three']) {
    lent.write(text);
    socket.emit('message', lent, false);
  }
  lent.fill('x');
  while (seen.length < 3) await new Promise(setImmediate);
  assert.deepEqual(seen, ['one  ', 'two  ', 'three']);
});

/** Connections of strangers that share a line for what is packed, each with a message in it; `given` are those that ws has. */
function packedConnections(networks) {
  const unpacking = new FairQueue({ atOnce: 2, mostWaiting: Infinity, mostWaitingEach: Infinity });
  const given = [];
  const all = networks.map((network, index) => {
    const socket = new PausingSocket();
    const connection = new Connection(socket, LIMITS, undefined, { unpacking });
    connection.network = network;
    connection.unpack(() => given.push(index));
    return { connection, socket };
  });
  return { all, given };
}

test('what strangers have packed is unpacked two at a time, the addresses in turn', async () => {
  const { all, given } = packedConnections(['a', 'a', 'a', 'a', 'b']);
  assert.deepEqual(given, [0, 1]);
  // One has come out, one was none, one has gone, one never came to it.
  all[0].socket.emit('message', Buffer.from('x'));
  await new Promise(setImmediate);
  assert.deepEqual(given, [0, 1, 2]);
  all[1].socket.emit('error', new Error('invalid'));
  await new Promise(setImmediate);
  assert.deepEqual(given, [0, 1, 2, 4]);
  all[3].socket.goes();
  all[4].socket.goes();
  await new Promise(setImmediate);
  assert.deepEqual(given, [0, 1, 2, 4]);
});

test('what is packed is not given to ws when the socket has gone, even before that is told', async () => {
  const { all, given } = packedConnections(['a', 'a', 'b', 'c']);
  all[2].socket.readyState = 2;
  all[0].socket.emit('message', Buffer.from('x'));
  await new Promise(setImmediate);
  assert.deepEqual(given, [0, 1, 3]);
});

test('what somebody has packed who is logged in waits for no stranger', () => {
  const { all, given } = packedConnections(['a', 'a', 'a']);
  const { connection, socket } = all[2];
  Object.assign(socket, { limit() {} });
  connection.isKnown = true;
  connection.unpack(() => given.push('known'));
  assert.deepEqual(given, [0, 1, 'known']);
});
