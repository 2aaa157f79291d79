'use strict';

const { EventEmitter } = require('node:events');
const { TEXT, headerSize, writeHeader } = require('../../net/fast/frame-header');
const { RawArguments, messageOf } = require('./packets');

const [OPEN, CLOSING, CLOSED] = [1, 2, 3];
const NORMAL = 1000;
const NO_MARK = Buffer.alloc(0);
const EVENT = '2';
// The packet type that Engine.IO writes before a message.
const MESSAGE = '4';
const BRACKET = 0x5b;
// A longer message is not copied: it is sent after its header.
const LONGEST_COPIED = 16 * 1024;
// Limits for changes before the project is named: after a reconnect, a client first sends its buffered events.
const MOST_EARLY = 100;
const MOST_EARLY_BYTES = 1024 * 1024;

/**
 * Makes a socket of Socket.IO look like a WebSocket of ws, so that it is a connection like any other, with the same
 * limits, turns, pings and marks. An outgoing text is an event (`["name",…]`) or a whole packet; a ping is one of
 * Engine.IO, which every client answers in order on every transport.
 */
class WireSocket extends EventEmitter {
  extensions = '';
  compresses = false;
  readyState = OPEN;
  #io;
  #conn;
  #names;
  /** Data that wait for the transport. */
  #waiting = 0;
  /** @type {Buffer[]} pieces of a fragmented message */
  #pieces = [];
  /** @type {Buffer[]} marks of the unanswered pings */
  #asked = [];
  /** @type {Buffer | undefined} mark of the ping that is being sent */
  #mark;
  /** @type {string[] | undefined} changes that arrived before the project was named; undefined: it is named */
  #early = [];
  #earlyBytes = 0;
  #maxPayload = 0;
  #isPaused = false;
  #pausedBytes = 0;
  #decoder;

  /**
   * @param {any} io a Socket of socket.io
   * @param {{change: string, subscribe: string}} names of the events for a change and for the subscription
   */
  constructor(io, names) {
    super();
    this.#io = io;
    this.#conn = io.conn;
    this.#names = names;
    // Usual events arrive immediately, others through Socket.IO.
    this.#decoder = io.client.decoder;
    this.#decoder.onEvent = (/** @type {string} */ name, /** @type {RawArguments} */ raw) =>
      this.#receive(name, raw);
    io.onAny((/** @type {string} */ name, /** @type {unknown} */ raw) => this.#receive(name, raw));
    io.once('disconnect', (/** @type {string} */ reason) => this.#onClose(reason));
    io.on('error', () => {});
    this.#conn.on('drain', () => {
      this.#waiting = 0;
    });
    this.#conn.on('packetCreate', (/** @type {{type: string}} */ { type }) => {
      if (type === 'ping') this.#asked.push(this.#mark ?? NO_MARK);
    });
    this.#conn.on('packet', (/** @type {{type: string}} */ { type }) => {
      if (type === 'pong') this.#onPong();
    });
    this.#conn.on('upgrade', () => this.#applyLimits());
  }

  /** @returns {number} unsent bytes */
  get bufferedAmount() {
    return this.#waiting + (this.#conn.transport.socket?.bufferedAmount ?? 0);
  }

  /**
   * @param {Buffer | string} data
   * @param {{fin?: boolean}} [options]
   * @param {(error?: Error) => void} [callback]
   */
  send(data, { fin = true } = {}, callback) {
    const piece = typeof data === 'string' ? Buffer.from(data) : data;
    if (!fin) this.#pieces.push(piece);
    if (!fin || this.readyState !== OPEN) return callback?.();
    const whole = this.#pieces.length > 0 ? Buffer.concat([...this.#pieces, piece]) : piece;
    this.#pieces = [];
    this.#waiting += whole.length;
    const kind = whole[0] === BRACKET ? EVENT : '';
    const { transport } = this.#conn;
    if (takesFrames(transport))
      this.#conn.write('', { wsPreEncodedFrame: frameOf(MESSAGE + kind, whole) });
    else this.#conn.write(kind + whole.toString());
    return callback?.();
  }

  /** @param {Buffer} mark */
  ping(mark) {
    if (this.readyState !== OPEN) return;
    this.#mark = Buffer.from(mark);
    this.#conn.sendPacket('ping');
    this.#mark = undefined;
  }

  pause() {
    this.#isPaused = true;
    this.#conn.transport.socket?.pause();
  }

  resume() {
    this.#isPaused = false;
    this.#pausedBytes = 0;
    this.#conn.transport.socket?.resume();
  }

  /** @param {{maxPayload: number}} limits */
  limit({ maxPayload }) {
    this.#maxPayload = maxPayload;
    this.#applyLimits();
  }

  /** Closes it gracefully: earlier messages still arrive. */
  close() {
    if (this.readyState !== OPEN) return;
    this.readyState = CLOSING;
    this.#io.disconnect(true);
  }

  terminate() {
    if (this.readyState === CLOSED) return;
    this.readyState = CLOSING;
    this.#conn.close(true);
    this.#onClose('terminated');
  }

  /** Engine.IO has no public API for it; if its private fields differ, the limits before the login stay. */
  #applyLimits() {
    const { transport } = this.#conn;
    if (transport.opts) transport.opts = { ...transport.opts, maxHttpBufferSize: this.#maxPayload };
    const receiver = transport.socket?._receiver;
    if (receiver) receiver._maxPayload = this.#maxPayload;
    if (this.#isPaused) transport.socket?.pause();
  }

  /**
   * @param {string} name of the event
   * @param {unknown} raw
   */
  #receive(name, raw) {
    if (this.readyState !== OPEN) return;
    const text = raw instanceof RawArguments ? messageOf(name, raw) : '';
    if (!(raw instanceof RawArguments) || raw.isBinary) {
      this.emit('message', Buffer.from(text), true);
      return;
    }
    const { change, subscribe } = this.#names;
    if (name === change && this.#early && this.#keep(text)) return;
    this.#tell(text);
    if (name !== subscribe || !this.#early) return;
    const early = this.#early;
    this.#early = undefined;
    for (const kept of early) this.#tell(kept);
  }

  /**
   * @param {string} text of an early change
   * @returns {boolean} false: the limit is exceeded
   */
  #keep(text) {
    this.#earlyBytes += text.length;
    const isTooMuch = this.#early?.length === MOST_EARLY || this.#earlyBytes > MOST_EARLY_BYTES;
    if (!isTooMuch) this.#early?.push(text);
    return !isTooMuch;
  }

  /** @param {string} text of a message */
  #tell(text) {
    const bytes = Buffer.from(text);
    // A pause does not hold a long-polling client, so its messages wait here.
    if (this.#isPaused) this.#pausedBytes += bytes.length;
    if (this.#pausedBytes > 2 * this.#maxPayload) this.terminate();
    else this.emit('message', bytes, false);
  }

  #onPong() {
    const mark = this.#asked.shift() ?? NO_MARK;
    this.#decoder.inOrder(() => this.emit('pong', mark));
  }

  /** @param {string} reason */
  #onClose(reason) {
    if (this.readyState === CLOSED) return;
    this.readyState = CLOSED;
    this.#decoder.onEvent = undefined;
    this.#early = undefined;
    this.emit('close', NORMAL, Buffer.from(reason));
  }
}

/**
 * @param {any} transport of Engine.IO
 * @returns {boolean} is it a WebSocket that accepts ready frames, as adapters of Socket.IO use them?
 */
function takesFrames({ name, opts, socket }) {
  return (
    name === 'websocket' &&
    !opts?.perMessageDeflate &&
    typeof socket?._sender?.sendFrame === 'function'
  );
}

/**
 * @param {string} before prefix of the message
 * @param {Buffer} message
 * @returns {Buffer[]} a frame: one piece, or a header and the message
 */
function frameOf(before, message) {
  const length = before.length + message.length;
  const begin = headerSize(length) + before.length;
  const isCopied = message.length <= LONGEST_COPIED;
  const frame = Buffer.allocUnsafe(isCopied ? begin + message.length : begin);
  frame.write(before, writeHeader(frame, 0, TEXT, length), 'latin1');
  if (!isCopied) return [frame, message];
  message.copy(frame, begin);
  return [frame];
}

module.exports = { WireSocket };
