import { backoff } from './backoff.js';

// The server closes with it when this client has come back on another connection.
const REPLACED = 4409;
// Who was connected for so long is let in anew at once.
const SETTLED_MS = 60_000;

/**
 * One user's connection to a gantt-sync-server: it opens a WebSocket, logs in, and comes back by itself when the
 * connection is lost, with a new login each time. It knows messages, not projects, and needs nothing but a WebSocket.
 *
 * Messages are JSON objects `{ command, data }`. A server names each connection: `client` is that name, and it is a
 * new one after every reconnect, so nothing may be kept under an old one.
 *
 * Events (`addEventListener`; what they carry is in `event.detail`):
 *
 * - `online` `{ client, userName }`: the server has accepted the login; messages may be sent.
 * - `message` `{ command, data, … }`: any message, the answer to the login included.
 * - `offline` `{ retryIn, code }`: the connection was lost, or could not be made; it is tried again in `retryIn`
 *   milliseconds. `code` is what it was closed with.
 * - `refused` `{ message }`: the server refused the login. It is not tried again.
 * - `closed`: closed with {@link close}, or by the server after a logout. It is not tried again.
 */
export class SyncConnection extends EventTarget {
  /** @type {WebSocket | null} */
  #socket = null;
  #retryTimer = 0;
  #failures = 0;
  #onlineSince = Infinity;
  #wanted = false;

  /** The name that the server gave to this connection; `null` while there is none. @type {string | null} */
  client = null;
  /** The secret with which a later connection shows that it is the same client. @type {string | null} */
  resume = null;

  /**
   * @param {object} options
   * @param {string} options.url `ws://` or `wss://` address of the server
   * @param {string} options.userName
   * @param {string} [options.password]
   * @param {(failures: number) => number} [options.retryDelay] milliseconds to wait after that many failures
   * @param {typeof WebSocket} [options.WebSocket] another implementation, for tests and for Node
   */
  constructor({
    url,
    userName,
    password = '',
    retryDelay = backoff,
    WebSocket = globalThis.WebSocket,
  }) {
    super();
    Object.assign(this, { url, userName });
    this.password = password;
    this.retryDelay = retryDelay;
    this.WebSocket = WebSocket;
  }

  /** Whether the login is done and the connection stands. */
  get isOnline() {
    return this.client !== null;
  }

  /** Connects, and goes on trying until {@link close}. Does nothing when it is open already. */
  open() {
    this.#wanted = true;
    if (this.#socket) return;
    clearTimeout(this.#retryTimer);

    const socket = new this.WebSocket(this.url);
    this.#socket = socket;
    const current = (/** @type {(event: any) => void} */ handle) => (/** @type {any} */ event) => {
      if (socket === this.#socket) handle(event);
    };
    socket.addEventListener(
      'open',
      current(() => this.#login()),
    );
    socket.addEventListener(
      'message',
      current((event) => this.#receive(event.data)),
    );
    socket.addEventListener(
      'close',
      current(({ code }) => this.#lost(code)),
    );
    // An error is always followed by a close, which is where it is handled.
    socket.addEventListener('error', () => {});
  }

  /**
   * Sends one message, unless the connection is down.
   *
   * @param {string} command
   * @param {object} [data]
   * @returns {boolean} whether it was handed to the socket; it may still be lost with the connection
   */
  send(command, data = {}) {
    if (this.#socket?.readyState !== this.WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify({ command, data }));
    return true;
  }

  /** Closes the connection for good. */
  close() {
    this.#wanted = false;
    clearTimeout(this.#retryTimer);
    this.#drop();
    this.#fire('closed');
  }

  #login() {
    this.send('login', { login: this.userName, password: this.password, resume: true });
  }

  /** @param {string} text */
  #receive(text) {
    const message = JSON.parse(text);

    if (message.command === 'login' && !this.isOnline) {
      if (message.error) {
        this.#wanted = false;
        this.#drop();
        this.#fire('refused', { message: message.error });
        return;
      }
      this.client = message.data.client;
      this.resume = message.data.resume ?? null;
      this.userName = message.data.userName;
      this.#onlineSince = performance.now();
      this.#fire('online', message.data);
    }
    // A login proves little: what is sent next may be what the connection is lost for, again and again.
    if (message.data?.revisions?.some(({ client }) => client === this.client)) this.#failures = 0;
    this.#fire('message', message);
    // The answer to our own logout names nobody; the server hangs up behind it.
    if (message.command === 'logout' && !message.data?.userName) this.close();
  }

  /** @param {number} code */
  #lost(code) {
    if (performance.now() - this.#onlineSince > SETTLED_MS) this.#failures = 0;
    this.#drop();
    if (code === REPLACED) this.close();
    if (!this.#wanted) return;
    const retryIn = this.retryDelay(this.#failures++);
    this.#retryTimer = /** @type {any} */ (setTimeout(() => this.open(), retryIn));
    this.#fire('offline', { retryIn, code });
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    this.client = this.resume = null;
    this.#onlineSince = Infinity;
    socket?.close();
  }

  /** @param {string} type @param {object} [detail] */
  #fire(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
