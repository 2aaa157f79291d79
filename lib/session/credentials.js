'use strict';

const { performance } = require('node:perf_hooks');
const { Allowance } = require('../base/allowance');
const { CLOSE } = require('../net/close-codes');
const { Expiry } = require('./expiry');

/** @typedef {import('../access/authenticator').Verdict} Verdict */
/** @typedef {import('../access/rights').Rights} Rights */
/** @typedef {import('../net/connection').Connection} Connection */

// Others are told of each login.
const LOGINS_AT_ONCE = 20;
const LOGIN_PAUSE_MS = 1000;

/**
 * With what one connection may log in: how often, by which token, and until when that holds.
 */
class Credentials {
  /**
   * Whose token the request for the connection had: who logs in as that needs no password.
   *
   * @type {{userName?: string, rights: Rights, expires?: number} | undefined}
   */
  visitor;
  /**
   * To be set where tokens are known.
   *
   * @type {(token: unknown) => Promise<Verdict | undefined> | Verdict}
   */
  verify = () => ({ code: 'ERR_UNAUTHORIZED' });
  #logins = new Allowance(LOGINS_AT_ONCE, LOGIN_PAUSE_MS);

  /** @param {Connection} connection that ends when the token runs out */
  constructor(connection) {
    /** When the token runs out with which it came. */
    this.expiry = new Expiry(() => connection.close(CLOSE.TOKEN, 'ERR_UNAUTHORIZED'));
  }

  /** @returns {boolean} may it log in once more now? Then it is taken to do so */
  takeLogin() {
    return this.#logins.take(performance.now()) === 0;
  }
}

module.exports = { Credentials };
