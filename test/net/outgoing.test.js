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
