'use strict';

const {
  CLOSE,
  COMPRESSED,
  CONTROL,
  FINAL,
  LONGEST_HEADER,
  PONG,
  maskedHeaderSize,
  payloadLength,
} = require('./fast/frame-header');

/** @typedef {import('./answering-socket').AnsweringSocket} AnsweringSocket */
/** @typedef {import('./connection').Connection} Connection */
/** @typedef {import('./reserve').Reserve} Reserve */
/** @typedef {import('node:stream').Duplex} Duplex */
/** @typedef {{connection: Connection, reserve: Reserve, maxPayload: number}} IntakeParts */

const NO_BYTES = Buffer.alloc(0);
const SMALLEST_BUFFER = 4096;
// The overhead of a fragment in ws.
const FRAGMENT_BYTES = 256;
// The maximum expansion of a byte by deflate.
const MOST_INFLATED = 1032;

/**
 * The incoming data of one connection, between its socket and ws. It follows the frames and passes each one to ws as a
 * whole, so that
 * - the waiting bytes are known: the payload of a frame is collected here, in a buffer that grows with it;
 * - a connection that is paused in the middle of a chunk gets nothing more of it: the socket keeps it;
 * - every frame is counted, also control frames and fragments.
 */
class Intake {
  #webSocket;
  #socket;
  #toWs;
  #connection;
  #reserve;
  #maxPayload;
  /** The beginning of an incomplete header. ws already has it. */
  #header = NO_BYTES;
  /** First byte of the current frame. */
  #first = 0;
  /** The received part of its payload, and space for more. */
  #payload = NO_BYTES;
  #gathered = 0;
  #owed = 0;
  /** Bytes that ws holds of a fragmented message. */
  #fragments = { count: 0, bytes: 0, areCompressed: false };
  /** Bytes that were returned to the socket. */
  #behind = 0;
  #accounted = 0;
  /** Has a close frame arrived? Everything after it is ignored. */
  #isOver = false;

  /**
   * @param {AnsweringSocket} webSocket
   * @param {Duplex} socket its socket
   * @param {(chunk: Buffer) => void} toWs the listener of ws at the socket
   * @param {IntakeParts} parts
   */
  constructor(webSocket, socket, toWs, { connection, reserve, maxPayload }) {
    this.#webSocket = webSocket;
    this.#socket = socket;
    this.#toWs = toWs;
    this.#connection = connection;
    this.#reserve = reserve;
    this.#maxPayload = maxPayload;
    webSocket.on('close', () => this.#forget());
  }

  /**
   * Reads before ws from now on.
   *
   * @param {AnsweringSocket} webSocket just opened
   * @param {Duplex} socket its socket
   * @param {IntakeParts} parts
   * @returns {Intake}
   */
  static attach(webSocket, socket, parts) {
    const toWs = /** @type {(chunk: Buffer) => void} */ (socket.listeners('data').at(-1));
    const intake = new Intake(webSocket, socket, toWs, parts);
    intake.listenWith((chunk) => intake.take(chunk));
    return intake;
  }

  /**
   * When ws removes its listener, this one is removed: Node finds it by `listener`, like those of once().
   *
   * @param {(chunk: Buffer) => void} listener that replaces that of ws
   */
  listenWith(listener) {
    const inPlace = Object.assign(listener, { listener: this.#toWs });
    this.#socket.off('data', this.#toWs).on('data', inPlace);
  }

  /** @returns {boolean} does the next byte start a message? */
  get isBetweenMessages() {
    const isInFrame = this.#owed > 0 || this.#header.length > 0;
    return !isInFrame && this.#fragments.count === 0 && !this.#isOver && !this.#webSocket.isPaused;
  }

  /** @param {Buffer} chunk received bytes; ws may keep views into it */
  take(chunk) {
    this.#connection.countBytes(chunk.length);
    let at = 0;
    while (at < chunk.length && !this.#webSocket.isPaused && !this.#isOver) {
      at = this.#read(chunk, at);
    }
    this.#behind = this.#isOver ? 0 : chunk.length - at;
    if (this.#behind > 0) this.#socket.unshift(chunk.subarray(at));
    this.#account();
  }

  /**
   * @param {Buffer} bytes received bytes; they are copied
   * @returns {number} how many of them belong to a started payload
   */
  fill(bytes) {
    if (this.#owed === 0 && this.#behind === 0) return 0;
    this.#behind = 0;
    const taken = this.#gather(bytes);
    this.#connection.countBytes(taken);
    this.#account();
    return taken;
  }

  /**
   * @param {Buffer} chunk
   * @param {number} at where a frame begins or continues
   * @returns {number} the offset after the consumed bytes
   */
  #read(chunk, at) {
    if (this.#owed > 0) return at + this.#gather(chunk.subarray(at));
    const begun = this.#header.length;
    const header = Buffer.concat([this.#header, chunk.subarray(at, at + LONGEST_HEADER)]);
    const begin = at + maskedHeaderSize(header) - begun;
    if (begin > chunk.length) {
      this.#header = header;
      this.#give(chunk.subarray(at));
      return chunk.length;
    }
    this.#header = NO_BYTES;
    [this.#first] = header;
    const length = payloadLength(header, 0);
    if (begin + length <= chunk.length) {
      this.#end(chunk.subarray(at, begin + length), length);
      return begin + length;
    }
    this.#give(chunk.subarray(at, begin));
    this.#owed = length;
    return begin;
  }

  /**
   * @param {Buffer} bytes
   * @returns {number} how many of them belong to the payload
   */
  #gather(bytes) {
    const size = Math.min(bytes.length, this.#owed);
    if (size === 0) return 0;
    this.#makeRoom(size);
    bytes.copy(this.#payload, this.#gathered, 0, size);
    this.#gathered += size;
    this.#owed -= size;
    if (this.#owed === 0) {
      const payload = this.#payload;
      this.#drop();
      this.#end(payload, payload.length);
    }
    return size;
  }

  /** @param {number} size of the next bytes */
  #makeRoom(size) {
    const needed = this.#gathered + size;
    if (needed <= this.#payload.length) return;
    const most = this.#gathered + this.#owed;
    const room = Math.max(needed, 2 * this.#payload.length, SMALLEST_BUFFER);
    const larger = Buffer.allocUnsafeSlow(Math.min(most, room));
    this.#payload.copy(larger, 0, 0, this.#gathered);
    this.#payload = larger;
  }

  #drop() {
    this.#payload = NO_BYTES;
    this.#gathered = 0;
  }

  /**
   * @param {Buffer} bytes the last bytes of a frame
   * @param {number} length of its payload
   */
  #end(bytes, length) {
    const isControl = (this.#first & CONTROL) !== 0;
    const isFinal = (this.#first & FINAL) !== 0;
    if (isControl || !isFinal) this.#connection.countFrame(this.#first === PONG);
    this.#isOver = this.#first === CLOSE;
    if (isControl) this.#give(bytes);
    else if (isFinal) this.#endMessage(bytes);
    else this.#endFragment(bytes, length);
  }

  /** @param {Buffer} bytes */
  #endMessage(bytes) {
    const { count, areCompressed } = this.#fragments;
    this.#fragments = { count: 0, bytes: 0, areCompressed: false };
    const isCompressed = count > 0 ? areCompressed : (this.#first & COMPRESSED) !== 0;
    if (isCompressed) this.#connection.unpack(() => this.#give(bytes));
    else this.#give(bytes);
  }

  /**
   * @param {Buffer} bytes
   * @param {number} length
   */
  #endFragment(bytes, length) {
    const { count, bytes: before, areCompressed } = this.#fragments;
    const isCompressed = count > 0 ? areCompressed : (this.#first & COMPRESSED) !== 0;
    const size = before + length * (isCompressed ? MOST_INFLATED : 1);
    this.#fragments = {
      count: count + 1,
      bytes: Math.min(size, this.#maxPayload),
      areCompressed: isCompressed,
    };
    // ws keeps it, and with it the whole chunk that contains it.
    const isAlone = bytes.length === bytes.buffer.byteLength;
    this.#give(isAlone ? bytes : Buffer.from(new Uint8Array(bytes).buffer));
  }

  /** @param {Buffer} bytes */
  #give(bytes) {
    this.#toWs.call(this.#socket, bytes);
  }

  /** Reports the number of waiting bytes. */
  #account() {
    const { count, bytes } = this.#fragments;
    const waiting = this.#payload.length + bytes + count * FRAGMENT_BYTES + this.#behind;
    if (waiting === this.#accounted) return;
    this.#accounted = waiting;
    this.#reserve.set(this.#connection, waiting);
  }

  #forget() {
    this.#drop();
    this.#behind = 0;
    this.#fragments = { count: 0, bytes: 0, areCompressed: false };
    this.#account();
  }
}

module.exports = { Intake };
