import { CLOSE } from '../core/close-codes.js';
import { Link } from '../core/link.js';

// What the server says when it has no time for a login now.
const LATER = /\(ERR_(LOGINS_BUSY|LOGIN_TIMEOUT|TOO_MANY_LOGINS)\)$/;

/**
 * How `commands` begins: somebody logs in, and the answer names the connection.
 *
 * @param {{url: string, userName?: string}} who
 * @returns {import('../core/link.js').Protocol}
 */
const commandsProtocol = (who) => ({
  address: () => who.url,
  greet: (password) => [
    { command: 'login', data: { login: who.userName, password: password ?? '', resume: true } },
  ],
  hear({ command, data, error }) {
    if (command !== 'login') return undefined;
    if (!error) return { ready: data };
    return { refused: LATER.test(error) ? CLOSE.BUSY : CLOSE.TOKEN, reason: error };
  },
  ping: () => ({ command: 'version', data: {} }),
});

/**
 * One user's connection in the dialect `commands`, which logs in anew whenever it comes back. It knows messages,
 * `{ command, data }`, and no projects. The server names each connection: `client` is that name, and it is a new one after every
 * reconnect, so nothing may be kept under an old one.
 */
export class SyncConnection extends Link {
  /** The name that the server gave to this connection; `null` while there is none. @type {string | null} */
  client = null;
  /** The secret with which a later connection shows that it is the same client. @type {string | null} */
  resume = null;
  /** @type {string | undefined} */
  userName;

  /**
   * @param {{url: string, userName?: string, password?: any} & import('../core/link.js').LinkOptions} options `password`, or a
   *   token: a value, or a function that is asked at each attempt
   */
  constructor({ url, userName, password, ...options }) {
    const who = { url, userName };
    super(commandsProtocol(who), { token: password, ...options });
    this.userName = userName;
    this.on('state', ({ state, ...detail }) => {
      if (state !== 'connected') this.client = this.resume = null;
      else {
        this.client = detail.client;
        this.resume = detail.resume ?? null;
        this.userName = who.userName = detail.userName;
      }
    });
    this.on('message', (message) => this.#hear(message));
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
  #hear({ command, data }) {
    const revisions = /** @type {any[] | undefined} */ (data?.revisions);
    // A login proves little: what is sent next may be what the connection is lost for, again and again.
    if (revisions?.some(({ client }) => client === this.client)) this.settle();
    // The answer to our own logout names nobody; the server hangs up behind it.
    if (command === 'logout' && !data?.userName) this.close();
  }
}
