'use strict';

const { EventEmitter } = require('node:events');
const { TEXT, headerSize, writeHeader } = require('../../net/fast/frame-header');
const { RawArguments, messageOf } = require('./packets');

const [OPEN, CLOSING, CLOSED] = [1, 2, 3];
const NORMAL = 1000;
const NO_MARK = Buffer.alloc(0);
const EVENT = '2';
// What Engine.IO puts before what it is given.
const MESSAGE = '4';
const BRACKET = 0x5b;
// A message that is longer is not copied: it goes out behind its header.
const LONGEST_COPIED = 16 * 1024;
// What somebody sends before it says for which project it is: a client that was away sends first what it had kept.
const MOST_EARLY = 100;
const MOST_EARLY_BYTES = 1024 * 1024;

/**
 * A socket of Socket.IO as a WebSocket of ws: so it is a connection like any other, with the same limits, turns, signs of life and
 * marks. A text that it is to send is an event
 * (`["name",…]`) or a whole packet; a ping is one of Engine.IO's, which every
 * client answers in order, whatever it is carried by.
 */
class WireSocket extends EventEmitter {
  extensions = '';
  compresses = false;
  readyState = OPEN;
  #io;
  #conn;
  #names;
  /** What waits for the transport. */
  #waiting = 0;
  /** @type {Buffer[]} of a message that goes in several pieces */
  #pieces = [];
  /** @type {Buffer[]} marks of the pings that are not answered yet */
  #asked = [];
  /** @type {Buffer | undefined} of the ping that is being sent */
  #mark;
  /** @type {string[] | undefined} changes that came before the project was named; undefined: it was */
  #early = [];
  #earlyBytes = 0;
  #maxPayload = 0;
  #isPaused = false;
  #pausedBytes = 0;
  #decoder;

  /**
   * @param {any} io a Socket of socket.io
   * @param {{change: string, subscribe: string}} names of the events with a change, and with which project it is
   */
  constructor(io, names) {
    super();
    this.#io = io;
    this.#conn = io.conn;
    this.#names = names;
    // Of an event that is usual it hears at once, of others by way of Socket.IO.
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

  /** @returns {number} bytes that have not gone out */
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

  /** Ends it in order: what was sent before arrives. */
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

  /** Engine.IO has no public way to say so; where its fields are others, the limits stay those of strangers. */
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
   * @param {string} text of a change that came early
   * @returns {boolean} false: it is too much
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
    // Who sends by requests is not held up by a pause.
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
 * @returns {boolean} is it a WebSocket to which it writes frames that are ready? Its adapters give it such, too
 */
function takesFrames({ name, opts, socket }) {
  return (
    name === 'websocket' &&
    !opts?.perMessageDeflate &&
    typeof socket?._sender?.sendFrame === 'function'
  );
}

/**
 * @param {string} before the message
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
