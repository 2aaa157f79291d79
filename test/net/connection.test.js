'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { hashPassword } = require('../../lib');
const { Connection } = require('../../lib/net/connection');
const { PausingSocket } = require('../support/pausing-socket');
const { enterSync, renameSync } = require('../support/sync-client');
const { connect, enter, rename, startServer } = require('../support/test-server');

const LIMITS = { maxPayload: 1e6, maxMessagesPerSecond: 0, maxBufferedBytes: 1000 };

/** A connection whose handler takes its time: `finish()` ends it for the message that came first. */
function slowConnection() {
  const socket = new PausingSocket();
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
  const socket = Object.assign(new PausingSocket(), { extensions: '', ping() {} });
  const connection = new Connection(socket, LIMITS);
  const alive = [];
  for (const sizes of [[], [16_383], [16_384], [8000, 9000], []]) {
    for (const size of sizes) connection.countBytes(size);
    alive.push(connection.checkAlive());
  }
  assert.deepEqual(alive, [true, false, true, true, false]);
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
