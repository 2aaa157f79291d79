'use strict';

const { quoted } = require('../base/log');
const { networkOf } = require('../net/peer-address');

/** @typedef {import('../base/log').Log} Log */
/** @typedef {import('./session').Identity} Identity */

// Close codes without a meaning for the log; see RFC 6455, 7.4.1.
const NO_CODE = 1005;
const BROKEN_OFF = 1006;

/**
 * The log of one connection: each line has its user and address. Lines that a client can cause at will are rate-limited
 * for each network.
 */
class SessionLog {
  #log;
  #address;
  #network;
  /** Its current or last identity. */
  #identity;

  /**
   * @param {Log} log
   * @param {string} address of the client
   * @param {Pick<Identity, 'clientId' | 'userName'>} [identity] if it is known
   */
  constructor(log, address, identity) {
    this.#log = log;
    this.#address = address;
    this.#network = networkOf(address);
    this.#identity = identity;
  }

  /** @returns {boolean} are the actions of clients logged? */
  get isDebug() {
    return this.#log.isDebug;
  }

  /**
   * @param {Identity} identity
   * @param {string} how such as its dialect
   */
  entered(identity, how) {
    this.#identity = identity;
    this.#paced('info', 'login', `${this.#who} has logged in: ${how}`);
  }

  /**
   * @param {unknown} name given with a wrong password or token
   * @param {string} why
   */
  failed(name, why) {
    this.#paced('warn', 'failed login', `${this.#who} may not log in as ${quoted(name)}: ${why}`);
  }

  /**
   * @param {string} what the client requested
   * @param {string} why ends with a code, or is one of the fixed texts
   */
  refused(what, why) {
    this.#paced('info', 'refusal', `${this.#who} was refused ${what}: ${why}`);
  }

  /** @param {string} what the client does */
  debug(what) {
    if (this.isDebug) this.#log.debug(`${this.#who}: ${what}`);
  }

  /**
   * @param {{code: number, reason: string}} close the received or sent close frame
   * @param {string} [because] the reason, if this side ended the connection
   */
  ended({ code, reason }, because) {
    const said = [code === NO_CODE ? '' : ` (code ${code})`, reason && `: ${quoted(reason)}`];
    const told = code === BROKEN_OFF ? 'it broke off' : `the client closed it${said.join('')}`;
    const text = `${this.#who} is disconnected: ${because ?? told}`;
    if (this.#identity) this.#paced('info', 'end', text);
    else this.#log.debug(text);
  }

  /** @returns {string} */
  get #who() {
    const { userName, clientId } = this.#identity ?? {};
    const name = userName === undefined ? 'Somebody' : quoted(userName);
    return `${name} (${clientId === undefined ? '' : `${clientId}, `}${this.#address})`;
  }

  /**
   * @param {'info' | 'warn'} level
   * @param {string} kind
   * @param {string} text
   */
  #paced(level, kind, text) {
    this.#log.paced(level, kind, this.#network, text);
  }
}

module.exports = { SessionLog };
