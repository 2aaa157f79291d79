import { backoff } from './backoff.js';
import { CLOSE, mayComeAgain } from './close-codes.js';
import { Emitter } from './emitter.js';
import { SyncError } from './errors.js';
import { listenToPage } from './tab.js';

/** @typedef {'connecting' | 'connected' | 'disconnected' | 'needs-auth' | 'stopped'} State */

/**
 * The start and the keep-alive of one family of messages.
 *
 * @typedef {object} Protocol
 * @property {(credentials: any) => string} address returns the URL
 * @property {(credentials: any) => object[]} greet returns the first messages
 * @property {(message: any) => Answer | undefined} hear reads a message during the start
 * @property {() => object} ping returns a message that the server answers immediately
 */

/**
 * @typedef {object} Answer
 * @property {object} [ready] the start is complete; the argument of `connected`
 * @property {number} [refused] treated like this close code
 * @property {string} [reason]
 */

/**
 * @typedef {object} LinkOptions
 * @property {any} [token] a value, or a function that returns one or a promise, called at each attempt. An exception
 * counts as a lost connection
 * @property {number} [maxReconnectAttempts] maximum failed attempts in a row
 * @property {(failures: number) => number} [retryDelay] returns the milliseconds to wait
 * @property {number} [heartbeatInterval] milliseconds of silence before a ping; 0: no pings
 * @property {number} [heartbeatTimeout] milliseconds until its answer must arrive
 * @property {number} [connectTimeout] milliseconds until a connection must be established
 * @property {any} [WebSocket] another implementation, for Node before 22
 */

// After a connection of this duration, the failure count starts again.
const SETTLED_MS = 60_000;

/**
 * A connection that reconnects by itself. Events: its states by name, `state` for all of them, and `message`.
 *
 * - `connecting` `{ attempt }`
 * - `connected`, with the answer of the server
 * - `disconnected` `{ retryIn, code, reason }`: it reconnects in so many milliseconds
 * - `needs-auth` `{ code, reason }`: the server demands another token; call {@link login}
 * - `stopped` `{ code, reason }`: it does not reconnect by itself
 */
export class Link extends Emitter {
  /** @type {State} */
  state = 'stopped';
  /** For the next attempts; the current connection is not affected. @type {any} */
  token;
  /** @type {Required<Omit<LinkOptions, 'token'>>} */
  #options;
  #protocol;
  /** @type {any} */
  #socket;
  /** Number of attempts, to detect events of an earlier one. */
  #attempt = 0;
  #failures = 0;
  #isFreshAsked = false;
  #since = Infinity;
  #lastHeard = 0;
  /** @type {any} */
  #timer;
  /** @type {any} */
  #pulse;
  #detach = () => {};

  /**
   * @param {Protocol} protocol
   * @param {LinkOptions} options
   */
  constructor(protocol, options) {
    super();
    this.#protocol = protocol;
    this.token = options.token;
    this.#options = {
      maxReconnectAttempts: Infinity,
      retryDelay: backoff,
      heartbeatInterval: 25_000,
      heartbeatTimeout: 30_000,
      connectTimeout: 60_000,
      WebSocket: globalThis.WebSocket,
      ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
    };
    if (!this.#options.WebSocket) throw new SyncError('ERR_NO_WEBSOCKET');
  }

  /** Connects, with repeated attempts; ends a current pause. Does nothing while connected. */
  open() {
    if (this.state !== 'connecting') this.#begin();
  }

  /**
   * Continues as another user, or with another token.
   *
   * @param {any} [token] a value or a function; undefined: the present function is called again
   */
  login(token) {
    if (token !== undefined) this.token = token;
    this.#isFreshAsked = false;
    // Also where it connects, with another one.
    this.#begin();
  }

  /** Is it connected, or reconnecting by itself? @internal */
  get isTrying() {
    return /connect/.test(this.state);
  }

  #begin() {
    if (this.state === 'connected') return;
    if (!this.isTrying) {
      this.#failures = 0;
      // Called when the network returns or the page becomes visible: ends a pause.
      const wake = () => {
        this.open();
        this.check();
      };
      const ends = ['online', 'visibilitychange'].map((name) => listenToPage(name, wake));
      this.#detach = () => ends.forEach((end) => end());
    }
    void this.#connect();
  }

  /**
   * @param {object} message
   * @returns {boolean} was it passed to the socket? It may still be lost with the connection
   */
  send(message) {
    if (this.state !== 'connected' || this.#socket.readyState !== 1) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** The server has accepted something: the failure count starts again. */
  settle() {
    this.#failures = 0;
  }

  /** Closes the connection until {@link open}. */
  close() {
    this.#stop('stopped', CLOSE.NORMAL, 'closed');
  }

  /** Drops the connection and reconnects, as if it were lost. */
  reconnect() {
    if (/^connect/.test(this.state)) this.#lost(CLOSE.NORMAL, '');
  }

  /** Sends a ping now. */
  check() {
    if (this.state !== 'connected') return;
    const heard = this.#lastHeard;
    this.send(this.#protocol.ping());
    clearTimeout(this.#pulse);
    const { bufferedAmount } = this.#socket;
    this.#pulse = setTimeout(() => {
      const hasMoved = this.#socket.bufferedAmount < bufferedAmount;
      if (this.#lastHeard !== heard || hasMoved) this.#listen();
      else this.#lost(1006, 'silent');
    }, this.#options.heartbeatTimeout);
  }

  async #connect() {
    this.#drop();
    const attempt = this.#attempt;
    const isCurrent = () => attempt === this.#attempt;
    this.#enter('connecting', { attempt: this.#failures + 1 });
    if (!isCurrent()) return;
    this.#timer = setTimeout(() => this.#lost(1006, 'no answer'), this.#options.connectTimeout);
    try {
      const { token } = this;
      const credentials = typeof token === 'function' ? await token() : token;
      if (isCurrent()) this.#use(credentials, isCurrent);
    } catch (error) {
      if (isCurrent()) this.#lost(1006, String(error));
    }
  }

  /**
   * @param {any} credentials
   * @param {() => boolean} isCurrent
   */
  #use(credentials, isCurrent) {
    const socket = new this.#options.WebSocket(this.#protocol.address(credentials));
    this.#socket = socket;
    const when = (/** @type {string} */ name, /** @type {(event: any) => void} */ handle) =>
      socket.addEventListener(name, (/** @type {any} */ event) => isCurrent() && handle(event));
    when('open', () => {
      for (const message of this.#protocol.greet(credentials)) socket.send(JSON.stringify(message));
    });
    when('message', ({ data }) => this.#receive(data));
    when('close', ({ code, reason }) => this.#lost(code, reason));
    // An error is always followed by a close, which handles it.
    when('error', () => {});
  }

  /** @param {string} text */
  #receive(text) {
    this.#lastHeard = performance.now();
    let message;
    try {
      message = JSON.parse(text);
    } catch {
      return;
    }
    const attempt = this.#attempt;
    if (this.state === 'connecting') {
      const { ready, refused, reason } = this.#protocol.hear(message) ?? {};
      if (refused) this.#lost(refused, reason);
      else if (ready) {
        clearTimeout(this.#timer);
        this.#isFreshAsked = false;
        this.#since = performance.now();
        this.#listen();
        this.#enter('connected', ready);
      }
    }
    if (attempt === this.#attempt) this.emit('message', message);
  }

  /** Sends a ping after a time of silence. */
  #listen() {
    const { heartbeatInterval } = this.#options;
    clearTimeout(this.#pulse);
    if (!heartbeatInterval) return;
    const quiet = performance.now() - this.#lastHeard;
    if (quiet >= heartbeatInterval) this.check();
    else this.#pulse = setTimeout(() => this.#listen(), heartbeatInterval - quiet);
  }

  /** @param {number} code @param {string} [reason] */
  #lost(code, reason) {
    const { maxReconnectAttempts, retryDelay } = this.#options;
    if (performance.now() - this.#since > SETTLED_MS) this.#failures = 0;
    const isToken = code === CLOSE.TOKEN;
    const isWelcome = mayComeAgain(code);
    // The token may only have expired, so its function is called again.
    if (isToken && typeof this.token === 'function' && !this.#isFreshAsked)
      this.#isFreshAsked = true;
    else if (!isWelcome || this.#failures >= maxReconnectAttempts) {
      const why = isWelcome ? 'too many attempts' : reason;
      this.#stop(isToken ? 'needs-auth' : 'stopped', code, why);
      return;
    }
    this.#drop();
    const retryIn = retryDelay(this.#failures++);
    this.#timer = setTimeout(() => void this.#connect(), retryIn);
    this.#enter('disconnected', { retryIn, code, reason });
  }

  /** @param {State} state @param {number} code @param {string} [reason] */
  #stop(state, code, reason) {
    this.#drop();
    this.#detach();
    if (this.state !== state) this.#enter(state, { code, reason });
  }

  #drop() {
    this.#attempt++;
    clearTimeout(this.#timer);
    clearTimeout(this.#pulse);
    this.#since = Infinity;
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  /** @param {State} state @param {object} detail */
  #enter(state, detail) {
    this.state = state;
    this.emit('state', { state, ...detail });
    if (this.state === state) this.emit(state, detail);
  }
}
