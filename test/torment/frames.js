'use strict';

const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
const CONTINUATION = 0;
const NO_MASK = Buffer.alloc(4);

/**
 * A frame of a client, or the beginning of one. It is masked with zeros, which leaves the payload as it is.
 *
 * @param {number} opcode
 * @param {string | Buffer} payload as much of it as is sent
 * @param {object} [options]
 * @param {boolean} [options.isLast] of its message
 * @param {boolean} [options.isCompressed]
 * @param {number} [options.length] that it claims to have
 * @returns {Buffer}
 */
function frame(opcode, payload, options = {}) {
  const bytes = Buffer.from(payload);
  const { isLast = true, isCompressed = false, length = bytes.length } = options;
  const first = (isLast ? 0x80 : 0) | (isCompressed ? 0x40 : 0) | opcode;
  return Buffer.concat([Buffer.from([first]), lengthBytes(length), NO_MASK, bytes]);
}

/** @param {number} length @returns {Buffer} with the bit that says that there is a mask */
function lengthBytes(length) {
  if (length < 126) return Buffer.from([0x80 | length]);
  const bytes = Buffer.alloc(length < 65_536 ? 3 : 9);
  bytes[0] = 0x80 | (length < 65_536 ? 126 : 127);
  if (length < 65_536) bytes.writeUInt16BE(length, 1);
  else bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
}

/**
 * One message, each byte of it in a frame of its own.
 *
 * @param {string} message
 * @returns {Buffer}
 */
function byteByByte(message) {
  const bytes = Buffer.from(message);
  const frames = Array.from(bytes, (byte, index) =>
    frame(index === 0 ? TEXT : CONTINUATION, Buffer.from([byte]), {
      isLast: index === bytes.length - 1,
    }),
  );
  return Buffer.concat(frames);
}

module.exports = { BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, byteByByte, frame };
