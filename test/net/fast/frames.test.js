'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { results } = require('../../../lib/base/message-pool');
const { FrameSequence, PARTS } = require('../../../lib/net/fast/frames');

/** The texts of small frames. */
function payloads(chunk) {
  const texts = [];
  for (let at = 0; at < chunk.length; at += 2 + chunk[at + 1]) {
    texts.push(chunk.toString('utf8', at + 2, at + 2 + chunk[at + 1]));
  }
  return texts;
}

test('those who get the same messages in the same order share the bytes', () => {
  const beginning = new FrameSequence();
  const [one, two] = [Buffer.from('one'), Buffer.from('two')];
  const first = beginning.with(one).with(two);
  assert.equal(beginning.with(one).with(two), first);
  assert.equal(beginning.with(one).with(two).chunks[0], first.chunks[0]);
  const other = beginning.with(two).with(one);
  assert.deepEqual(payloads(other.chunks[0]), ['two', 'one']);
  assert.deepEqual(payloads(first.chunks[0]), ['one', 'two']);
  assert.deepEqual(payloads(beginning.with(one).chunks[0]), ['one']);
});

test('a result of the addon goes out from where it is, with its header in front', () => {
  const sizes = [1, 125, 126, 600, 16_000, 3, 16_384, 16_384, 16_384, 5];
  const all = sizes.map((size, index) => {
    results.slab.fill(index, results.at, results.at + size);
    const message = results.take(size);
    const [chunk] = new FrameSequence().with(message).chunks;
    return { size, index, message, chunk };
  });

  for (const { size, index, message, chunk } of all) {
    const header = size < 126 ? [0x81, size] : [0x81, 126, size >> 8, size & 0xff];
    assert.deepEqual([...chunk], [...header, ...Array(size).fill(index)]);
    assert.equal(chunk.buffer, message.buffer);
    assert.equal(chunk.byteOffset + header.length, message.byteOffset);
  }
  // Long ago: its memory is not the pool's any more.
  const [first] = all;
  const [copy] = new FrameSequence().with(first.message).chunks;
  assert.deepEqual(copy, first.chunk);
  assert.notEqual(copy.buffer, first.message.buffer);
});

test('a long message is sent from its own buffer', () => {
  const long = Buffer.alloc(100_000, 'x');
  const { chunks } = new FrameSequence()
    .with(Buffer.from('one'))
    .with(long)
    .with(Buffer.from('two'));
  assert.equal(chunks.length, 3);
  assert.equal(chunks[1], long);
});

test('a message in several buffers is one frame', () => {
  const [head, tail] = [Buffer.from('{"head"'), Buffer.from('"tail"}')];
  const long = Buffer.alloc(100_000, 'x');
  const { chunks } = new FrameSequence()
    .with(Buffer.from('one'))
    .with([head, long, tail], PARTS)
    .with(Buffer.from('two'));
  assert.equal(chunks.length, 3);
  assert.equal(chunks[1], long);
  const frame = Buffer.concat(chunks).subarray(payloads(chunks[0].subarray(0, 5))[0].length + 2);
  assert.equal(frame[0], 0x81);
  assert.equal(frame[1], 127);
  const length = Number(frame.readBigUInt64BE(2));
  assert.equal(length, head.length + long.length + tail.length);
  assert.equal(frame.toString('utf8', 10, 10 + length), `${head}${long}${tail}`);
  assert.deepEqual(payloads(frame.subarray(10 + length)), ['two']);
});
