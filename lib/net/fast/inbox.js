'use strict';

const { isUtf8 } = require('node:buffer');
const net = require('node:net');
const { RECEIVED, emitCopy, readDirectly } = require('./direct-reads');
const {
  LENGTH_IN_2_BYTES,
  LENGTH_IN_8_BYTES,
  MASKED,
  TEXT,
  payloadLength,
} = require('./frame-header');

/** @typedef {import('./turn').Turn} Turn */
/** @typedef {import('ws').WebSocket} WebSocket */

// In the first byte of a header.
const FINAL = 0x80;
const CONTROL = 0x08;
const MASK_BYTES = 4;
const SHORTEST_FRAME = 2 + MASK_BYTES;
const LONGEST_HEADER = 10 + MASK_BYTES;
const NO_BYTES = Buffer.alloc(0);
const NOT_ASCII = 0x80808080;

// Is what lies in RECEIVED being read?
let isReading = false;

/**
 * What comes in on one connection. A text message that arrives in one piece and in one frame, as nearly all do, is read here
 * and handed on as ws would, without a stream and a view for each part of the frame. Every other byte goes to ws: what is
 * long, cut, fragmented, a control frame or against the protocol. It stands between the socket and ws, and follows the
 * frames that it leaves to ws only as far as to know where the next one begins.
 */
class Inbox {
  #webSocket;
  #socket;
  #toWs;
  #longest;
  #turn;
  /** So many bytes of a frame that ws has begun with are still to come. */
  #owed = 0;
  /** The beginning of a header that was cut off. */
  #header = NO_BYTES;
  /** Has ws got some fragments of a message? */
  #isFragmented = false;

  /**
   * @param {WebSocket} webSocket that emits the messages
   * @param {net.Socket} socket the one below it
   * @param {(chunk: Buffer) => void} toWs what ws listens to the socket with
   * @param {number} maxPayload bytes of a message
   * @param {Turn} turn
   */
  constructor(webSocket, socket, toWs, maxPayload, turn) {
    this.#webSocket = webSocket;
    this.#socket = socket;
    this.#toWs = toWs;
    this.#longest = maxPayload;
    this.#turn = turn;
  }

  /**
   * Reads for ws from now on, unless ws does more with a message than to read its frame (compression), or the socket is not
   * Node's.
   *
   * @param {WebSocket} webSocket that has just been opened
   * @param {import('node:stream').Duplex} socket the one below it
   * @param {{maxPayload: number, turn: Turn}} options
   */
  static attach(webSocket, socket, { maxPayload, turn }) {
    const [toWs, ...others] = socket.listeners('data');
    const isPlain = socket instanceof net.Socket && webSocket.extensions === '';
    if (!isPlain || !toWs || others.length > 0) return;
    const inbox = new Inbox(webSocket, socket, /** @type {any} */ (toWs), maxPayload, turn);
    // When ws takes its listener away, this one goes: Node finds it by `listener`, as it finds those of once().
    const listener = Object.assign((/** @type {Buffer} */ chunk) => inbox.take(chunk), {
      listener: toWs,
    });
    socket.off('data', /** @type {any} */ (toWs)).on('data', listener);
    readDirectly(socket, (size) => {
      // Whether anybody else listens, or nobody does any more.
      if (socket.listenerCount('data') === 1) inbox.#take(size);
      else emitCopy(socket, size);
    });
  }

  /** @param {Buffer} chunk whatever has arrived */
  take(chunk) {
    // What one socket receives while the messages of another are handled must not be put over them.
    if (isReading) this.#leaveToWs(chunk);
    else this.#take(chunk.copy(RECEIVED), chunk);
  }

  /**
   * @param {number} size bytes of RECEIVED
   * @param {Buffer} [chunk] that begins with the same ones, if they are elsewhere as well
   */
  #take(size, chunk) {
    this.#turn.beginReading();
    isReading = true;
    try {
      const at = this.#readMessages(size);
      if (at === (chunk?.length ?? size)) return;
      this.#leaveToWs(chunk ? chunk.subarray(at) : Buffer.from(RECEIVED.subarray(at, size)));
    } finally {
      isReading = false;
      this.#turn.endReading();
    }
  }

  /**
   * @param {number} size
   * @returns {number} where that begins which is for ws
   */
  #readMessages(size) {
    if (this.#owed > 0 || this.#header.length > 0 || this.#isFragmented) return 0;
    let at = 0;
    let end = this.#readMessage(at, size);
    while (end > at) {
      at = end;
      end = this.#readMessage(at, size);
    }
    return at;
  }

  /**
   * @param {number} at where a frame begins
   * @param {number} size where all ends that has arrived
   * @returns {number} where the frame ends, if it was read
   */
  #readMessage(at, size) {
    if (size - at < SHORTEST_FRAME || RECEIVED[at] !== TEXT) return at;
    let length = RECEIVED[at + 1] - MASKED;
    let begin = at + SHORTEST_FRAME;
    if (length === LENGTH_IN_2_BYTES) {
      length = (RECEIVED[at + 2] << 8) | RECEIVED[at + 3];
      begin += 2;
    }
    const end = begin + length;
    const isUsual = length >= 0 && length !== LENGTH_IN_8_BYTES;
    if (!isUsual || length > this.#longest || end > size) return at;

    const isAscii = unmask(begin, end);
    const message = RECEIVED.subarray(begin, end);
    if (!isAscii && !isUtf8(message)) {
      // ws has to say what it thinks of that, and gets it as it came.
      unmask(begin, end);
      return at;
    }
    this.#webSocket.emit('message', message, false);
    return end;
  }

  /** @param {Buffer} bytes */
  #leaveToWs(bytes) {
    this.#follow(bytes);
    this.#toWs.call(this.#socket, bytes);
  }

  /**
   * Follows the frames that ws reads.
   *
   * @param {Buffer} bytes
   */
  #follow(bytes) {
    let at = 0;
    while (at < bytes.length) {
      const passed = Math.min(this.#owed, bytes.length - at);
      this.#owed -= passed;
      at += passed;
      if (at < bytes.length) at = this.#followHeader(bytes, at);
    }
  }

  /**
   * @param {Buffer} bytes
   * @param {number} at where a header begins, or goes on
   * @returns {number} where it ends, or the bytes
   */
  #followHeader(bytes, at) {
    const begun = this.#header.length;
    const header = Buffer.concat([this.#header, bytes.subarray(at, at + LONGEST_HEADER)]);
    const size = headerSize(header);
    if (header.length < size) {
      this.#header = header;
      return bytes.length;
    }
    this.#header = NO_BYTES;
    this.#owed = payloadLength(header, 0);
    if ((header[0] & CONTROL) === 0) this.#isFragmented = (header[0] & FINAL) === 0;
    return at + size - begun;
  }
}

/**
 * @param {Buffer} header the beginning of a frame
 * @returns {number} bytes of the whole header, as far as that can be seen
 */
function headerSize(header) {
  if (header.length < 2) return SHORTEST_FRAME;
  const length = header[1] & ~MASKED;
  if (length < LENGTH_IN_2_BYTES) return SHORTEST_FRAME;
  return length === LENGTH_IN_2_BYTES ? SHORTEST_FRAME + 2 : LONGEST_HEADER;
}

const WORDS = new Int32Array(RECEIVED.buffer);
const wordOfMask = new Int32Array(1);
const bytesOfMask = new Uint8Array(wordOfMask.buffer);

/**
 * Takes the mask away from a part of RECEIVED, or puts it on again, four bytes at a time.
 *
 * @param {number} begin of a payload, behind its mask
 * @param {number} end
 * @returns {boolean} is the payload ASCII now?
 */
function unmask(begin, end) {
  const mask = begin - MASK_BYTES;
  const endWord = end >> 2;
  let seen = 0;
  let at = begin;
  for (; at % 4 > 0 && at < end; at++) seen |= RECEIVED[at] ^= RECEIVED[mask + ((at - begin) & 3)];
  for (let i = 0; i < 4; i++) bytesOfMask[i] = RECEIVED[mask + ((at - begin + i) & 3)];
  const [word] = wordOfMask;
  for (let i = at >> 2; i < endWord; i++) seen |= WORDS[i] ^= word;
  for (at = Math.max(at, endWord * 4); at < end; at++) {
    seen |= RECEIVED[at] ^= RECEIVED[mask + ((at - begin) & 3)];
  }
  return (seen & NOT_ASCII) === 0;
}

module.exports = { Inbox };
