'use strict';

const assert = require('node:assert/strict');
const { EventEmitter } = require('node:events');
const { test } = require('node:test');
const { Backlog } = require('../../lib/net/backlog');
const { Connection } = require('../../lib/net/connection');
const { connect, enter, rename, startServer } = require('../support/test-server');

const MEBIBYTE = 1024 * 1024;
const LIMITS = { maxPayload: 1e6, maxMessagesPerSecond: 0, maxBufferedBytes: 1e9 };

/** Somebody who reads nothing until told. */
class Laggard {
  #unsent = 0;
  isOver = false;
  looks = 0;

  constructor(backlog, sharesBuffers = true) {
    this.backlog = backlog;
    this.sharesBuffers = sharesBuffers;
  }

  get unsent() {
    this.looks += 1;
    return this.#unsent;
  }

  set unsent(size) {
    this.#unsent = size;
  }

  take(...buffers) {
    for (const { length } of buffers) this.#unsent += length;
    this.backlog.add(this, buffers);
    return this;
  }

  terminate(reason) {
    this.isOver = true;
    this.reason = reason;
  }
}

/** @param {number} size @returns {Buffer} that shares its memory with no other */
const bytes = (size) => Buffer.alloc(size);

test('what many are sent is counted once, until the last of them has it', () => {
  const backlog = new Backlog(1000);
  const message = bytes(600);
  const all = Array.from({ length: 50 }, () => new Laggard(backlog).take(message));
  assert.equal(backlog.total, 600);
  for (const one of all.slice(1)) backlog.delete(one);
  assert.equal(backlog.total, 600);
  backlog.delete(all[0]);
  assert.equal(backlog.total, 0);
});

test('pieces of one memory are counted as that memory', () => {
  const backlog = new Backlog(1e6);
  const memory = bytes(8192);
  const one = new Laggard(backlog);
  for (let at = 0; at < 8000; at += 100) one.take(memory.subarray(at, at + 100));
  assert.equal(backlog.total, 8192);
});

test('who has a copy of its own counts alone', () => {
  const backlog = new Backlog(1e6);
  const message = bytes(600);
  for (let count = 0; count < 3; count++) new Laggard(backlog, false).take(message);
  assert.equal(backlog.total, 1800);
});

test('what has gone out is forgotten with the next message, or when it seems too much', () => {
  const backlog = new Backlog(10_000);
  const one = new Laggard(backlog).take(bytes(4000)).take(bytes(4000));
  assert.equal(backlog.total, 8000);
  one.unsent = 0;
  one.take(bytes(100));
  assert.equal(backlog.total, 100);
  const others = Array.from({ length: 5 }, () => {
    const other = new Laggard(backlog).take(bytes(3000));
    other.unsent = 0;
    return other;
  });
  assert.ok(others.every(({ isOver }) => !isOver));
});

test('when it is too much, who is furthest behind is cut off, until a quarter is free', () => {
  const backlog = new Backlog(100_000);
  const all = [5, 40, 10, 30, 14].map((thousands) =>
    new Laggard(backlog).take(bytes(1000 * thousands)),
  );
  assert.ok(all.every(({ isOver }) => !isOver));
  all[0].take(bytes(2000));
  assert.deepEqual(
    all.map(({ isOver }) => isOver),
    [false, true, false, false, false],
  );
  assert.match(all[1].reason, /furthest behind/);
  assert.equal(backlog.total, 61_000);
});

test('looks at all of them are rare: a quarter of the limit has to be sent between two', () => {
  const backlog = new Backlog(1e6);
  const all = Array.from({ length: 10_000 }, () => new Laggard(backlog).take(bytes(5000)));
  const looks = all.reduce((sum, one) => sum + one.looks, 0);
  assert.ok(looks < 12 * all.length, `${looks}`);
});

test('a connection counts what it leaves unsent beyond 64 KiB, and nothing when it has ended', () => {
  const backlog = new Backlog(100 * MEBIBYTE);
  const socket = Object.assign(new EventEmitter(), {
    readyState: 1,
    bufferedAmount: 0,
    extensions: '',
    ping() {},
    send: ({ length }) => (socket.bufferedAmount += length),
  });
  const connection = new Connection(socket, LIMITS, undefined, { backlog });
  connection.send(bytes(60_000));
  assert.equal(backlog.total, 0);
  connection.send(bytes(60_000));
  connection.sendParts([bytes(40_000), bytes(30_000)]);
  assert.equal(backlog.total, 130_000);
  socket.bufferedAmount = 0;
  connection.send(bytes(80_000));
  assert.equal(backlog.total, 80_000);
  socket.emit('close');
  assert.equal(backlog.total, 0);
});

test('of those who ask for much and read nothing, who is furthest behind is cut off, and nobody who reads', async (t) => {
  const content = 'x'.repeat(MEBIBYTE);
  const source = {
    tasksData: [{ id: 'events-1', name: 'Dig' }],
    versionsData: [{ id: 'versions-1', name: 'First', content: { content } }],
  };
  const projects = [{ id: 1, name: 'One', source }];
  const server = await startServer(t, { projects, maxTotalUnsentBytes: 8 * MEBIBYTE });
  const ada = await enter(t, server, 'Ada', 1);
  const greedy = [];
  for (const name of ['Bob', 'Carl', 'Dora', 'Eve']) {
    const client = await enter(t, server, name, 1);
    client.socket.pause();
    greedy.push(client);
    // More than the kernel keeps for them.
    for (let count = 0; count < 20; count++) {
      client.ask('load_version_content', { project: 1, versionId: 'versions-1' });
    }
    await ada.drain();
  }
  const cutOff = () => server.logged.filter((line) => line.includes('furthest behind'));
  while (cutOff().length === 0) await ada.drain();
  assert.match(cutOff()[0], /"(Bob|Carl|Dora|Eve)" \(.*is disconnected: Too much is unread/);
  ada.send(rename(1, 'Dig deep'));
  assert.equal((await ada.until('project_change')).data.revisions[0].revision, 'server-1');
  await connect(t, server);
});
