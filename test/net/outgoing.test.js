'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Connection } = require('../../lib/net/connection');
const { pingsIn } = require('../../lib/net/fast/fragments');
const { Outgoing } = require('../../lib/net/outgoing');
const { FakeSocket } = require('../support/fake-socket');

const LIMITS = { maxMessagesPerSecond: 0, maxBufferedBytes: 1000 };

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

test('the mark of the last ping is known until it is answered', () => {
  const { connection, answer } = markedConnection();
  assert.equal(connection.asked.length, 0);
  for (const mark of ['1.1', '1.2']) connection.mark(Buffer.from(mark));
  answer('1.1');
  assert.equal(String(connection.asked), '1.2');
  answer('1.2');
  assert.equal(connection.asked.length, 0);
});

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

const KIBIBYTE = 1024;

/** What goes out on an open socket, as the outbox and the backlog are told of it. */
function stage() {
  const done = [];
  const note =
    (what) =>
    (message, ...more) =>
      void done.push([what, message.length, ...more].join(' '));
  const socket = { readyState: 1, bufferedAmount: 0 };
  const outbox = {
    add: note('add'),
    addParts: note('parts'),
    addFrames: note('frames'),
    addPing: (mark) => void done.push(`ping ${mark}`),
  };
  const backlog = {
    add: (_who, buffers) => void done.push(`count ${buffers.length}`),
    delete: () => void done.push('count no more'),
  };
  const terminate = (reason) => void done.push(reason);
  const outgoing = new Outgoing(socket, { outbox, backlog, maxBufferedBytes: 1e6, terminate });
  const told = () => done.splice(0);
  return { outgoing, socket, told };
}

test('behind 64 KiB the last mark is asked for, and again behind more while that is not answered', () => {
  const { outgoing, told } = stage();
  outgoing.mark(Buffer.from('1.7'));
  assert.deepEqual([told(), outgoing.takePong()], [['ping 1.7'], true]);
  const piece = Buffer.alloc(KIBIBYTE);
  const gaps = [];
  for (let sent = 1; sent <= 64 + 80 + 96; sent++) {
    outgoing.send(piece);
    if (told().includes('ping 1.7')) gaps.push(sent);
  }
  assert.deepEqual(gaps, [64, 64 + 80, 64 + 80 + 96]);
});

test('a long message has pings in it, whose answers are known from others; who is quick needs none in the next', (t) => {
  for (const [milliseconds, isQuick] of [
    [999, true],
    [1000, false],
  ]) {
    const { outgoing, told } = stage();
    let now = 5;
    const clock = t.mock.method(performance, 'now', () => now);
    const long = Buffer.alloc(KIBIBYTE * KIBIBYTE);
    outgoing.sendParts([long]);
    assert.deepEqual(told(), ['parts 1 true', 'ping ', 'count 1']);
    now += milliseconds;
    const due = pingsIn(long.length) + 1;
    const answers = Array.from({ length: due + 1 }, () => outgoing.takePong());
    assert.deepEqual(answers, [...Array(due).fill(true), false]);
    outgoing.send(long);
    assert.equal(told()[0], `add ${long.length} ${!isQuick}`);
    clock.mock.restore();
  }
});

test('only who has 64 KiB to come is counted, until the end', () => {
  const { outgoing, socket, told } = stage();
  outgoing.sendFrames(Buffer.alloc(10));
  socket.bufferedAmount = 64 * KIBIBYTE - 10;
  outgoing.send(Buffer.alloc(9));
  assert.deepEqual(told(), ['frames 10', 'add 9 false']);
  outgoing.send(Buffer.alloc(10));
  outgoing.end();
  assert.deepEqual(told(), ['add 10 false', 'count 1', 'count no more']);
});

test('nothing goes out on a socket that is closing', () => {
  const { outgoing, socket, told } = stage();
  socket.readyState = 2;
  outgoing.send(Buffer.alloc(10));
  outgoing.sendParts([Buffer.alloc(10)]);
  outgoing.sendFrames(Buffer.alloc(10));
  outgoing.mark(Buffer.from('1.7'));
  outgoing.askAgain(true);
  assert.deepEqual(told(), []);
});
