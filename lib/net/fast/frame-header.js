'use strict';

// The headers of frames: RFC 6455, 5.2. A whole text message, or a ping, in one frame. What a server sends is not masked, so
// a frame is the same bytes for every connection that gets it.
const TEXT = 0x81;
const PING = 0x89;
// No frame, but some that are ready.
const FRAMES = 0;
// In the second byte: a client's payload is masked, and the two lengths that say that the length stands behind them.
const MASKED = 0x80;
const LENGTH_IN_2_BYTES = 126;
const LENGTH_IN_8_BYTES = 127;

/**
 * @param {number} length of the message
 * @param {number} [kind]
 * @returns {number}
 */
function headerSize(length, kind = TEXT) {
  if (kind === FRAMES) return 0;
  if (length < LENGTH_IN_2_BYTES) return 2;
  return length < 0x10000 ? 4 : 10;
}

/**
 * @param {Buffer} target
 * @param {number} at
 * @param {number} kind
 * @param {number} length of the message
 * @returns {number} where the message begins
 */
function writeHeader(target, at, kind, length) {
  if (kind === FRAMES) return at;
  target[at] = kind;
  if (length < LENGTH_IN_2_BYTES) {
    target[at + 1] = length;
    return at + 2;
  }
  if (length < 0x10000) {
    target[at + 1] = LENGTH_IN_2_BYTES;
    return target.writeUInt16BE(length, at + 2);
  }
  target[at + 1] = LENGTH_IN_8_BYTES;
  target.writeUInt32BE(Math.floor(length / 2 ** 32), at + 2);
  return target.writeUInt32BE(length % 2 ** 32, at + 6);
}

/**
 * @param {Buffer} bytes
 * @param {number} at where a whole header begins, masked or not
 * @returns {number} bytes of the payload
 */
function payloadLength(bytes, at) {
  const length = bytes[at + 1] & ~MASKED;
  if (length === LENGTH_IN_2_BYTES) return bytes.readUInt16BE(at + 2);
  return length === LENGTH_IN_8_BYTES ? Number(bytes.readBigUInt64BE(at + 2)) : length;
}

module.exports = {
  FRAMES,
  LENGTH_IN_2_BYTES,
  LENGTH_IN_8_BYTES,
  MASKED,
  PING,
  TEXT,
  headerSize,
  payloadLength,
  writeHeader,
};
