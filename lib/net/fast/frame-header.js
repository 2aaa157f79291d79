'use strict';

// Frame headers: RFC 6455, 5.2. Frames of a server are not masked, so a frame has the same bytes for every receiver. A
// kind is a whole text message or a ping in one frame.
const TEXT = 0x81;
const CLOSE = 0x88;
const PING = 0x89;
const PONG = 0x8a;
// The first frame of a fragmented message, and the following ones.
const TEXT_BEGINS = 0x01;
const TEXT_GOES_ON = 0x00;
const TEXT_ENDS = 0x80;
// Bits of the first byte: final frame, compressed message, control frame.
const FINAL = 0x80;
const COMPRESSED = 0x40;
const CONTROL = 0x08;
// Not a frame, but ready frames.
const FRAMES = -1;
// In the second byte: the mask bit, and the two lengths that announce an extended length.
const MASKED = 0x80;
const LENGTH_IN_2_BYTES = 126;
const LENGTH_IN_8_BYTES = 127;
const MASK_BYTES = 4;
const SHORTEST_FRAME = 2 + MASK_BYTES;
const LONGEST_HEADER = 10 + MASK_BYTES;

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
 * @param {Buffer} header the beginning of a frame from a client
 * @returns {number} bytes of the whole header, as far as known
 */
function maskedHeaderSize(header) {
  if (header.length < 2) return SHORTEST_FRAME;
  const length = header[1] & ~MASKED;
  if (length < LENGTH_IN_2_BYTES) return SHORTEST_FRAME;
  return length === LENGTH_IN_2_BYTES ? SHORTEST_FRAME + 2 : LONGEST_HEADER;
}

/**
 * @param {Buffer} bytes
 * @param {number} at offset of a whole header, masked or not
 * @returns {number} bytes of the payload
 */
function payloadLength(bytes, at) {
  const length = bytes[at + 1] & ~MASKED;
  if (length === LENGTH_IN_2_BYTES) return bytes.readUInt16BE(at + 2);
  return length === LENGTH_IN_8_BYTES ? Number(bytes.readBigUInt64BE(at + 2)) : length;
}

module.exports = {
  CLOSE,
  COMPRESSED,
  CONTROL,
  FINAL,
  FRAMES,
  LENGTH_IN_2_BYTES,
  LENGTH_IN_8_BYTES,
  LONGEST_HEADER,
  MASKED,
  MASK_BYTES,
  PING,
  PONG,
  SHORTEST_FRAME,
  TEXT,
  TEXT_BEGINS,
  TEXT_ENDS,
  TEXT_GOES_ON,
  headerSize,
  maskedHeaderSize,
  payloadLength,
  writeHeader,
};
