'use strict';

const net = require('node:net');
const { DirectWriter } = require('./direct-writes');
const { LONGEST_WHOLE, fragmentsOf } = require('./fragments');
const { TEXT } = require('./frame-header');
const { FRAMES, FrameSequence, LONG, PARTS, PING, messagesOf, sizeOf } = require('./frames');

/** @typedef {import('./turn').Turn} Turn */
/** @typedef {import('ws').WebSocket} WebSocket */

const NO_BYTES = Buffer.alloc(0);
const TEXT_FRAME = Object.freeze({ binary: false });
const OPEN = 1;
// Beyond this size the cost of a write is that of its bytes, so waiting for more is useless; and the waiting data stay
// small compared with the limit for unsent data.
const FULL_BYTES = 64 * 1024;
// A message of this size is written alone if nothing else waits.
const WORTH_A_WRITE_BYTES = 16 * 1024;

/**
 * The outgoing data of one connection, in the order of the calls. The messages of one turn of the event loop are sent
 * in one write, because writes are most of the cost of a broadcast.
 *
 * As in inbox.js, messages bypass ws: frames are written directly to the socket. ws also writes whole frames, so its
 * own ping or pong may come between two messages, which the protocol allows. Everything that ws compresses or holds
 * back, and everything on a socket that is not one of Node, goes through its send().
 */
class Outbox {
  #webSocket;
  /** @type {net.Socket | undefined} undefined: everything goes through ws */
  #socket;
  #isPlain;
  #turn;
  #direct;
  /** @type {FrameSequence | undefined} waits for the end of the turn */
  #waiting;
  #waitingBytes = 0;
  /** @type {Buffer | undefined} payload of the ping after it */
  #ping;

  /**
   * @param {WebSocket & {compressesFrom?: number}} webSocket
   * @param {import('node:stream').Duplex} [socket] its socket
   * @param {Turn} [turn] required with a socket
   */
  constructor(webSocket, socket, turn) {
    this.#webSocket = webSocket;
    this.#isPlain = webSocket.extensions === '';
    const isKnown = this.#isPlain || webSocket.compressesFrom !== undefined;
    this.#socket = socket instanceof net.Socket && turn && isKnown ? socket : undefined;
    this.#turn = turn;
    this.#direct = this.#socket && DirectWriter.of(this.#socket);
  }

  /** @returns {number} unsent bytes; a partly sent write counts whole */
  get unsent() {
    return this.#webSocket.bufferedAmount + this.#waitingBytes + (this.#direct?.waiting ?? 0);
  }

  /** @returns {boolean} are buffers sent without a copy, so that a broadcast is in memory once? */
  get sharesBuffers() {
    const { extensions, _socket: socket } = /** @type {any} */ (this.#webSocket);
    return extensions === '' && !socket?.encrypted;
  }

  /**
   * @param {Buffer} message must not be modified afterwards
   * @param {boolean} [withPings] if it is long
   */
  add(message, withPings = false) {
    const turn = this.#turn;
    const kind = withPings && message.length > LONGEST_WHOLE ? LONG : TEXT;
    if (turn === undefined || this.#isForWs(message.length)) {
      this.flush();
      this.#sendThroughWs(message, kind);
      return;
    }
    this.#waiting = (this.#waiting ?? turn.join(this)).with(message, kind);
    this.#waitingBytes += message.length;
    if (this.#waitingBytes >= FULL_BYTES) this.flush();
  }

  /**
   * Adds several messages as ready frames.
   *
   * @param {Buffer} frames whole text frames; must not be modified afterwards
   */
  addFrames(frames) {
    const turn = this.#turn;
    if (frames.length === 0) return;
    if (turn === undefined || this.#isForWs(frames.length)) {
      this.flush();
      this.#sendFrames(frames);
      return;
    }
    this.#waiting = (this.#waiting ?? turn.join(this)).with(frames, FRAMES);
    this.#waitingBytes += frames.length;
  }

  /**
   * Adds one message that consists of several buffers.
   *
   * @param {Buffer[]} parts neither they nor the array may be modified afterwards
   * @param {boolean} [withPings] if it is long
   */
  addParts(parts, withPings = false) {
    const turn = this.#turn;
    const size = sizeOf(parts);
    const kind = withPings && size > LONGEST_WHOLE ? LONG : PARTS;
    if (turn === undefined || this.#isForWs(size)) {
      this.flush();
      this.#sendThroughWs(parts, kind);
      return;
    }
    if (this.#waiting === undefined && size >= WORTH_A_WRITE_BYTES) {
      this.#write(kind === LONG ? longSequenceOf(parts) : sequenceOf(parts));
      return;
    }
    this.#waiting = (this.#waiting ?? turn.join(this)).with(parts, kind);
    this.#waitingBytes += size;
    if (this.#waitingBytes >= FULL_BYTES) this.flush();
  }

  /**
   * Adds a ping after the messages. Only the last ping of a turn is sent, after all messages of the turn: its pong also
   * stands for the others, and each pong costs as much as a message.
   *
   * @param {Buffer} payload at most 125 bytes; must not be modified afterwards
   */
  addPing(payload) {
    const turn = this.#turn;
    if (this.#socket === undefined || turn === undefined) {
      this.#webSocket.ping(payload, false, ignoreError);
      return;
    }
    this.#waiting ??= turn.join(this);
    this.#ping = payload;
  }

  /** Writes waiting messages. Call it before sending anything by other means that must come after them. */
  flush() {
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    const sequence = this.#ping ? waiting.with(this.#ping, PING) : waiting;
    this.#waiting = undefined;
    this.#waitingBytes = 0;
    this.#ping = undefined;
    this.#write(sequence);
  }

  /**
   * @param {number} size of a message
   * @returns {boolean}
   */
  #isForWs(size) {
    if (this.#socket === undefined) return true;
    return !this.#isPlain && size >= /** @type {number} */ (this.#webSocket.compressesFrom);
  }

  /** @param {FrameSequence} sequence not empty */
  #write(sequence) {
    const webSocket = this.#webSocket;
    const socket = this.#socket;
    // Nothing may follow a close frame.
    if (socket === undefined || webSocket.readyState !== OPEN) return;
    if (webSocket.bufferedAmount > socket.writableLength) {
      for (const { message, kind } of sequence.messages) this.#sendThroughWs(message, kind);
    } else {
      const { chunks } = sequence;
      if (chunks.length === 1 && this.#direct?.write(chunks[0])) return;
      write(socket, chunks);
    }
  }

  /**
   * @param {Buffer | Buffer[]} message
   * @param {number} [kind]
   */
  #sendThroughWs(message, kind = TEXT) {
    if (kind === PING) this.#webSocket.ping(message, false, ignoreError);
    else if (kind === FRAMES) this.#sendFrames(/** @type {Buffer} */ (message));
    else if (kind === LONG) this.#sendFragments(joinedFragmentsOf(message));
    else this.#webSocket.send(wholeOf(message), TEXT_FRAME, ignoreError);
  }

  /** @param {Buffer[]} fragments of one message */
  #sendFragments(fragments) {
    for (const [index, fragment] of fragments.entries()) {
      if (index > 0) this.#webSocket.ping(NO_BYTES, false, ignoreError);
      const fin = index === fragments.length - 1;
      this.#webSocket.send(fragment, { ...TEXT_FRAME, fin }, ignoreError);
    }
  }

  /** @param {Buffer} frames whose messages must go through ws */
  #sendFrames(frames) {
    for (const message of messagesOf(frames))
      this.#webSocket.send(message, TEXT_FRAME, ignoreError);
  }

  /** Terminates the connection, because a message for it is lost. */
  fail() {
    this.#webSocket.terminate();
  }
}

/**
 * Many clients request the same dataset, so the result for a message is cached.
 *
 * @template {object} Message
 * @template Made
 * @param {(message: Message) => Made} make
 * @returns {(message: Message) => Made}
 */
function onceForEach(make) {
  /** @type {WeakMap<Message, Made>} */
  const made = new WeakMap();
  return (message) => {
    let result = made.get(message);
    if (result === undefined) {
      result = make(message);
      made.set(message, result);
    }
    return result;
  };
}

const sequenceOf = onceForEach((/** @type {Buffer[]} */ parts) =>
  new FrameSequence().with(parts, PARTS),
);
const longSequenceOf = onceForEach((/** @type {Buffer[]} */ parts) =>
  new FrameSequence().with(parts, LONG),
);
const joined = onceForEach((/** @type {Buffer[]} */ parts) => Buffer.concat(parts));

/**
 * @param {Buffer | Buffer[]} message
 * @returns {Buffer}
 */
function wholeOf(message) {
  return Array.isArray(message) ? joined(message) : message;
}

/**
 * @param {Buffer | Buffer[]} message
 * @returns {Buffer[]}
 */
function joinedFragmentsOf(message) {
  const whole = wholeOf(message);
  return fragmentsOf([whole], whole.length).flat();
}

/**
 * @param {net.Socket} socket
 * @param {Buffer[]} chunks
 */
function write(socket, chunks) {
  if (chunks.length === 1) {
    socket.write(chunks[0]);
    return;
  }
  socket.cork();
  for (const chunk of chunks) socket.write(chunk);
  socket.uncork();
}

/** The events of the socket report every failure; a callback keeps ws from throwing. */
function ignoreError() {}

module.exports = { Outbox };
