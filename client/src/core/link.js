import { backoff } from './backoff.js';
import { CLOSE, mayComeAgain } from './close-codes.js';
import { Emitter } from './emitter.js';
import { SyncError } from './errors.js';
import { listenToPage } from './tab.js';

/** @typedef {'connecting' | 'connected' | 'disconnected' | 'needs-auth' | 'stopped'} State */

/**
 * How one family of messages begins and how it asks for a sign of life.
 *
 * @typedef {object} Protocol
 * @property {(credentials: any) => string} address with which it connects
 * @property {(credentials: any) => object[]} greet what is sent at once
 * @property {(message: any) => Answer | undefined} hear what a message says about the beginning
 * @property {() => object} ping what is answered at once, whatever the answer
 */

/**
 * @typedef {object} Answer
 * @property {object} [ready] it has begun; what `connected` tells
 * @property {number} [refused] as if it were closed with this code
 * @property {string} [reason]
 */

/**
 * @typedef {object} LinkOptions
 * @property {any} [token] who one is: a value, or a function that answers one, or a promise of one; it is asked anew at each
 *   attempt. What it throws counts as a lost connection
 * @property {number} [maxReconnectAttempts] how many may fail in a row
 * @property {(failures: number) => number} [retryDelay] milliseconds to wait after so many failures
 * @property {number} [heartbeatInterval] milliseconds of silence after which a sign of life is asked for; 0: never
 * @property {number} [heartbeatTimeout] milliseconds in which it has to come
 * @property {number} [connectTimeout] milliseconds in which a connection has to begin
 * @property {any} [WebSocket] another implementation, for Node before 22
 */

// Who was connected for so long is let in anew at once.
const SETTLED_MS = 60_000;

/**
 * One connection that comes back by itself. Events: its states by their names, `state` for all of them, and `message`.
 *
 * - `connecting` `{ attempt }`
 * - `connected`, with what the server said
 * - `disconnected` `{ retryIn, code, reason }`: it comes again in so many milliseconds
 * - `needs-auth` `{ code, reason }`: the server wants another token; {@link login} goes on
 * - `stopped` `{ code, reason }`: it does not come again by itself
 */
export class Link extends Emitter {
  /** @type {State} */
  state = 'stopped';
  /** For the next attempts; the connection that stands is not touched. @type {any} */
  token;
  /** @type {Required<Omit<LinkOptions, 'token'>>} */
  #options;
  #protocol;
  /** @type {any} */
  #socket;
  /** Counts attempts, so that what is left of an earlier one is known as such. */
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

  /** Connects, and goes on trying; at once where it waits. Does nothing while it is connected. */
  open() {
    if (this.state !== 'connecting') this.#begin();
  }

  /**
   * Goes on as somebody else, or with another token.
   *
   * @param {any} [token] a value or a function; without it, the function that there is, is asked again
   */
  login(token) {
    if (token !== undefined) this.token = token;
    this.#isFreshAsked = false;
    // Also where it connects, with another one.
    this.#begin();
  }

  /** Is it connected, or comes again by itself? @internal */
  get isTrying() {
    return /connect/.test(this.state);
  }

  #begin() {
    if (this.state === 'connected') return;
    if (!this.isTrying) {
      this.#failures = 0;
      // A browser that has a network again, or a page that is looked at again, need not wait.
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
   * @returns {boolean} was it handed to the socket? It may still be lost with the connection
   */
  send(message) {
    if (this.state !== 'connected' || this.#socket.readyState !== 1) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** The server has taken something: the next failure is the first again. */
  settle() {
    this.#failures = 0;
  }

  /** Ends the connection for good, or until {@link open}. */
  close() {
    this.#stop('stopped', CLOSE.NORMAL, 'closed');
  }

  /** Gives the connection up and comes again, as if it were lost. */
  reconnect() {
    if (/^connect/.test(this.state)) this.#lost(CLOSE.NORMAL, '');
  }

  /** Asks for a sign of life now. */
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
    // An error is always followed by a close, which is where it is handled.
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

  /** Asks for a sign of life when it has been quiet for long enough. */
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
    // It may only have run out, which its function need not know.
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
