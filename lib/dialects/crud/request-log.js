'use strict';

const { SessionLog } = require('../../session/session-log');

/** @typedef {import('../../base/log').Log} Log */

/**
 * The log of one request. Most requests are not logged, and cost nothing here.
 */
class RequestLog {
  #log;
  #address;
  #userName;

  /**
   * @param {Log} log
   * @param {string} address of the client
   * @param {string} [userName]
   */
  constructor(log, address, userName) {
    this.#log = log;
    this.#address = address;
    this.#userName = userName;
  }

  /** @returns {boolean} are the actions of clients logged? */
  get isDebug() {
    return this.#log.isDebug;
  }

  /** @param {string} what the client does */
  debug(what) {
    this.#session.debug(what);
  }

  /**
   * @param {string} what the client requested
   * @param {string} why ends with a code
   */
  refused(what, why) {
    this.#session.refused(what, why);
  }

  /** @returns {SessionLog} */
  get #session() {
    return new SessionLog(this.#log, this.#address, { clientId: 'HTTP', userName: this.#userName });
  }
}

module.exports = { RequestLog };
