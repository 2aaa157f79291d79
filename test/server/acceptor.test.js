'use strict';

const assert = require('node:assert/strict');
const { EventEmitter } = require('node:events');
const { test } = require('node:test');
const { DIALECTS } = require('../../lib/dialects');
const { Acceptor } = require('../../lib/server/acceptor');
const { testLog } = require('../support/test-log');

const LIMITS = { maxPayload: 1e6, maxMessagesPerSecond: 0, maxBufferedBytes: 1000 };

/** A socket that is told what happens to it. */
class FakeSocket extends EventEmitter {
  readyState = 1;
  pause() {}
  resume() {}
  close() {}
  terminate() {}
}

test('of a socket comes a connection that is counted until it ends, and a session that hears what it says', () => {
  const told = [];
  const tell = (what) => (session) => void told.push([what, session]);
  const [dialect] = DIALECTS;
  const acceptor = new Acceptor(LIMITS, {
    arrivals: {
      identify: (session, visitor) => told.push(['identify', session, visitor]),
      announce: tell('announce'),
      vanish: tell('vanish'),
      depart: tell('depart'),
    },
    connections: { add: () => told.push(['add']), remove: () => told.push(['remove']) },
    dispatcher: {
      dispatch: (session, bytes, isBinary) =>
        void told.push(['dispatch', session, String(bytes), isBinary]),
    },
    log: testLog().log,
    onMessage: () => told.push(['message']),
    shared: {},
  });
  const socket = new FakeSocket();
  const visitor = { userName: 'Ada' };
  acceptor.acceptFrom(socket, '127.0.0.1', { dialect, visitor });
  const [, [, session]] = told;
  assert.deepEqual(told.splice(0), [
    ['add'],
    ['identify', session, visitor],
    ['announce', session],
  ]);
  assert.equal(session.dialect, dialect);

  socket.emit('message', Buffer.from('{}'), false);
  assert.deepEqual(told.splice(0), [['message'], ['dispatch', session, '{}', false]]);

  socket.readyState = 3;
  socket.emit('close', 1000, Buffer.from(''));
  const what = told.map(([name]) => name);
  assert.deepEqual(what.sort(), ['depart', 'remove', 'vanish']);
});
