'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const header = require('../../../lib/net/fast/frame-header');

const { FRAMES, MASKED, PING, TEXT, headerSize, maskedHeaderSize, payloadLength, writeHeader } =
  header;
const LENGTHS = [0, 1, 125, 126, 127, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, 2 ** 40 + 7];

/** The bytes of a header. */
function bytesOf(kind, length) {
  const target = Buffer.alloc(12, 0xee);
  const end = writeHeader(target, 1, kind, length);
  assert.ok([target[0], ...target.subarray(end)].every((byte) => byte === 0xee));
  return target.subarray(1, end);
}

test('a header is that of RFC 6455 for each length', () => {
  const hex = (length) => bytesOf(TEXT, length).toString('hex');
  assert.equal(hex(0), '8100');
  assert.equal(hex(125), '817d');
  assert.equal(hex(126), '817e007e');
  assert.equal(hex(65_535), '817effff');
  assert.equal(hex(65_536), '817f0000000000010000');
  assert.equal(hex(2 ** 40 + 7), '817f0000010000000007');
  assert.equal(bytesOf(PING, 5).toString('hex'), '8905');
});

test('a header has the size that was said, and the length that was written is read again', () => {
  for (const length of LENGTHS) {
    const bytes = bytesOf(TEXT, length);
    assert.equal(bytes.length, headerSize(length));
    assert.equal(payloadLength(bytes, 0), length);
  }
});

test('in front of frames that are ready there is no header', () => {
  assert.equal(headerSize(70_000, FRAMES), 0);
  assert.equal(bytesOf(FRAMES, 70_000).length, 0);
});

test('of a client’s frame the second byte says how long its header is', () => {
  for (const length of LENGTHS) {
    const bytes = Buffer.from(bytesOf(TEXT, length));
    bytes[1] |= MASKED;
    assert.equal(payloadLength(bytes, 0), length);
    for (let seen = 2; seen <= bytes.length; seen++) {
      assert.equal(maskedHeaderSize(bytes.subarray(0, seen)), headerSize(length) + 4);
    }
    assert.equal(maskedHeaderSize(bytes.subarray(0, 1)), 6);
  }
});
