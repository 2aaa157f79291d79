'use strict';

const { codedTypeError } = require('../base/errors');
const { isObject } = require('../base/is-object');
const { nearestName, unknownKey } = require('../base/nearest-name');
const { isReserved, lookOf, normalName } = require('./names');
const { HASH_MARK, isHash } = require('./passwords');
const { Rights } = require('./rights');
const { Tokens } = require('./tokens');

/**
 * The rights of a group. `projects` are ids, or `'*'` for every project.
 *
 * @typedef {object} GroupOptions
 * @property {(number | string)[] | '*'} projects
 * @property {boolean} [reset] may they reset these projects? default false
 * @property {boolean} [force] may they override a conflict? default true
 */

/**
 * A user with a password (plain text, or a hash from hashPassword()), a token, or both. Either of them is enough to log
 * in.
 *
 * @typedef {object} UserOptions
 * @property {string} [password]
 * @property {string} [token]
 * @property {string} group a name in the option `groups`
 * @property {string} [avatar] URL of the picture of this user
 */

const USER_KEYS = ['password', 'token', 'group', 'avatar'];
const GROUP_KEYS = ['projects', 'reset', 'force'];

/**
 * The validated users and groups of the options. Names come from clients, so they are only used as keys of a Map.
 */
class Accounts {
  /** @type {Map<string, UserOptions>} by the normal form of their names */
  #users = new Map();
  /** @type {Map<string, string>} names of users by their look-alike form */
  #looks = new Map();
  /** @type {Map<string, Rights>} */
  #groups;
  #tokens = new Tokens();

  /**
   * @param {Record<string, UserOptions>} users
   * @param {Record<string, GroupOptions>} groups
   * @throws {TypeError} if users or groups are invalid
   */
  constructor(users, groups) {
    this.#groups = new Map(
      Object.entries(groups).map(([name, group]) => [name, readRights(name, group)]),
    );
    for (const [name, user] of Object.entries(users)) this.#add(name, user);
  }

  /**
   * @param {string} name in its normal form
   * @returns {UserOptions | undefined}
   */
  user(name) {
    return this.#users.get(name);
  }

  /**
   * @param {string} name in its normal form
   * @returns {string | undefined} the user with this name, or with one that looks like it
   */
  userLike(name) {
    return this.#looks.get(lookOf(name));
  }

  /**
   * @param {string} name
   * @returns {Rights | undefined}
   */
  group(name) {
    return this.#groups.get(name);
  }

  /**
   * @param {string} token
   * @returns {string | undefined} name of its user
   */
  userOfToken(token) {
    return this.#tokens.find(token);
  }

  /** @returns {string | undefined} the hash of some user; undefined if all passwords are plain text */
  get anyHash() {
    for (const { password } of this.#users.values()) {
      if (password !== undefined && isHash(password)) return password;
    }
    return undefined;
  }

  /**
   * @param {string} given
   * @param {UserOptions} user
   */
  #add(given, user) {
    const name = normalName(given);
    if (name === undefined || isReserved(name)) {
      throw invalid(`"${given}" in the option "users" is not a name that one can have`);
    }
    const alike = this.userLike(name);
    if (alike !== undefined) {
      throw invalid(`The names of the users "${given}" and "${alike}" look alike`);
    }
    this.#check(given, user);
    this.#users.set(name, user);
    this.#looks.set(lookOf(name), name);
    if (user.token !== undefined && !this.#tokens.add(user.token, name)) {
      throw invalid(`The token of user "${given}" is another user's too`);
    }
  }

  /**
   * @param {string} name
   * @param {UserOptions} user
   */
  #check(name, user) {
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
 * @param {string} name
 * @param {GroupOptions} group
 * @returns {Rights}
 */
function readRights(name, group) {
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

module.exports = { Accounts };
