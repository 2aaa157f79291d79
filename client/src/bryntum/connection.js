import { CLOSE } from '../core/close-codes.js';
import { Link } from '../core/link.js';

// What the server says when it has no time for a login now.
const LATER = /\(ERR_(LOGINS_BUSY|LOGIN_TIMEOUT|TOO_MANY_LOGINS)\)$/;

/** @typedef {{url: string, userName?: string}} Who comes; without a name nobody logs in yet */

const PING = { command: 'version', data: {} };

/** @param {string | undefined} login @param {any} password */
const loginOf = (login, password) => ({
  command: 'login',
  data: { login, password: password ?? '', resume: true },
});

/**
 * How `commands` begins: somebody logs in, and the answer names the connection.
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
 * One user's connection in the dialect `commands`, which logs in anew whenever it comes back. It knows messages,
 * `{ command, data }`, and no projects. The server names each connection: `client` is that name, and it is a new one after every
 * reconnect, so nothing may be kept under an old one.
 *
 * It tells `online` `{ client, userName }` each time that somebody has logged in.
 */
export class SyncConnection extends Link {
  /** The name that the server gave to this connection; `null` while there is none. @type {string | null} */
  client = null;
  /** The secret with which a later connection shows that it is the same client. @type {string | null} */
  resume = null;
  /** @type {string | undefined} */
  userName;
  #who;

  /**
   * @param {{url: string, userName?: string, password?: any} & import('../core/link.js').LinkOptions} options `password`, or a
   *   token: a value, or a function that is asked at each attempt
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
   * Logs in as somebody, on the connection that stands or on a new one, and again whenever it comes back.
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

  /** Whether the login is done and the connection stands. */
  get isOnline() {
    return this.client !== null;
  }

  /**
   * Sends one message, unless the connection is down.
   *
   * @param {string} command
   * @param {object} [data]
   * @returns {boolean} was it handed to the socket? It may still be lost with the connection
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
    // A login proves little: what is sent next may be what the connection is lost for, again and again.
    if (revisions?.some(({ client }) => client === this.client)) this.settle();
    // The answer to our own logout names nobody; the server hangs up behind it.
    if (command === 'logout' && !data?.userName) this.close();
  }
}
