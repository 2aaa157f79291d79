'use strict';

const assert = require('node:assert/strict');
const { EventEmitter } = require('node:events');
const { test } = require('node:test');
const { hashPassword } = require('../../lib');
const { FairQueue } = require('../../lib/base/fair-queue');
const { Connection } = require('../../lib/net/connection');
const { enterSync, renameSync } = require('../support/sync-client');
const { connect, enter, rename, startServer } = require('../support/test-server');

const LIMITS = { maxPayload: 1e6, maxMessagesPerSecond: 0, maxBufferedBytes: 1000 };
const CLOSED = 3;

/** A socket that is told what happens to it. */
class FakeSocket extends EventEmitter {
  readyState = 1;
  isPaused = false;

  pause() {
    this.isPaused = true;
  }

  resume() {
    this.isPaused = false;
  }

  close() {}
  terminate() {}

  /** The other side has gone. */
  goes() {
    this.readyState = CLOSED;
    this.emit('close');
  }
}

/** A connection whose handler takes its time: `finish()` ends it for the message that came first. */
function slowConnection() {
  const socket = new FakeSocket();
  const connection = new Connection(socket, LIMITS);
  const done = [];
  const thinking = [];
  connection.onMessage = (bytes) => {
    done.push(`${bytes}`);
    return new Promise((resolve) => {
      thinking.push(resolve);
    });
  };
  connection.onSeen = (mark) => done.push(`seen ${mark}`);
  connection.onEnd = () => done.push('end');
  const finish = async () => {
    thinking.shift()();
    await new Promise(setImmediate);
  };
  const receive = (...texts) => {
    for (const text of texts) socket.emit('message', Buffer.from(text), false);
  };
  return { socket, connection, done, finish, receive };
}

/** Everything that a client does in `act` arrives in one piece. */
function inOnePacket({ socket }, act) {
  socket._socket.cork();
  act();
  socket._socket.uncork();
}

test('what came before the other side closed is done, in its order, and then the connection has ended', async () => {
  const { socket, done, finish, receive } = slowConnection();
  receive('a', 'b');
  socket.emit('pong', Buffer.from('1.2'));
  receive('c');
  socket.goes();
  await finish();
  assert.deepEqual(done, ['a', 'b']);
  await finish();
  await finish();
  assert.deepEqual(done, ['a', 'b', 'seen 1.2', 'c', 'end']);
});

test('what waits is not done when this side closes, and the connection has ended with the socket', async () => {
  for (const end of ['close', 'terminate']) {
    const { socket, connection, done, finish, receive } = slowConnection();
    receive('a', 'b');
    connection[end](1008, 'Enough');
    socket.goes();
    await finish();
    assert.deepEqual(done, ['a', 'end'], end);
  }
});

test('who has closed and is then cut off has ended at once', async () => {
  const { socket, connection, done, finish, receive } = slowConnection();
  receive('a', 'b');
  socket.goes();
  connection.terminate('The server stops');
  assert.deepEqual(done, ['a', 'end']);
  await finish();
  assert.deepEqual(done, ['a', 'end']);
});

test('a mark that comes while a message waits says nothing of what came before it', async () => {
  const { socket, done, finish, receive } = slowConnection();
  receive('a', 'b');
  socket.emit('pong', Buffer.from('1.2'));
  assert.deepEqual(done, ['a']);
  await finish();
  assert.deepEqual(done, ['a', 'b']);
  await finish();
  assert.deepEqual(done, ['a', 'b', 'seen 1.2']);
});

test('frames that are no message count as one, and a long message as many', (t) => {
  t.mock.method(performance, 'now', () => 0);
  const readsUntilPaused = (read) => {
    const socket = new FakeSocket();
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
    const socket = new FakeSocket();
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

test('what one connection has sent in one packet is not done before a question of another', async (t) => {
  const server = await startServer(t);
  const calm = await connect(t, server);
  const busy = await connect(t, server);
  const answered = [];
  busy.socket.on('message', () => answered.push('busy'));
  calm.socket.on('message', () => answered.push('calm'));
  const pair = [busy, calm].map(({ socket }) => socket);
  for (const socket of pair) socket._socket.cork();
  for (let count = 0; count < 640; count++) busy.ask('version');
  calm.ask('version');
  for (const socket of pair) socket._socket.uncork();
  while (answered.length < 641) await new Promise(setImmediate);
  assert.ok(answered.indexOf('calm') < 320, `${answered.indexOf('calm')}`);
});

test('who has moved 16 KiB of a message since the last question is alive', () => {
  const socket = Object.assign(new FakeSocket(), { extensions: '', ping() {} });
  const connection = new Connection(socket, LIMITS);
  const alive = [];
  for (const sizes of [[], [16_383], [16_384], [8000, 9000], []]) {
    for (const size of sizes) connection.countBytes(size);
    alive.push(connection.checkAlive());
  }
  assert.deepEqual(alive, [true, false, true, true, false]);
});

test('while ws unpacks a message nothing more is read', () => {
  const socket = new FakeSocket();
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

test('changes that came in one piece with the close are made: behind a hook, a rate limit, a login', async (t) => {
  const beforeChange = () => new Promise(setImmediate);
  const password = await hashPassword('alex');
  const users = { alex: { password, group: 'user' } };
  const groups = { user: { projects: '*' }, anonymous: { projects: '*' } };
  for (const options of [{ beforeChange }, { maxMessagesPerSecond: 3 }, { users, groups }]) {
    const server = await startServer(t, options);
    const watcher = await enter(t, server, 'Watcher', 1);
    const going = await connect(t, server);
    inOnePacket(going, () => {
      going.ask('login', { login: 'alex', password: 'alex' });
      going.ask('dataset', { project: 1 });
      for (const name of ['a', 'b', 'c']) going.send(rename(1, name, `of ${name}`));
      going.socket.close();
    });
    const names = [];
    while (names.length < 3) {
      const { command, data } = await watcher.next();
      if (command === 'project_change') names.push(data.revisions[0].localRevision);
    }
    assert.deepEqual(names, ['of a', 'of b', 'of c'], Object.keys(options)[0]);
    await server.destroy();
  }
});

test('a change whose author leaves, or sees more, while a hook thinks is judged by what it had seen', async (t) => {
  const answers = new Map();
  const think = (client) =>
    new Promise((resolve) => {
      answers.set(client, resolve);
    });
  const beforeChange = ({ client }) => (client === bob.id ? undefined : think(client));
  const server = await startServer(t, { beforeChange });
  const bob = await enterSync(t, server);
  await bob.request(renameSync('Plough', 1));
  const leaving = await enterSync(t, server);
  const staying = await enterSync(t, server);
  await Promise.all([bob.drain(), leaving.drain(), staying.drain()]);

  const task = { $PhantomId: '_generated1', name: 'Harrow' };
  leaving.send(renameSync('Sow', 1));
  staying.send({ type: 'changes', payload: { tasks: { added: [task] } }, revision: 1 });
  staying.send(renameSync('Late', 2));
  while (answers.size < 2) await bob.drain();
  leaving.socket.terminate();
  let told;
  do told = await bob.next();
  while (told.type !== 'user_left');
  answers.get(leaving.id)();
  do told = await bob.next();
  while (told.revision !== 2);
  assert.equal(told.payload.tasks.updated[0].name, 'Sow');

  // Its second change was sent before it can have seen that one.
  answers.get(staying.id)();
  answers.delete(staying.id);
  while (!answers.has(staying.id)) await bob.drain();
  answers.get(staying.id)();
  const heard = [];
  while (!heard.some(({ type }) => type === 'conflict')) heard.push(await staying.next());
  assert.equal(heard.at(-1).payload.clientRevision, 2);
});

test('whoever waits for something for a connection is told when it has ended', () => {
  const { socket, connection, receive } = slowConnection();
  receive('first');
  const { signal } = connection;
  assert.equal(signal.aborted, false);
  socket.goes();
  assert.equal(signal.aborted, true);
  const other = slowConnection();
  other.socket.goes();
  assert.equal(other.connection.signal.aborted, true);
});

test('messages that have to wait are as they were, whatever becomes of the bytes that they came in', async () => {
  const socket = new FakeSocket();
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
    const socket = new FakeSocket();
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
