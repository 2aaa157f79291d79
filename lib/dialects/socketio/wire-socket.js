'use strict';

const { EventEmitter } = require('node:events');
const { RawArguments, messageOf } = require('./packets');

const [OPEN, CLOSING, CLOSED] = [1, 2, 3];
const NORMAL = 1000;
const NO_MARK = Buffer.alloc(0);
const EVENT = '2';
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

  /**
   * @param {any} io a Socket of socket.io
   * @param {{change: string, subscribe: string}} names of the events with a change, and with which project it is
   */
  constructor(io, names) {
    super();
    this.#io = io;
    this.#conn = io.conn;
    this.#names = names;
    io.onAny((/** @type {string} */ name, /** @type {unknown[]} */ ...args) =>
      this.#receive(name, args),
    );
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
    const piece = Buffer.from(data);
    if (!fin) this.#pieces.push(piece);
    if (!fin || this.readyState !== OPEN) return callback?.();
    const whole = this.#pieces.length > 0 ? Buffer.concat([...this.#pieces, piece]) : piece;
    this.#pieces = [];
    const text = whole.toString();
    this.#waiting += whole.length;
    this.#conn.write(text.startsWith('[') ? EVENT + text : text);
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
   * @param {unknown[]} args
   */
  #receive(name, args) {
    const [raw] = args;
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
    // Events that came before it are given in the next tick.
    process.nextTick(() => this.emit('pong', mark));
  }

  /** @param {string} reason */
  #onClose(reason) {
    if (this.readyState === CLOSED) return;
    this.readyState = CLOSED;
    this.#early = undefined;
    this.emit('close', NORMAL, Buffer.from(reason));
  }
}

module.exports = { WireSocket };
