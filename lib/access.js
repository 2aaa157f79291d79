'use strict';

const { codedTypeError } = require('./errors');
const { isObject } = require('./is-object');
const { passwordFits, HASH_MARK, isHash } = require('./passwords');
const { Rights } = require('./rights');

/** @typedef {import('./options').UserOptions} UserOptions */
/** @typedef {import('./options').GroupOptions} GroupOptions */

// The server speaks under this name when it resets a project, so nobody else may.
const SERVER_NAME = 'Server';
const ANONYMOUS_GROUP = 'anonymous';
const LONGEST_NAME = 256;

/**
 * Who may log in, and what they may do then. Names come from clients, so they are only ever keys of a Map.
 */
class Access {
  /** @type {Map<string, UserOptions>} */
  #users;
  /** @type {Map<string, Rights>} */
  #groups;

  /**
   * @param {Record<string, UserOptions>} users
   * @param {Record<string, GroupOptions>} groups
   * @throws {TypeError} that says what is wrong with them
   */
  constructor(users, groups) {
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
    if (!user) return this.#groups.get(ANONYMOUS_GROUP);

    const fits = passwordFits(password, user.password);
    const group = this.#groups.get(user.group);
    if (typeof fits === 'boolean') return fits ? group : undefined;
    return fits.then((does) => (does ? group : undefined));
  }

  /**
   * May anybody at all see this project?
   *
   * @param {number | string} id
   * @returns {boolean}
   */
  isReachable(id) {
    return [...this.#groups.values()].some((group) => group.maySee(id));
  }

  /**
   * @param {string} name
   * @param {UserOptions} user
   */
  #check(name, user) {
    if (!isName(name))
      throw invalid(`"${name}" in the option "users" is not a name that one can have`);
    if (!isObject(user) || typeof user.password !== 'string' || typeof user.group !== 'string') {
      throw invalid(`User "${name}" needs a password and a group, both texts`);
    }
    if (!this.#groups.has(user.group)) {
      throw invalid(
        `User "${name}" is in group "${user.group}", which is none: give users and groups that fit`,
      );
    }
    if (user.password.startsWith(HASH_MARK) && !isHash(user.password)) {
      throw invalid(`The password of user "${name}" is a damaged hash`);
    }
  }
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
  const projects = isObject(group) ? group.projects : undefined;
  const { reset = false } = isObject(group) ? group : {};
  if ((projects !== '*' && !Array.isArray(projects)) || typeof reset !== 'boolean') {
    throw invalid(`Group "${name}" needs projects: a list of ids or "*"; reset is true or false`);
  }
  return new Rights(projects, reset);
}

/**
 * @param {string} message
 * @returns {TypeError}
 */
function invalid(message) {
  return codedTypeError('ERR_INVALID_OPTION', message);
}

module.exports = { Access, SERVER_NAME };
