'use strict';

const { FairQueue } = require('../base/fair-queue');
const { Accounts } = require('./accounts');
const { Attempts } = require('./attempts');
const { isReserved, normalName } = require('./names');
const { isHash, passwordFits } = require('./passwords');
const { TokenCheck } = require('./token-check');

/** @typedef {import('./accounts').GroupOptions} GroupOptions */
/** @typedef {import('./accounts').UserOptions} UserOptions */
/** @typedef {import('./rights').Rights} Rights */
/** @typedef {import('./token-check').TokenHook} TokenHook */

/**
 * The client of a login: the key of its address for limits, and a signal that is aborted when it disconnects.
 *
 * @typedef {{network: string, signal: AbortSignal}} Caller
 */

/** @typedef {{userName: string, rights: Rights, avatar?: string, expires?: number}} Admitted expires: milliseconds since 1970 */

/**
 * @typedef {object} Refused
 * @property {string} code `ERR_UNAUTHORIZED`: the name, password or token is wrong
 * @property {number} [waitMs] milliseconds until the next attempt
 */

/** @typedef {Admitted | Refused} Verdict */

const ANONYMOUS_GROUP = 'anonymous';
// A hash occupies one of the four threads of libuv's pool for 50 ms. Reading data files needs threads too.
const HASHES_AT_ONCE = 2;
const MOST_WAITING = 2000;
const MOST_WAITING_OF_ONE = 500;

const HASHING = {
  atOnce: HASHES_AT_ONCE,
  mostWaiting: MOST_WAITING,
  mostWaitingEach: MOST_WAITING_OF_ONE,
};

/** @type {Refused} */
const WRONG = Object.freeze({ code: 'ERR_UNAUTHORIZED' });
/** @type {Refused} */
const BUSY = Object.freeze({ code: 'ERR_LOGINS_BUSY' });

/**
 * Checks logins, and returns the rights of the user.
 */
class Authenticator {
  #accounts;
  #attempts = new Attempts();
  #hashing = new FairQueue(HASHING);
  #tokenCheck;
  /** @type {string | undefined} */
  #anyHash;

  /**
   * @param {{users: Record<string, UserOptions>, groups: Record<string, GroupOptions>, authTimeout: number}} options
   * @param {TokenHook} hook
   * @throws {TypeError} if users or groups are invalid
   */
  constructor({ users, groups, authTimeout }, hook) {
    this.#accounts = new Accounts(users, groups);
    this.#anyHash = this.#accounts.anyHash;
    this.#tokenCheck = new TokenCheck(this.#accounts, hook, authTimeout);
  }

  /** @returns {Rights | undefined} the rights of anonymous clients; undefined: they may not log in */
  get anonymous() {
    return this.#accounts.group(ANONYMOUS_GROUP);
  }

  /**
   * @param {unknown} name
   * @returns {Verdict} for a client with this name and without a password
   */
  authenticateGuest(name) {
    const userName = normalName(name);
    const rights = this.anonymous;
    if (userName === undefined || rights === undefined || isReserved(userName)) return WRONG;
    // Not the name of a user, and not one that looks like it.
    return this.#accounts.userLike(userName) === undefined ? { userName, rights } : WRONG;
  }

  /**
   * Clients use one field for a password and a token. A value that is neither the password nor the token of the user is
   * passed to the hook `verifyToken`.
   *
   * @param {unknown} name
   * @param {unknown} password or a token
   * @param {Caller} caller
   * @returns {Promise<Verdict | undefined> | Verdict} a promise only if a hash must be computed or the hook is called;
   * it resolves to undefined if the caller has disconnected
   */
  authenticate(name, password, caller) {
    const userName = normalName(name);
    if (userName === undefined) return WRONG;
    const user = this.#accounts.user(userName);
    const token = typeof password === 'string' && password !== '' ? password : undefined;
    const mayBeTheirs = token !== undefined && this.#tokenCheck.asks;
    if (!user && this.anonymous && !mayBeTheirs) return this.authenticateGuest(userName);

    const waitMs = this.#attempts.wait(userName, caller.network);
    if (waitMs > 0) return { code: 'ERR_TOO_MANY_ATTEMPTS', waitMs };
    if (token !== undefined && this.#accounts.userOfToken(token) === userName)
      return this.#decide(userName, true, caller);
    const kept = user?.password;
    const isHashed = kept !== undefined && isHash(kept);
    if (kept !== undefined && !isHashed && passwordFits(password, kept)) {
      return this.#decide(userName, true, caller);
    }
    const otherwise = () =>
      mayBeTheirs
        ? this.#authenticateByToken(userName, token, caller)
        : this.#decide(userName, false, caller);
    // A wrong login takes equally long for known and unknown names.
    const hash = isHashed ? kept : this.#anyHash;
    if (hash === undefined) return otherwise();
    const check = () => this.#check(userName, password, hash, caller);
    const checked = this.#hashing.run(caller.network, caller.signal, check);
    if (!checked) return BUSY;
    return checked.then((found) => {
      if (typeof found !== 'boolean') return found;
      return found && isHashed ? this.#decide(userName, true, caller) : otherwise();
    });
  }

  /**
   * @param {string} userName
   * @param {unknown} password
   * @param {string} hash
   * @param {Caller} caller
   * @returns {Promise<boolean | Refused>} is it right, or why that was not checked
   */
  async #check(userName, password, hash, caller) {
    // There may have been other attempts while this one waited.
    const waitMs = this.#attempts.wait(userName, caller.network);
    if (waitMs > 0) return { code: 'ERR_TOO_MANY_ATTEMPTS', waitMs };
    return passwordFits(password, hash);
  }

  /**
   * @param {string} userName
   * @param {string} token
   * @param {Caller} caller
   * @returns {Promise<Verdict | undefined>}
   */
  async #authenticateByToken(userName, token, caller) {
    const verdict = await this.#tokenCheck.check(token, caller);
    if (!verdict || ('code' in verdict && verdict.code !== WRONG.code)) return verdict;
    // The token of another user is not accepted for this name.
    if ('code' in verdict || verdict.userName !== userName)
      return this.#decide(userName, false, caller);
    this.#attempts.passed(userName, caller.network);
    return verdict;
  }

  /**
   * @param {string} userName
   * @param {boolean} isRight
   * @param {Caller} caller
   * @returns {Verdict}
   */
  #decide(userName, isRight, { network }) {
    const user = this.#accounts.user(userName);
    const rights = user && this.#accounts.group(user.group);
    if (!isRight || !rights) {
      this.#attempts.failed(userName, network);
      return WRONG;
    }
    this.#attempts.passed(userName, network);
    return { userName, rights, avatar: user.avatar };
  }

  /**
   * Finds the user of a token: in the option `users`, else by the hook `verifyToken`.
   *
   * @param {unknown} token
   * @param {Caller} caller
   * @returns {Promise<Verdict | undefined> | Verdict} a promise only if the hook is called; it resolves to undefined if
   * the caller has disconnected
   */
  authenticateToken(token, caller) {
    if (typeof token !== 'string' || token === '') return WRONG;
    return this.#tokenCheck.check(token, caller);
  }
}

module.exports = { Authenticator };
