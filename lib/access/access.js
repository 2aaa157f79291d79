'use strict';

const { codedTypeError } = require('../base/errors');
const { isObject } = require('../base/is-object');
const { nearestName, unknownKey } = require('../base/nearest-name');
const { passwordFits, HASH_MARK, isHash } = require('./passwords');
const { Rights } = require('./rights');
const { Tokens } = require('./tokens');

/** @typedef {import('../project/hooks').Hooks} Hooks */
/** @typedef {import('../project/hooks').Verified} Verified */
/** @typedef {import('../options/options').UserOptions} UserOptions */
/** @typedef {import('../options/options').GroupOptions} GroupOptions */

/**
 * Whom a token has shown to be there.
 *
 * @typedef {object} Person
 * @property {string} userName
 * @property {Rights} rights
 * @property {string} [avatar]
 */

// The server speaks under this name when it resets a project, so nobody else may.
const SERVER_NAME = 'Server';
const ANONYMOUS_GROUP = 'anonymous';
const LONGEST_NAME = 256;
const USER_KEYS = ['password', 'token', 'group', 'avatar'];
const GROUP_KEYS = ['projects', 'reset', 'force'];

/**
 * Who may log in, and what they may do then. Names come from clients, so they are only ever keys of a Map.
 */
class Access {
  /** @type {Map<string, UserOptions>} */
  #users;
  /** @type {Map<string, Rights>} */
  #groups;
  #tokens = new Tokens();
  #hooks;

  /**
   * @param {Record<string, UserOptions>} users
   * @param {Record<string, GroupOptions>} groups
   * @param {Hooks} hooks
   * @throws {TypeError} that says what is wrong with users or groups
   */
  constructor(users, groups, hooks) {
    this.#hooks = hooks;
    this.#groups = new Map(
      Object.entries(groups).map(([name, group]) => [name, rights(name, group)]),
    );
    this.#users = new Map(Object.entries(users));
    for (const [name, user] of this.#users) this.#check(name, user);
  }

  /**
   * What this name with this password may do, or undefined when they may not log in.
   *
   * @param {unknown} name
   * @param {unknown} password
   * @returns {Promise<Rights | undefined> | Rights | undefined} a promise only where the kept password is a hash
   */
  authenticate(name, password) {
    if (!isName(name)) return undefined;
    const user = this.#users.get(name);
    if (!user) return this.anonymous;
    if (user.password === undefined) return undefined;

    const fits = passwordFits(password, user.password);
    const group = this.#groups.get(user.group);
    if (typeof fits === 'boolean') return fits ? group : undefined;
    return fits.then((does) => (does ? group : undefined));
  }

  /**
   * What anybody of this name may do without a password, or undefined when they may not log in.
   *
   * @param {string} name
   * @returns {Rights | undefined}
   */
  authenticateGuest(name) {
    return isName(name) && !this.#users.has(name) ? this.anonymous : undefined;
  }

  /** @returns {Rights | undefined} what those may do who say nothing of themselves; undefined: they may not come */
  get anonymous() {
    return this.#groups.get(ANONYMOUS_GROUP);
  }

  /**
   * Whose token this is: that of the option `users`, else what the hook `verifyToken` says.
   *
   * @param {unknown} token
   * @returns {Promise<Person | undefined> | Person | undefined} undefined: nobody's
   */
  authenticateToken(token) {
    if (typeof token !== 'string' || token === '') return undefined;
    const userName = this.#tokens.find(token);
    if (userName !== undefined) return this.#person({ userName });

    const verified = this.#hooks.verifyToken?.(token);
    if (verified instanceof Promise) return verified.then((found) => this.#person(found));
    return this.#person(verified);
  }

  /**
   * @param {Verified} [verified]
   * @returns {Person | undefined}
   */
  #person(verified) {
    if (!verified) return undefined;
    const named = typeof verified === 'string' ? { userName: verified } : verified;
    const { userName = '' } = named;
    const known = this.#users.get(userName);
    const { group = known?.group ?? ANONYMOUS_GROUP, avatar = known?.avatar } = named;
    const found = this.#groups.get(group);
    const isComplete = isName(userName) && (avatar === undefined || typeof avatar === 'string');
    if (isComplete && found) return { userName, rights: found, avatar };
    this.#hooks.complain('verifyToken', 'named a user or a group that there cannot be');
    return undefined;
  }

  /**
   * @param {string} name
   * @param {UserOptions} user
   */
  #check(name, user) {
    if (!isName(name))
      throw invalid(`"${name}" in the option "users" is not a name that one can have`);
    const unknown = isObject(user) && unknownKey(user, USER_KEYS);
    if (unknown) throw invalid(`User "${name}" ${unknown}`);
    if (!isUser(user)) {
      const needs = 'needs a password and a group, both texts; a token may stand for the password';
      throw invalid(`User "${name}" ${needs}`);
    }
    if (!this.#groups.has(user.group)) {
      const nearest = nearestName(user.group, this.#groups.keys());
      const hint = nearest ? `did you mean "${nearest}"?` : 'give users and groups that fit';
      throw invalid(`User "${name}" is in group "${user.group}", which is none: ${hint}`);
    }
    if (user.password?.startsWith(HASH_MARK) && !isHash(user.password)) {
      throw invalid(`The password of user "${name}" is a damaged hash`);
    }
    if (user.token !== undefined && !this.#tokens.add(user.token, name)) {
      throw invalid(`The token of user "${name}" is another user's too`);
    }
  }
}

/**
 * @param {unknown} user
 * @returns {user is UserOptions}
 */
function isUser(user) {
  if (!isObject(user)) return false;
  const { password, token, avatar, group } = user;
  const texts = [password, token, avatar, group].filter((value) => value !== undefined);
  const hasKey = password !== undefined || token !== undefined;
  return hasKey && group !== undefined && token !== '' && texts.every(isText);
}

/**
 * @param {unknown} value
 * @returns {boolean}
 */
function isText(value) {
  return typeof value === 'string';
}

/**
 * @param {unknown} name
 * @returns {name is string}
 */
function isName(name) {
  if (typeof name !== 'string' || name.length > LONGEST_NAME || !name.isWellFormed()) return false;
  const bare = name.normalize('NFKC').trim();
  return bare !== '' && bare.toLowerCase() !== SERVER_NAME.toLowerCase();
}

/**
 * @param {string} name
 * @param {GroupOptions} group
 * @returns {Rights}
 */
function rights(name, group) {
  const unknown = isObject(group) && unknownKey(group, GROUP_KEYS);
  if (unknown) throw invalid(`Group "${name}" ${unknown}`);
  const projects = isObject(group) ? group.projects : undefined;
  const { reset = false, force = true } = isObject(group) ? group : {};
  const areFlags = typeof reset === 'boolean' && typeof force === 'boolean';
  if ((projects !== '*' && !Array.isArray(projects)) || !areFlags) {
    const needs = 'needs projects: a list of ids or "*"; reset and force are true or false';
    throw invalid(`Group "${name}" ${needs}`);
  }
  if (projects !== '*' && projects.includes('*')) {
    throw invalid(`Group "${name}": for all projects, write "projects": "*" without brackets`);
  }
  return new Rights(projects, reset, force);
}

/**
 * @param {string} message
 * @returns {TypeError}
 */
function invalid(message) {
  return codedTypeError('ERR_INVALID_OPTION', message);
}

module.exports = { Access, SERVER_NAME };
