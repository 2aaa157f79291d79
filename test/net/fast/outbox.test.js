'use strict';

const assert = require('node:assert/strict');
const { EventEmitter, once } = require('node:events');
const net = require('node:net');
const { Duplex } = require('node:stream');
const { test } = require('node:test');
const { setImmediate: turnEnd } = require('node:timers/promises');
const { Connection } = require('../../../lib/net/connection');
const { Outbox } = require('../../../lib/net/fast/outbox');
const { Turn } = require('../../../lib/net/fast/turn');
const { connect, enter, rename, startServer } = require('../../support/test-server');

const LIMITS = { maxMessagesPerSecond: 0, maxBufferedBytes: 1000 };

/** A socket of Node's that only notes what is written, one line for each write. */
class NotingSocket extends net.Socket {
  constructor(done) {
    super();
    this.done = done;
  }

  write(chunk) {
    if (this.fault) throw this.fault;
    this.done.push(`write ${payloads(chunk).join(' ')}`);
    return true;
  }
}

/** A web socket that notes in the same list what it is told. */
class NotingWebSocket extends EventEmitter {
  readyState = 1;
  bufferedAmount = 0;
  extensions = '';

  constructor(done) {
    super();
    this.done = done;
  }

  send(message) {
    this.done.push(`send ${message}`);
  }

  ping(payload) {
    this.done.push(`ping ${payload}`);
  }

  close() {
    this.readyState = 2;
    this.done.push('close');
  }

  terminate() {
    this.readyState = 3;
    this.done.push('terminate');
  }
}

/** The texts of small frames. */
function payloads(chunk) {
  const texts = [];
  for (let at = 0; at < chunk.length; at += 2 + chunk[at + 1]) {
    texts.push(chunk.toString('utf8', at + 2, at + 2 + chunk[at + 1]));
  }
  return texts;
}

/** Connections of one turn, with what they did. */
function startTurn(
  count,
  { socketOf = (done) => new NotingSocket(done), now, compressing = {} } = {},
) {
  const logged = [];
  const turn = new Turn({ error: (message) => logged.push(message) }, now);
  const all = Array.from({ length: count }, () => {
    const done = [];
    const webSocket = Object.assign(new NotingWebSocket(done), compressing);
    const socket = socketOf(done);
    const connection = new Connection(webSocket, LIMITS, new Outbox(webSocket, socket, turn));
    return { connection, webSocket, socket, done, send: (text) => connection.send(bytes(text)) };
  });
  return { all, turn, logged };
}

const cache = new Map();

/** The same buffer for the same text, as a broadcast has. */
function bytes(text) {
  if (!cache.has(text)) cache.set(text, Buffer.from(text));
  return cache.get(text);
}

test('all messages of a turn go out in one write, in their order, when the turn ends', async () => {
  const { all } = startTurn(2);
  const [ada, bob] = all;
  ada.send('one');
  bob.send('one');
  await Promise.resolve();
  ada.send('two');
  bob.send('for Bob');
  ada.send('three');
  assert.deepEqual(ada.done, []);

  await turnEnd();

  assert.deepEqual(ada.done, ['write one two three']);
  assert.deepEqual(bob.done, ['write one for Bob']);
  ada.send('four');
  await turnEnd();
  assert.deepEqual(ada.done, ['write one two three', 'write four']);
});

test('what was read after a pause is answered at once, unless it is for many or more comes', async () => {
  let now = 0;
  const { all, turn } = startTurn(6, { now: () => now });
  const read = (text, count) => {
    turn.beginReading();
    for (const { send } of all.slice(0, count)) send(text);
    turn.endReading();
  };
  const [{ done }] = all;

  now += 1;
  read('one', 4);
  assert.deepEqual(done, ['write one']);
  now += 0.005;
  read('two', 1);
  read('three', 1);
  assert.deepEqual(done, ['write one']);
  await turnEnd();
  assert.deepEqual(done, ['write one', 'write two three']);
  now += 1;
  read('four', 6);
  now += 1;
  read('five', 1);
  assert.deepEqual(done, ['write one', 'write two three']);
  await turnEnd();
  assert.deepEqual(done, ['write one', 'write two three', 'write four five']);
});

test('where messages go through ws, one in several buffers does too', async () => {
  const { all } = startTurn(1, { socketOf: () => undefined });
  all[0].connection.sendParts([bytes('a'), bytes('b')]);
  await turnEnd();
  assert.deepEqual(all[0].done, ['send ab']);
});

test('where it goes through ws, many share the one copy of a message in several buffers', () => {
  const sent = [];
  const { all } = startTurn(2, { socketOf: () => undefined });
  const parts = [bytes('a'), bytes('b')];
  for (const { connection, webSocket } of all) {
    webSocket.send = (message) => sent.push(message);
    connection.sendParts(parts);
  }
  assert.equal(sent[0].toString(), 'ab');
  assert.equal(sent[0], sent[1]);
});

test('messages of every length arrive whole and in order', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  const lengths = [1, 60, 125, 126, 127, 16_000, 16_384, 16_385, 65_535, 65_536, 70_000, 300_000];
  const texts = [...lengths, ...lengths.reverse()].map((length) => 'x'.repeat(length));

  for (const text of texts) ada.send(rename(1, text));

  for (const text of texts) {
    const { data } = await ada.next();
    assert.ok(data.revisions[0].changes.tasks.updated[0].name === text, `${text.length}`);
  }
});

test('a reply and a broadcast of one turn keep their order', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  const bob = await enter(t, server, 'Bob', 1);
  await ada.drain();

  ada.socket._socket.cork();
  for (const name of ['one', 'two']) {
    ada.send(rename(1, name));
    ada.ask('version');
    ada.ask('dataset', { project: 1 });
  }
  ada.socket._socket.uncork();

  const seen = (await ada.take(6)).map(({ command, data }) => `${command} ${data.revision ?? ''}`);
  const commands = ['project_change ', 'version ', 'dataset server-'];
  assert.deepEqual(
    seen,
    [1, 2].flatMap((number) => commands.map((text) => text.replace(/-$/, `-${number}`))),
  );
  const names = (await bob.take(2)).map(({ data }) => data.revisions[0].revision);
  assert.deepEqual(names, ['server-1', 'server-2']);
});

test('what was sent before a close goes out before it, what comes later does not', async () => {
  const { all } = startTurn(1);
  const [{ connection, send, done }] = all;
  send('one');
  connection.close(1000);
  send('two');
  await turnEnd();
  assert.deepEqual(done, ['write one', 'close']);
});

test('who is told goodbye gets the reply of the same turn first', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  ada.send(rename(1, 'one'));
  ada.ask('logout');
  assert.deepEqual(
    (await ada.take(2)).map(({ command }) => command),
    ['project_change', 'logout'],
  );
  assert.equal(await ada.closed, 1000);
});

test('who closes in the turn of a broadcast still gets it before the close frame', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  ada.socket._socket.cork();
  ada.send(rename(1, 'one'));
  ada.socket.close(1000);
  ada.socket._socket.uncork();
  assert.equal((await ada.next()).command, 'project_change');
  assert.equal(await ada.closed, 1000);
});

test('a connection that ends in the middle of a turn costs the others nothing', async () => {
  const { all } = startTurn(3);
  for (const { send } of all) send('one');
  all[1].connection.terminate();
  for (const { send } of all) send('two');
  await turnEnd();
  const whole = ['write one two'];
  assert.deepEqual(
    all.map(({ done }) => done),
    [whole, ['terminate'], whole],
  );
});

test('a socket that fails is cut off and logged, and costs the others nothing', async () => {
  const { all, logged } = startTurn(3);
  all[1].socket.fault = new Error('broken');
  for (const { send } of all) send('one');
  await turnEnd();
  assert.deepEqual(
    all.map(({ done }) => done),
    [['write one'], ['terminate'], ['write one']],
  );
  assert.equal(logged.length, 1);
});

test('a connection with too much unsent is cut off, with what waits for it; the others are not', async () => {
  const { all } = startTurn(2);
  for (const { send } of all) send('one');
  all[0].webSocket.bufferedAmount = 1100;
  for (const { send } of all) send('two');
  await turnEnd();
  assert.deepEqual(
    all.map(({ done }) => done),
    [['terminate'], ['write one two']],
  );
});

test('of the marks of a turn the last goes out, in the write of what it stands behind', async () => {
  const { all } = startTurn(1);
  const [{ connection, send, done }] = all;
  send('one');
  connection.mark(bytes('7.1'));
  send('two');
  connection.mark(bytes('7.2'));
  send('three');
  await turnEnd();
  connection.mark(bytes('7.3'));
  await turnEnd();
  send('four');
  await turnEnd();
  assert.deepEqual(done, ['write one two three 7.2', 'write 7.3', 'write four']);
});

test('a mark goes through ws where the messages do', async () => {
  const { all } = startTurn(1, { socketOf: () => new Duplex() });
  const [{ connection, send, done }] = all;
  send('one');
  connection.mark(bytes('7.1'));
  send('two');
  const held = startTurn(1).all[0];
  held.webSocket.bufferedAmount = 5;
  held.send('one');
  held.connection.mark(bytes('7.1'));
  await turnEnd();
  assert.deepEqual(done, ['send one', 'ping 7.1', 'send two']);
  assert.deepEqual(held.done, ['send one', 'ping 7.1']);
});

test('a question for a sign of life repeats the last mark, and what is answered is told', () => {
  const { all } = startTurn(1, { socketOf: () => new Duplex() });
  const [{ connection, webSocket, done }] = all;
  const seen = [];
  connection.onSeen = (mark) => seen.push(String(mark));
  connection.checkAlive();
  connection.mark(bytes('7.1'));
  connection.checkAlive();
  for (const pong of ['', '7.1', '7.1']) webSocket.emit('pong', Buffer.from(pong));
  assert.deepEqual(done, ['ping ', 'ping 7.1', 'ping 7.1']);
  assert.deepEqual(seen, ['7.1', '7.1']);
});

test('much of it does not wait for the end of the turn', () => {
  const { all } = startTurn(1);
  const [{ connection, webSocket }] = all;
  let written = 0;
  all[0].socket.write = (chunk) => (written += chunk.length) > 0;
  for (let count = 0; count < 7; count++) connection.send(Buffer.alloc(10_000));
  assert.equal(written, 70_000 + 7 * 4);
  assert.equal(webSocket.readyState, 1);
});

test('ws sends what it holds back something else for', async () => {
  const { all } = startTurn(1);
  const [{ webSocket, send, done }] = all;
  webSocket.bufferedAmount = 5;
  send('one');
  send('two');
  await turnEnd();
  assert.deepEqual(done, ['send one', 'send two']);
});

test('where ws compresses what is long, short messages pass it by, in their order', async () => {
  const compressing = { extensions: 'permessage-deflate', compressesFrom: 10 };
  const { all } = startTurn(1, { compressing });
  const [{ webSocket, connection, send, done }] = all;
  send('one');
  send('two');
  assert.deepEqual(done, []);
  send('a long one');
  assert.deepEqual(done, ['write one two', 'send a long one']);
  send('three');
  connection.sendParts([bytes('as '), bytes('long ...')]);
  connection.sendParts([bytes('sh'), bytes('ort')]);
  await turnEnd();
  assert.deepEqual(done.slice(2), ['write three', 'send as long ...', 'write short']);

  webSocket.bufferedAmount = 5; // It is compressing something.
  send('four');
  await turnEnd();
  assert.equal(done.at(-1), 'send four');
});

test('ws sends everything on a socket that is not one of Node', async () => {
  const { all } = startTurn(1, { socketOf: () => new Duplex() });
  all[0].send('one');
  assert.deepEqual(all[0].done, ['send one']);
});

test('compressed and plain connections get the same messages in the same order', async (t) => {
  const server = await startServer(t, { perMessageDeflate: true });
  const plain = await connect(t, server, { perMessageDeflate: false });
  const compressed = await connect(t, server, { perMessageDeflate: true });
  assert.deepEqual(
    [plain, compressed].map(({ socket }) => socket.extensions),
    ['', 'permessage-deflate'],
  );
  for (const [index, client] of [plain, compressed].entries()) {
    await client.login(`Client ${index}`);
    await client.load(1);
  }
  await plain.drain();
  const texts = Array.from({ length: 20 }, (_, index) => `${index} ${'x'.repeat(index * 200)}`);
  for (const text of texts) plain.send(rename(1, text));
  for (const client of [plain, compressed]) {
    const messages = await client.take(texts.length);
    const names = messages.map(({ data }) => data.revisions[0].changes.tasks.updated[0].name);
    assert.deepEqual(names, texts);
  }
});

test('a subscriber that reads nothing does not hold up the others', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  const slow = await enter(t, server, 'Slow', 1);
  slow.socket.pause();
  await ada.drain();
  const text = 'x'.repeat(50_000);
  for (let count = 0; count < 100; count++) ada.send(rename(1, `${count} ${text}`));
  const messages = await ada.take(100);
  assert.equal(messages[99].data.revisions[0].revision, 'server-100');
  slow.socket.resume();
  while ((await slow.next()).data.revisions?.[0].revision !== 'server-100');
  slow.socket.terminate();
  await once(slow.socket, 'close');
});
