'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { messagesOf } = require('../../lib/net/fast/frames');
const { FramesTail } = require('../../lib/project/frames-tail');
const { enterSync } = require('../support/sync-client');
const { enter, rename, startServer } = require('../support/test-server');

/** A log of messages, the oldest of which can be forgotten; it notes which were asked for. */
function makeLog() {
  const log = { first: 1, messages: [], asked: [] };
  log.add = (count, size = 20) => {
    for (let index = 0; index < count; index++) {
      const text = `${log.first + log.messages.length} `;
      log.messages.push(Buffer.from(text.padEnd(size, '.')));
    }
  };
  log.forget = (count) => {
    log.messages.splice(0, count);
    log.first += count;
  };
  log.read = (revision) => {
    const last = log.first + log.messages.length - 1;
    if (revision + 1 < log.first || revision > last) return undefined;
    log.asked.push([revision, last]);
    return log.messages.slice(revision + 1 - log.first);
  };
  return log;
}

/** The numbers of the revisions that a client gets. */
function numbers(frames) {
  return frames && messagesOf(frames).map((message) => parseInt(message, 10));
}

test('a client gets every revision after the one that it has, and each is encoded once', () => {
  const log = makeLog();
  const tail = new FramesTail(log.read);
  log.add(5);
  assert.deepEqual(numbers(tail.since(2)), [3, 4, 5]);
  assert.deepEqual(numbers(tail.since(4)), [5]);
  assert.deepEqual(numbers(tail.since(5)), []);
  log.add(2);
  assert.deepEqual(numbers(tail.since(3)), [4, 5, 6, 7]);
  // From which revision on the log was read, and where it ended.
  assert.deepEqual(log.asked, [
    [2, 5],
    [5, 5],
    [5, 5],
    [5, 7],
  ]);
});

test('who has an older revision than anybody before gets more, and a revision that never was none', () => {
  const log = makeLog();
  const tail = new FramesTail(log.read);
  log.add(5);
  assert.deepEqual(numbers(tail.since(4)), [5]);
  assert.deepEqual(numbers(tail.since(0)), [1, 2, 3, 4, 5]);
  assert.deepEqual(numbers(tail.since(4)), [5]);
  assert.equal(tail.since(6), undefined);
  assert.deepEqual(numbers(tail.since(1)), [2, 3, 4, 5]);
});

test('what the log has forgotten is not to be had, and a gap is never sent', () => {
  const log = makeLog();
  const tail = new FramesTail(log.read);
  log.add(3);
  assert.deepEqual(numbers(tail.since(1)), [2, 3]);
  log.add(5);
  log.forget(5);
  assert.equal(tail.since(1), undefined);
  assert.equal(tail.since(4), undefined);
  assert.deepEqual(numbers(tail.since(5)), [6, 7, 8]);
});

test('after a reset nothing from before it is sent', () => {
  const log = makeLog();
  const tail = new FramesTail(log.read);
  log.add(3);
  assert.deepEqual(numbers(tail.since(0)), [1, 2, 3]);
  tail.clear();
  log.forget(3);
  log.add(1);
  assert.deepEqual(numbers(tail.since(3)), [4]);
  assert.equal(tail.since(0), undefined);
});

test('what was given stays as it is while the tail grows, with messages of every size', () => {
  const log = makeLog();
  const tail = new FramesTail(log.read);
  const sizes = [20, 125, 126, 127, 65_535, 65_536, 300_000, 2];
  const given = sizes.map((size) => {
    log.add(1, size);
    return tail.since(0);
  });
  for (const [index, frames] of given.entries()) {
    const messages = messagesOf(frames);
    assert.deepEqual(
      messages.map(({ length }) => length),
      sizes.slice(0, index + 1),
    );
    for (const [at, message] of messages.entries()) assert.ok(message.equals(log.messages[at]));
  }
});

test('a tail that has become long begins anew', () => {
  const log = makeLog();
  const tail = new FramesTail(log.read);
  for (let megabytes = 0; megabytes < 12; megabytes++) {
    log.add(1, 1_000_000);
    assert.equal(numbers(tail.since(megabytes)).length, 1);
  }
  assert.equal(numbers(tail.since(0)).length, 12);
  assert.ok(
    log.asked.some(([revision]) => revision === 8),
    'it was begun anew on the way',
  );
});

test('who catches up gets the same whether messages are compressed or not, in order', async (t) => {
  const server = await startServer(t, { perMessageDeflate: true });
  const ada = await enter(t, server, 'Ada', 1);
  for (const name of ['a', 'b', 'c']) {
    ada.send(rename(1, name));
    await ada.next();
  }
  const told = [true, false].map(async (perMessageDeflate) => {
    const client = await enterSync(t, server, {}, { perMessageDeflate });
    // All in one piece, so that the answers go out in one turn.
    client.socket._socket.cork();
    client.send({ type: 'request_delta', payload: { lastRevision: 1 } });
    client.send({ type: 'request_sync' });
    client.send({ type: 'request_delta', payload: { lastRevision: 2 } });
    client.socket._socket.uncork();
    const messages = await client.drain();
    return messages
      .filter(({ type }) => type !== 'presence')
      .map(({ type, revision, payload }) => `${type} ${revision ?? payload.revision}`);
  });
  const all = ['changes 2', 'changes 3', 'sync 3', 'changes 3'];
  assert.deepEqual(await Promise.all(told), [all, all]);
});
