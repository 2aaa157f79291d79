'use strict';

const { performance } = require('node:perf_hooks');
const { Allowance } = require('../base/allowance');
const { CLOSE } = require('../net/close-codes');
const { Expiry } = require('./expiry');

/** @typedef {import('../access/authenticator').Verdict} Verdict */
/** @typedef {import('../access/rights').Rights} Rights */
/** @typedef {import('../net/connection').Connection} Connection */

// Each login causes messages to others.
const LOGINS_AT_ONCE = 20;
const LOGIN_PAUSE_MS = 1000;

/**
 * The login state of one connection: rate limit, token, and expiry.
 */
class Credentials {
  /**
   * The user of the token in the upgrade request, who needs no password to log in.
   *
   * @type {{userName?: string, rights: Rights, expires?: number} | undefined}
   */
  visitor;
  /**
   * Set it if tokens are accepted.
   *
   * @type {(token: unknown) => Promise<Verdict | undefined> | Verdict}
   */
  verify = () => ({ code: 'ERR_UNAUTHORIZED' });
  #logins = new Allowance(LOGINS_AT_ONCE, LOGIN_PAUSE_MS);

  /** @param {Connection} connection to close when the token expires */
  constructor(connection) {
    /** Expiry of its token. */
    this.expiry = new Expiry(() => connection.close(CLOSE.TOKEN, 'ERR_UNAUTHORIZED'));
  }

  /** @returns {boolean} may it log in now? If so, the login is counted */
  takeLogin() {
    return this.#logins.take(performance.now()) === 0;
  }
}

module.exports = { Credentials };
