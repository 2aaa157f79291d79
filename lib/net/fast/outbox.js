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
// Beyond this a write costs what its bytes cost, so there is no point in waiting for more; and what waits stays small
// beside what a connection may leave unread.
const FULL_BYTES = 64 * 1024;
// Worth a write of its own when nothing else waits.
const WORTH_A_WRITE_BYTES = 16 * 1024;

/**
 * What goes out to one connection, in the order of the calls: the messages of a turn of the event loop in one write,
 * which is what most of the cost of a broadcast is.
 *
 * Here messages go past ws, as they do in inbox.js: it writes frames to the socket that the HTTP server handed over. ws writes
 * whole frames too, so a ping or pong of its own may come between two messages, which the protocol allows. What ws compresses
 * or holds back, and everything on a socket that is not Node's, goes through its send().
 */
class Outbox {
  #webSocket;
  /** @type {net.Socket | undefined} undefined: everything goes through ws */
  #socket;
  #isPlain;
  #turn;
  #direct;
  /** @type {FrameSequence | undefined} what waits for the end of the turn */
  #waiting;
  #waitingBytes = 0;
  /** @type {Buffer | undefined} payload of the ping that comes behind it */
  #ping;

  /**
   * @param {WebSocket & {compressesFrom?: number}} webSocket
   * @param {import('node:stream').Duplex} [socket] the one below it
   * @param {Turn} [turn] needed with a socket
   */
  constructor(webSocket, socket, turn) {
    this.#webSocket = webSocket;
    this.#isPlain = webSocket.extensions === '';
    const isKnown = this.#isPlain || webSocket.compressesFrom !== undefined;
    this.#socket = socket instanceof net.Socket && turn && isKnown ? socket : undefined;
    this.#turn = turn;
    this.#direct = this.#socket && DirectWriter.of(this.#socket);
  }

  /** @returns {number} bytes that have not gone out; those of a write of which some have are all among them */
  get unsent() {
    return this.#webSocket.bufferedAmount + this.#waitingBytes + (this.#direct?.waiting ?? 0);
  }

  /** @returns {boolean} do bytes go out as they are, so that what many are sent is in memory once? */
  get sharesBuffers() {
    const { extensions, _socket: socket } = /** @type {any} */ (this.#webSocket);
    return extensions === '' && !socket?.encrypted;
  }

  /**
   * @param {Buffer} message must not be written to any more
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
   * The same for many messages, as frames that are ready.
   *
   * @param {Buffer} frames whole text frames; must not be written to any more
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
   * The same for one message in several buffers.
   *
   * @param {Buffer[]} parts neither they nor the array must be written to any more
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
   * Puts a ping behind what was added before. Of those of one turn the last goes out, behind all messages of the turn: its
   * answer stands for the others' too, and each answer costs as much as a message.
   *
   * @param {Buffer} payload 125 bytes at most; must not be written to any more
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

  /** Writes what waits, if anything does. To be called before anything else is sent that must come behind it. */
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

  /** @param {FrameSequence} sequence that is not empty */
  #write(sequence) {
    const webSocket = this.#webSocket;
    const socket = this.#socket;
    // Behind a close frame there must be nothing.
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

  /** @param {Buffer} frames whose messages ws has to see */
  #sendFrames(frames) {
    for (const message of messagesOf(frames))
      this.#webSocket.send(message, TEXT_FRAME, ignoreError);
  }

  /** Gives the connection up, since a message for it is lost. */
  fail() {
    this.#webSocket.terminate();
  }
}

/**
 * Many ask for a dataset before it changes: what is made of a message is made once.
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

/** The socket's own events tell of every failure; a callback that is there keeps ws from throwing. */
function ignoreError() {}

module.exports = { Outbox };
