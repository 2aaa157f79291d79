'use strict';

const assert = require('node:assert/strict');
const { EventEmitter } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { hashPassword } = require('../../lib');
const { AutosaveGate } = require('../../lib/project/autosave-gate');
const { Broadcaster } = require('../../lib/net/broadcaster');
const { Connection } = require('../../lib/net/connection');
const { Connections } = require('../../lib/net/connections');
const { ERROR_CODES } = require('../../lib/base/errors');
const { IdleTimer } = require('../../lib/base/idle-timer');
const { passwordFits } = require('../../lib/access/passwords');
const { RateLimit } = require('../../lib/net/rate-limit');

const MINUTE = 60_000;
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

test('the gate lets the first through in an interval that is a minute shorter than asked', () => {
  const gate = new AutosaveGate(60);
  const times = [0, 1, 59 * MINUTE - 1, 59 * MINUTE, 59 * MINUTE + 1, 118 * MINUTE];
  assert.deepEqual(
    times.map((now) => gate.pass(now)),
    [true, false, false, true, false, true],
  );
  gate.open();
  assert.equal(gate.pass(118 * MINUTE + 1), true);
});

test('the gate stays closed for a minute at least', () => {
  for (const interval of [0, 0.5, 1, 2]) {
    const gate = new AutosaveGate(interval);
    const passes = [0, MINUTE - 1, MINUTE].map((now) => gate.pass(now));
    assert.deepEqual(passes, [true, false, true]);
  }
});

test('the rate limit lets a second of messages through at once, then as many as come free', () => {
  const limit = new RateLimit(10, 0);
  const take = (now, from = limit) => from.take(() => now);
  const burst = Array.from({ length: 10 }, () => take(0));
  assert.deepEqual(new Set(burst), new Set([0]));
  assert.equal(take(0), 200);
  assert.equal(take(200), 0);
  assert.equal(take(10_000), 0);
  // A long pause earns no more than a second does.
  const more = Array.from({ length: 10 }, () => take(10_000) > 0);
  assert.deepEqual(more, [...Array(9).fill(false), true]);
  assert.equal(take(0, new RateLimit(0, 0)), 0);
});

test('whoever stays below the rate never waits, and whoever is above it gets the rate', () => {
  for (const [gap, waits] of [
    [150, false],
    [101, false],
    [50, true],
  ]) {
    const limit = new RateLimit(10, 0);
    let now = 0;
    let waited = 0;
    const count = 1000;
    for (let i = 0; i < count; i++) {
      now += gap;
      const delay = limit.take(() => now);
      waited += delay;
      now += delay;
    }
    assert.equal(waited > 0, waits, `${gap}`);
    assert.ok(count / (now / 1000) < 10.5, `${gap}`);
  }
});

test('the idle timer fires once after the last touch, and again only after another', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let fired = 0;
  let now = 50;
  const timer = new IdleTimer(
    1000,
    () => (fired += 1),
    () => now,
  );
  const seen = [];
  const wait = (milliseconds) => {
    now += milliseconds;
    t.mock.timers.tick(milliseconds);
    seen.push(fired);
  };

  wait(5000);
  timer.touch();
  wait(400);
  timer.touch();
  wait(999);
  wait(1);
  wait(5000);
  timer.touch();
  timer.stop();
  wait(5000);

  assert.deepEqual(seen, [0, 0, 0, 1, 1, 1]);
});

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

test('signs of life are asked of a few connections at a time, of each once in an interval', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const connections = new Connections(1);
  const asked = [];
  const cutOff = [];
  const add = (name, isAlive) => {
    const connection = {
      checkAlive: () => isAlive(asked.push(name)),
      terminate() {
        cutOff.push(name);
        connections.remove(this);
      },
    };
    connections.add(connection);
    return connection;
  };
  const seen = [];
  const pass = (steps) => {
    for (let i = 0; i < steps; i++) {
      t.mock.timers.tick(250);
      seen.push(asked.splice(0).join(''));
    }
  };
  const [first] = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => add(name, () => true));
  add('m', () => !seen.some((names) => names.includes('m')));
  connections.startPings();
  pass(4);
  connections.remove(first);
  pass(8);
  assert.deepEqual(seen, ['ae', 'bf', 'cm', 'd', 'e', 'bf', 'cm', 'd', 'e', 'bf', 'c', 'd']);
  assert.deepEqual(cutOff, ['m']);
  assert.equal(connections.size, 5);
});

test('messages that have to wait are as they were, whatever becomes of the bytes that they came in', async () => {
  const socket = Object.assign(new FakeSocket(), { pause() {}, resume() {} });
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

test('a password fits its hash and no other', async () => {
  const hash = await hashPassword('apple');
  assert.match(hash, /^scrypt\$16384\$8\$1\$[\w-]+\$[\w-]+$/);
  assert.notEqual(await hashPassword('apple'), hash);
  assert.equal(await passwordFits('apple', hash), true);
  for (const wrong of ['Apple', '', undefined, hash]) {
    assert.equal(await passwordFits(wrong, hash), false);
  }
  assert.equal(passwordFits(undefined, ''), false);
});

test('every code that the server names has its sentence', () => {
  const root = path.join(__dirname, '..', '..');
  const folders = ['lib', 'src', 'binding'].map((folder) => path.join(root, folder));
  const files = folders.flatMap((folder) =>
    fs.readdirSync(folder, { recursive: true }).map((name) => path.join(folder, name)),
  );
  const sources = files.filter((file) => /\.(js|h|cc)$/.test(file));
  const named = new Set(
    sources.flatMap((file) => fs.readFileSync(file, 'utf8').match(/\bERR_[A-Z0-9_]+\b/g) ?? []),
  );
  // Stands behind a switch over all codes and is never reached.
  named.delete('ERR_UNKNOWN');
  const missing = [...named].filter((code) => !Object.hasOwn(ERROR_CODES, code));
  assert.deepEqual(missing, []);
  for (const sentence of Object.values(ERROR_CODES)) assert.match(sentence, /^[A-Z`].*\.$/);
});
