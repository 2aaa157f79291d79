'use strict';

const { isUtf8 } = require('node:buffer');
const net = require('node:net');
const { RECEIVED, emitCopy, readDirectly } = require('./direct-reads');
const {
  LENGTH_IN_2_BYTES,
  LENGTH_IN_8_BYTES,
  MASKED,
  MASK_BYTES,
  SHORTEST_FRAME,
  TEXT,
} = require('./frame-header');

/** @typedef {import('./turn').Turn} Turn */
/** @typedef {import('ws').WebSocket} WebSocket */

/**
 * Receives everything that is not read here.
 *
 * @typedef {object} Intake
 * @property {boolean} isBetweenMessages may the next byte start a message?
 * @property {(chunk: Buffer) => void} take
 * @property {(bytes: Buffer) => number} fill copies the bytes that belong to a started payload, and returns their
 * number
 * @property {(listener: (chunk: Buffer) => void) => void} listenWith sets a listener that replaces it at the socket
 */

const NOT_ASCII = 0x80808080;

// Is RECEIVED being read?
let isReading = false;

/**
 * The incoming data of one connection. A text message that arrives in one piece and one frame, as nearly all do, is
 * read here and passed on as ws would, without a stream and a view for each part of the frame. All other bytes go to
 * the intake, and so to ws: long, incomplete or fragmented messages, control frames, and protocol errors.
 */
class Inbox {
  #webSocket;
  #intake;
  #longest;
  #turn;

  /**
   * @param {WebSocket} webSocket that emits the messages
   * @param {Intake} intake
   * @param {number} maxPayload bytes of a message
   * @param {Turn} turn
   */
  constructor(webSocket, intake, maxPayload, turn) {
    this.#webSocket = webSocket;
    this.#intake = intake;
    this.#longest = maxPayload;
    this.#turn = turn;
  }

  /**
   * Reads before the intake from now on, unless ws must do more than read the frame of a message (compression), or the
   * socket is not one of Node.
   *
   * @param {WebSocket} webSocket just opened
   * @param {import('node:stream').Duplex} socket its socket
   * @param {object} options
   * @param {Intake} options.intake
   * @param {number} options.maxPayload
   * @param {Turn} options.turn
   * @param {(later: () => void) => boolean} [options.mayEnd] may the end of the peer be processed now?
   * @returns {boolean} is `mayEnd` used?
   */
  static attach(webSocket, socket, { intake, maxPayload, turn, mayEnd }) {
    const isPlain = socket instanceof net.Socket && webSocket.extensions === '';
    if (!isPlain || socket.listenerCount('data') !== 1) return false;
    const inbox = new Inbox(webSocket, intake, maxPayload, turn);
    intake.listenWith((chunk) => inbox.take(chunk));
    const take = (/** @type {number} */ size) => {
      // Other listeners may exist, or none at all.
      if (socket.listenerCount('data') === 1) inbox.#take(size);
      else emitCopy(socket, size);
    };
    return readDirectly(socket, take, mayEnd);
  }

  /** @param {Buffer} chunk received bytes */
  take(chunk) {
    // Bytes that one socket receives while messages of another are handled must not overwrite those.
    if (isReading) this.#intake.take(chunk);
    else this.#take(chunk.copy(RECEIVED), chunk);
  }

  /**
   * @param {number} size bytes of RECEIVED
   * @param {Buffer} [chunk] that begins with the same bytes, if they also exist elsewhere
   */
  #take(size, chunk) {
    this.#turn.beginReading();
    isReading = true;
    try {
      // ws reports errors later, so nothing is read after bytes that ws gets.
      const at = this.#intake.fill(RECEIVED.subarray(0, size)) || this.#readMessages(size);
      if (at === (chunk?.length ?? size)) return;
      this.#intake.take(chunk ? chunk.subarray(at) : Buffer.from(RECEIVED.subarray(at, size)));
    } finally {
      isReading = false;
      this.#turn.endReading();
    }
  }

  /**
   * @param {number} size
   * @returns {number} offset of the bytes for the intake
   */
  #readMessages(size) {
    let at = 0;
    while (this.#intake.isBetweenMessages) {
      const end = this.#readMessage(at, size);
      if (end === at) break;
      at = end;
    }
    return at;
  }

  /**
   * @param {number} at offset of a frame
   * @param {number} size end of the received bytes
   * @returns {number} end of the frame, if it was read
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
      // ws must judge this, and gets it unchanged.
      unmask(begin, end);
      return at;
    }
    this.#webSocket.emit('message', message, false);
    return end;
  }
}

const WORDS = new Int32Array(RECEIVED.buffer);
const wordOfMask = new Int32Array(1);
const bytesOfMask = new Uint8Array(wordOfMask.buffer);

/**
 * Removes or restores the mask of a part of RECEIVED, four bytes at a time.
 *
 * @param {number} begin of a payload, after its mask
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
