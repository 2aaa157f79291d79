import { CLOSE } from '../core/close-codes.js';
import { Link } from '../core/link.js';

// Errors of a server that is too busy for a login.
const LATER = /\(ERR_(LOGINS_BUSY|LOGIN_TIMEOUT|TOO_MANY_LOGINS)\)$/;

/** @typedef {{url: string, userName?: string}} Who the credentials; without a name, the login comes later */

const PING = { command: 'version', data: {} };

/** @param {string | undefined} login @param {any} password */
const loginOf = (login, password) => ({
  command: 'login',
  data: { login, password: password ?? '', resume: true },
});

/**
 * The start of a `commands` connection: a login, whose answer has the client id.
 *
 * @param {Who} who
 * @returns {import('../core/link.js').Protocol}
 */
const commandsProtocol = (who) => ({
  address: () => who.url,
  greet: (password) => [who.userName === undefined ? PING : loginOf(who.userName, password)],
  hear({ command, data, error }) {
    if (who.userName === undefined) return { ready: {} };
    if (command !== 'login') return undefined;
    if (!error) return { ready: data };
    return { refused: LATER.test(error) ? CLOSE.BUSY : CLOSE.TOKEN, reason: error };
  },
  ping: () => PING,
});

/**
 * A `commands` connection of one user, which reconnects and logs in again by itself. It knows messages,
 * `{ command, data }`, but no projects. `client` is the client id of the current connection; it changes with every
 * reconnect, so nothing may be stored under an old one.
 *
 * It emits `online` `{ client, userName }` after each login.
 */
export class SyncConnection extends Link {
  /** The client id of this connection; `null` while there is none. @type {string | null} */
  client = null;
  /** The secret that proves this identity on a later connection. @type {string | null} */
  resume = null;
  /** @type {string | undefined} */
  userName;
  #who;

  /**
   * @param {{url: string, userName?: string, password?: any} & import('../core/link.js').LinkOptions} options
   * `password`, or a token: a value, or a function that is called at each attempt
   */
  constructor({ url, userName, password, ...options }) {
    const who = { url, userName };
    super(commandsProtocol(who), { token: password, ...options });
    this.#who = who;
    this.userName = userName;
    this.on('state', ({ state }) => {
      if (state !== 'connected') this.client = this.resume = null;
    });
    this.on('message', (message) => this.#hear(message));
  }

  /**
   * Logs in, on the current connection or a new one, and again after each reconnect.
   *
   * @param {string} userName
   * @param {any} [password] or a token: a value, or a function
   */
  async logIn(userName, password) {
    this.#who.userName = userName;
    if (this.state !== 'connected') this.login(password ?? '');
    else {
      this.token = password;
      const value = typeof password === 'function' ? await password() : password;
      this.send(loginOf(userName, value));
    }
  }

  /** Is it connected and logged in? */
  get isOnline() {
    return this.client !== null;
  }

  /**
   * Sends one message, unless the connection is down.
   *
   * @param {string} command
   * @param {object} [data]
   * @returns {boolean} was it passed to the socket? It may still be lost with the connection
   */
  say(command, data = {}) {
    return this.send({ command, data });
  }

  /** @param {any} message */
  #hear({ command, data, error }) {
    if (command === 'login' && !error) {
      this.client = data.client;
      this.resume = data.resume ?? null;
      this.userName = this.#who.userName = data.userName;
      this.emit('online', data);
    }
    const revisions = /** @type {any[] | undefined} */ (data?.revisions);
    // A login does not prove success: the next message may be the one that breaks the connection each time.
    if (revisions?.some(({ client }) => client === this.client)) this.settle();
    // The answer to our own logout has no name; the server then closes the connection.
    if (command === 'logout' && !data?.userName) this.close();
  }
}
