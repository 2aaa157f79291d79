'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { results } = require('../../lib/base/message-pool');

const LONGEST = 16 * 1024;

/** A result of the addon: bytes that it has put into the pool. */
function put(size, byte) {
  const { slab, at } = results;
  slab.fill(byte, at, at + size);
  return results.take(size);
}

test('there is always room for the longest result, and none is written over', () => {
  const all = Array.from({ length: 20 }, (_, index) => {
    assert.ok(results.slab.length - results.at >= LONGEST);
    return put(index % 2 === 0 ? LONGEST : 10, index);
  });
  for (const [index, result] of all.entries()) {
    assert.equal(result.length, index % 2 === 0 ? LONGEST : 10);
    assert.ok(result.every((byte) => byte === index));
  }
});

test('small results lie one behind the other in one piece of memory', () => {
  const [one, other] = [put(10, 1), put(10, 2)];
  assert.equal(one.buffer, other.buffer);
  assert.equal(other.byteOffset - one.byteOffset, 10 + 4);
});

test('in front of a result there are four free bytes, and of anything else none', () => {
  const [before, result] = [put(10, 1), put(10, 2)];
  const framed = results.withRoom(result, 4);
  assert.equal(framed.length, 14);
  framed.fill(9, 0, 4);
  assert.deepEqual([...before], Array(10).fill(1));
  assert.deepEqual([...result], Array(10).fill(2));
  assert.equal(results.withRoom(result, 2).length, 12);
  assert.equal(results.withRoom(result, 5), undefined);
  assert.equal(results.withRoom(Buffer.alloc(10), 2), undefined);
});
