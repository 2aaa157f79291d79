'use strict';

const { fragmentsOf } = require('./fragments');
const {
  FRAMES,
  PING,
  TEXT,
  TEXT_BEGINS,
  TEXT_ENDS,
  TEXT_GOES_ON,
  headerSize,
  payloadLength,
  writeHeader,
} = require('./frame-header');
const { results } = require('../../base/message-pool');

// A text message in several buffers, as one frame.
const PARTS = 1;
// A long text message, in one buffer or several, as several frames with pings between them.
const LONG = 2;
// A longer message is not copied: its buffer is sent after its header.
const LONGEST_COPIED = 16 * 1024;
// Up to this size, a message in several buffers is copied, because writing several buffers costs more.
const LONGEST_JOINED = 64 * 1024;
const NO_BYTES = Buffer.alloc(0);

/**
 * @typedef {{message: Buffer | Buffer[], kind: number}} Message an array if the kind is PARTS, and possibly if it is
 * LONG
 */

/**
 * The messages of a connection in this turn, as an immutable linked list: nothing, or a message after a sequence of
 * others. Connections that start with the same empty sequence and get the same messages in the same order share the
 * same object, and so the same encoded bytes.
 */
class FrameSequence {
  #before;
  #message;
  #kind;
  /** @type {FrameSequence | undefined} the last requested successor; other successors are rare, and not shared */
  #next;
  /** @type {Buffer[] | undefined} */
  #chunks;

  /**
   * @param {FrameSequence} [before]
   * @param {Buffer | Buffer[]} [message] present if `before` is
   * @param {number} [kind] TEXT, PING, FRAMES, PARTS or LONG
   */
  constructor(before, message, kind = TEXT) {
    this.#before = before;
    this.#message = message;
    this.#kind = kind;
  }

  /**
   * @param {Buffer | Buffer[]} message must not be modified afterwards
   * @param {number} [kind] TEXT; PING for its payload; FRAMES for ready frames; PARTS for the buffers of one message;
   * LONG for a long message of either kind. A buffer or array must always be passed with the same kind
   * @returns {FrameSequence} this sequence plus the message
   */
  with(message, kind = TEXT) {
    const next = this.#next;
    if (next !== undefined && next.#message === message && next.#kind === kind) return next;
    return (this.#next = new FrameSequence(this, message, kind));
  }

  /** @returns {Message[]} in the order of addition */
  get messages() {
    const messages = [];
    /** @type {FrameSequence | undefined} */
    let sequence = this;
    while (sequence !== undefined && sequence.#message !== undefined) {
      messages.push({ message: sequence.#message, kind: sequence.#kind });
      sequence = sequence.#before;
    }
    return messages.reverse();
  }

  /** @returns {Buffer[]} the frames in order; encoded once */
  get chunks() {
    this.#chunks ??= this.#encode();
    return this.#chunks;
  }

  /** @returns {Buffer[]} */
  #encode() {
    const message = this.#message;
    const isLone = this.#before !== undefined && this.#before.#before === undefined;
    const isShort = Buffer.isBuffer(message) && message.length <= LONGEST_COPIED;
    // The usual case.
    if (isLone && isShort && this.#kind === TEXT) return [encodeOne(message)];
    if (isLone && this.#kind === PARTS) return encodeParts(/** @type {Buffer[]} */ (message));
    return encode(this.messages);
  }
}

/**
 * @param {Buffer} message
 * @returns {Buffer}
 */
function encodeOne(message) {
  const { length } = message;
  const framed = results.withRoom(message, headerSize(length));
  const chunk = framed ?? Buffer.allocUnsafe(frameSize(length));
  if (framed) writeHeader(chunk, 0, TEXT, length);
  else writeFrame(chunk, 0, message);
  return chunk;
}

/**
 * @param {Buffer[]} parts of one message
 * @returns {Buffer[]} one buffer, or a header and the parts
 */
function encodeParts(parts) {
  const size = sizeOf(parts);
  const header = Buffer.allocUnsafe(headerSize(size));
  writeHeader(header, 0, TEXT, size);
  const chunks = [header, ...parts];
  return size <= LONGEST_JOINED ? [Buffer.concat(chunks)] : chunks;
}

/**
 * @param {Message[]} messages
 * @returns {Buffer[]} as few as possible without copying a long message
 */
function encode(messages) {
  const pieces = messages.flatMap(split);
  /** @type {Buffer[]} */
  const chunks = [];
  let first = 0;
  while (first < pieces.length) {
    let size = 0;
    let end = first;
    let isLong = false;
    while (end < pieces.length && !isLong) {
      const { bytes, kind, length } = pieces[end++];
      isLong = bytes.length > LONGEST_COPIED;
      size += headerSize(length, kind) + (isLong ? 0 : bytes.length);
    }
    const chunk = Buffer.allocUnsafe(size);
    let at = 0;
    for (let index = first; index < end; index++) {
      const { bytes, kind, length } = pieces[index];
      at = writeHeader(chunk, at, kind, length);
      if (bytes.length <= LONGEST_COPIED) at += bytes.copy(chunk, at);
    }
    if (size > 0) chunks.push(chunk);
    if (isLong) chunks.push(pieces[end - 1].bytes);
    first = end;
  }
  return chunks;
}

/**
 * @typedef {{bytes: Buffer, kind: number, length: number}} Piece a header of that kind and length, and the bytes after
 * it
 */

/**
 * @param {Message} message
 * @returns {Piece[]} its frames
 */
function split({ message, kind }) {
  if (kind === FRAMES || kind === PING) {
    const bytes = /** @type {Buffer} */ (message);
    return [{ bytes, kind, length: bytes.length }];
  }
  const parts = Array.isArray(message) ? message : [message];
  if (kind !== LONG) return piecesOf(parts, TEXT);
  const fragments = fragmentsOf(parts, sizeOf(parts));
  return fragments.flatMap((fragment, index) => {
    if (index === 0) return piecesOf(fragment, TEXT_BEGINS);
    const isLast = index === fragments.length - 1;
    const pieces = piecesOf(fragment, isLast ? TEXT_ENDS : TEXT_GOES_ON);
    return [{ bytes: NO_BYTES, kind: PING, length: 0 }, ...pieces];
  });
}

/**
 * @param {Buffer[]} parts of one frame
 * @param {number} kind of the frame
 * @returns {Piece[]}
 */
function piecesOf(parts, kind) {
  const length = sizeOf(parts);
  return parts.map((bytes, index) => ({ bytes, kind: index === 0 ? kind : FRAMES, length }));
}

/**
 * @param {Buffer[]} parts
 * @returns {number} total bytes
 */
function sizeOf(parts) {
  let size = 0;
  for (const { length } of parts) size += length;
  return size;
}

/**
 * @param {number} length of a text message
 * @returns {number} bytes of its frame
 */
function frameSize(length) {
  return headerSize(length) + length;
}

/**
 * @param {Buffer} target
 * @param {number} at
 * @param {Buffer} message a text
 * @returns {number} where its frame ends
 */
function writeFrame(target, at, message) {
  const begin = writeHeader(target, at, TEXT, message.length);
  return begin + message.copy(target, begin);
}

/**
 * @param {Buffer} frames a sequence of frames from writeFrame()
 * @returns {Buffer[]} the messages in them
 */
function messagesOf(frames) {
  const messages = [];
  let at = 0;
  while (at < frames.length) {
    const length = payloadLength(frames, at);
    const begin = at + headerSize(length);
    at = begin + length;
    messages.push(frames.subarray(begin, at));
  }
  return messages;
}

module.exports = {
  FRAMES,
  FrameSequence,
  LONG,
  PARTS,
  PING,
  frameSize,
  messagesOf,
  sizeOf,
  writeFrame,
};
