'use strict';

const assert = require('node:assert/strict');
const { EventEmitter } = require('node:events');
const { test } = require('node:test');
const { Connection } = require('../../lib/net/connection');

const LIMITS = { maxMessagesPerSecond: 0, maxBufferedBytes: 1000 };

/** A socket that only notes what is done to it. */
class FakeSocket extends EventEmitter {
  readyState = 1;
  bufferedAmount = 0;
  done = [];

  send(message) {
    if (this.fault) throw this.fault;
    this.done.push(`send ${message}`);
  }

  terminate() {
    this.readyState = 3;
    this.done.push('terminate');
  }
}

test('one message may be larger than what may stay unsent', () => {
  const socket = new FakeSocket();
  const connection = new Connection(socket, LIMITS);
  connection.send(Buffer.alloc(5000, 'x'));
  socket.bufferedAmount = 5900;
  connection.send('small');
  socket.bufferedAmount = 6100;
  connection.send('too much');
  assert.deepEqual(socket.done.slice(1), ['send small', 'terminate']);
});

/** A connection, the pings that went out, and a client that answers them. */
function markedConnection() {
  const pings = [];
  const socket = Object.assign(new FakeSocket(), {
    extensions: '',
    ping: (mark) => pings.push(String(mark)),
  });
  const connection = new Connection(socket, LIMITS);
  const answer = (mark) => {
    connection.countFrame(true);
    socket.emit('pong', Buffer.from(mark));
  };
  return { connection, pings, answer };
}

test('marks that are not answered are 24 at most; the last place is asked when there is room', () => {
  const { connection, pings, answer } = markedConnection();
  let place = 0;
  const mark = () => connection.mark(Buffer.from(`${++place}`));
  for (let count = 0; count < 100; count++) mark();
  assert.equal(pings.length, 24);
  connection.placeNow = () => Buffer.from(`${place}`);
  answer('1');
  assert.deepEqual(pings.slice(24), ['100']);
  mark();
  answer('2');
  answer('3');
  assert.deepEqual(pings.slice(25), ['101']);
});

test('who answers the last of several pings has answered them all', () => {
  const { connection, pings, answer } = markedConnection();
  for (let count = 1; count <= 24; count++) connection.mark(Buffer.from(`${count}`));
  connection.mark(Buffer.from('25'));
  answer('24');
  for (let count = 26; count <= 48; count++) connection.mark(Buffer.from(`${count}`));
  assert.equal(pings.length, 24 + 1 + 23);
});
