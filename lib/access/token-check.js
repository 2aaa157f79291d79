'use strict';

const { FairQueue } = require('../base/fair-queue');
const { isReserved, normalName } = require('./names');

/** @typedef {import('./authenticator').Caller} Caller */
/** @typedef {import('./authenticator').Verdict} Verdict */
/** @typedef {import('./accounts').Accounts} Accounts */

/**
 * @typedef {{userName: unknown, group?: unknown, avatar?: unknown, expires?: unknown}} Named the unchecked result of a
 * hook
 */

/**
 * A function that verifies tokens other than those of the options.
 *
 * @typedef {object} TokenHook
 * @property {(token: string) => Promise<Named | undefined> | Named | undefined} [verifyToken] never throws or rejects
 * @property {(name: 'verifyToken', what: string) => void} complain
 */

const ANONYMOUS_GROUP = 'anonymous';
const ASKED_AT_ONCE = 100;
const MOST_WAITING = 2000;
const MOST_WAITING_OF_ONE = 500;
const USUAL_PATIENCE_SECONDS = 120;

const ASKING = {
  atOnce: ASKED_AT_ONCE,
  mostWaiting: MOST_WAITING,
  mostWaitingEach: MOST_WAITING_OF_ONE,
};

/**
 * Finds the user of a token, in the options or by a hook. The number and duration of simultaneous hook calls are
 * limited, so a hook that never answers only affects clients with such tokens.
 */
class TokenCheck {
  #accounts;
  #hook;
  #patience;
  #asking = new FairQueue(ASKING);

  /**
   * @param {Accounts} accounts
   * @param {TokenHook} hook
   * @param {number} seconds time limit for an answer; 0: the default
   */
  constructor(accounts, hook, seconds) {
    this.#accounts = accounts;
    this.#hook = hook;
    this.#patience = (seconds || USUAL_PATIENCE_SECONDS) * 1000;
  }

  /** @returns {boolean} is there a hook for other tokens? */
  get asks() {
    return this.#hook.verifyToken !== undefined;
  }

  /**
   * @param {string} token
   * @param {Caller} caller
   * @returns {Promise<Verdict | undefined> | Verdict} a promise only if the hook is called; it resolves to undefined if
   * the caller has disconnected
   */
  check(token, { network, signal }) {
    const userName = this.#accounts.userOfToken(token);
    if (userName !== undefined) return this.#admit({ userName });
    if (!this.asks) return { code: 'ERR_UNAUTHORIZED' };
    const asked = this.#asking.run(network, signal, () => this.#ask(token));
    return asked ?? { code: 'ERR_LOGINS_BUSY' };
  }

  /**
   * @param {string} token
   * @returns {Promise<Verdict>}
   */
  async #ask(token) {
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    /** @type {Promise<Verdict>} */
    const late = new Promise((resolve) => {
      timer = setTimeout(() => {
        this.#hook.complain('verifyToken', 'did not answer in time');
        resolve({ code: 'ERR_LOGIN_TIMEOUT' });
      }, this.#patience);
      timer.unref();
    });
    const answer = Promise.resolve(this.#hook.verifyToken?.(token));
    try {
      return await Promise.race([answer.then((named) => this.#admit(named)), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * @param {Named} [named]
   * @returns {Verdict}
   */
  #admit(named) {
    if (!named) return { code: 'ERR_UNAUTHORIZED' };
    const userName = this.#nameOf(named.userName);
    const user = userName === undefined ? undefined : this.#accounts.user(userName);
    const { group = user?.group ?? ANONYMOUS_GROUP, avatar = user?.avatar } = named;
    const rights = typeof group === 'string' ? this.#accounts.group(group) : undefined;
    const expires = named.expires === undefined ? undefined : Number(named.expires);
    const isPicture = avatar === undefined || typeof avatar === 'string';
    if (userName !== undefined && rights && isPicture && Number.isFinite(expires ?? 0)) {
      if (expires !== undefined && expires <= Date.now()) return { code: 'ERR_UNAUTHORIZED' };
      return { userName, rights, avatar, ...(expires !== undefined && { expires }) };
    }
    this.#hook.complain('verifyToken', 'named a user, a group or an end that there cannot be');
    return { code: 'ERR_UNAUTHORIZED' };
  }

  /**
   * @param {unknown} given
   * @returns {string | undefined} undefined if the name is invalid, or only looks like that of a user
   */
  #nameOf(given) {
    const name = normalName(given);
    if (name === undefined || isReserved(name)) return undefined;
    const alike = this.#accounts.userLike(name);
    return alike === undefined || alike === String(given).normalize() ? name : undefined;
  }
}

module.exports = { TokenCheck };
