'use strict';

const { SessionLog } = require('../../session/session-log');

/** @typedef {import('../../base/log').Log} Log */

/**
 * What the log says of one request. Of most it says nothing, and then nothing is made for it.
 */
class RequestLog {
  #log;
  #address;
  #userName;

  /**
   * @param {Log} log
   * @param {string} address where it comes from
   * @param {string} [userName]
   */
  constructor(log, address, userName) {
    this.#log = log;
    this.#address = address;
    this.#userName = userName;
  }

  /** @returns {boolean} is what a client does written, too? */
  get isDebug() {
    return this.#log.isDebug;
  }

  /** @param {string} what the client does now */
  debug(what) {
    this.#session.debug(what);
  }

  /**
   * @param {string} what the client asked for
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
