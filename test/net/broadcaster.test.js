'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Broadcaster } = require('../../lib/net/broadcaster');
const { Connection } = require('../../lib/net/connection');
const { FakeSocket } = require('../support/fake-socket');

const LIMITS = { maxMessagesPerSecond: 0, maxBufferedBytes: 1000 };

/** Broadcasts two messages to four sockets, the middle ones as `change` makes them. */
function broadcastPast(change) {
  const sockets = Array.from({ length: 4 }, () => new FakeSocket());
  const logged = [];
  const broadcaster = new Broadcaster({ error: (message) => logged.push(message) });
  const receivers = sockets.map((socket) => ({ connection: new Connection(socket, LIMITS) }));
  sockets.slice(1, 3).forEach(change);
  for (const message of ['one', 'two']) broadcaster.send(receivers, Buffer.from(message));
  return { outcomes: sockets.map(({ done }) => done.join(', ')), logged };
}

test('a socket that is closing costs no other one its message', () => {
  const { outcomes } = broadcastPast((socket) => (socket.readyState = 2));
  assert.deepEqual(outcomes, ['send one, send two', '', '', 'send one, send two']);
});

test('a socket that throws is cut off and logged, and costs no other one its message', () => {
  const { outcomes, logged } = broadcastPast((socket) => (socket.fault = new Error('broken')));
  const whole = 'send one, send two';
  assert.deepEqual(outcomes, [whole, 'terminate', 'terminate', whole]);
  assert.equal(logged.length, 2);
});

test('a socket with too much unsent is cut off before it misses a message', () => {
  const { outcomes } = broadcastPast((socket) => (socket.bufferedAmount = 1001));
  const whole = 'send one, send two';
  assert.deepEqual(outcomes, [whole, 'terminate', 'terminate', whole]);
});

test('many are told the same, each in its dialect, spelt once for each', () => {
  const broadcaster = new Broadcaster({ error: assert.fail });
  const spelt = [];
  const got = [];
  const receivers = ['loud', 'quiet', 'loud', 'mute', 'mute'].map((dialect) => {
    const messages = [];
    got.push(messages);
    return { dialect, connection: { send: (message) => messages.push(message) } };
  });
  broadcaster.tell(receivers, (dialect) => {
    spelt.push(dialect);
    return dialect === 'mute' ? undefined : { said: dialect };
  });
  assert.deepEqual(spelt, ['loud', 'quiet', 'mute']);
  const texts = got.map((messages) => messages.map(String).join());
  assert.deepEqual(texts, ['{"said":"loud"}', '{"said":"quiet"}', '{"said":"loud"}', '', '']);
  assert.equal(got[0][0], got[2][0]);
});
