'use strict';

const { andThen } = require('../base/and-then');

/** @typedef {import('../access/authenticator').Authenticator} Authenticator */
/** @typedef {import('../session/dialect').Dialect} Dialect */
/** @typedef {import('../session/dialect').Guest} Guest */
/** @typedef {import('../session/dialect').Visitor} Visitor */
/** @typedef {import('../project/hosted-project').HostedProject} HostedProject */
/** @typedef {import('../project/projects').Projects} Projects */
/** @typedef {import('../access/authenticator').Caller} Caller */
/** @typedef {import('../access/authenticator').Refused} Refused */
/** @typedef {import('../access/authenticator').Verdict} Verdict */

/**
 * @typedef {{visitor?: Visitor, project?: undefined}} Acquaintance a client of another address, identified if it has a
 * known token
 */

/** @typedef {{visitor: Visitor, project: HostedProject}} Admitted */

/** @typedef {import('../net/upgrade-handler').Refusal} Refusal */

// Paths of other products' clients, which would wait forever for answers in their own protocol.
const FOREIGN_PATHS = new Set(['/socket.io', '/socket.io/']);
/** @type {Record<string, number>} */
const STATUS = {
  ERR_UNAUTHORIZED: 401,
  ERR_TOO_MANY_ATTEMPTS: 429,
  ERR_LOGINS_BUSY: 503,
  ERR_LOGIN_TIMEOUT: 503,
};
const CREDENTIALS = /^(bearer|basic) +(\S+)$/i;
const NAMELESS_GUEST = 'Guest';

/**
 * Decides about requests for the path of a dialect, `…?project=…`, before a WebSocket is opened: login by `token` in
 * the query or by the header `Authorization`, or anonymous. A user who may not see a project does not learn that it
 * exists.
 */
class Admission {
  #authenticator;
  #dialects;
  #hasGuests;
  #projects;

  /**
   * @param {Authenticator} authenticator
   * @param {Projects} projects
   * @param {readonly Dialect[]} dialects
   * @param {boolean} hasGuests do anonymous clients have a name that the others see?
   */
  constructor(authenticator, projects, dialects, hasGuests) {
    this.#authenticator = authenticator;
    this.#dialects = new Map(dialects.map((dialect) => [dialect.path, dialect]));
    this.#projects = projects;
    this.#hasGuests = hasGuests;
  }

  /**
   * @param {import('node:http').IncomingMessage} request
   * @param {Caller} caller
   * @returns {Guest | Acquaintance | Refusal | undefined | Promise<Guest | Acquaintance | Refusal>} undefined: it has
   * another path, and no login
   */
  admit({ url = '', headers }, caller) {
    const [path] = url.split('?', 1);
    if (FOREIGN_PATHS.has(path)) return { status: 404, code: 'ERR_UNKNOWN_PATH' };
    const wanted = new URLSearchParams(url.slice(path.length));
    const dialect = this.#dialects.get(path);
    if (!dialect) return this.#recognise(headers.authorization, wanted.get('token'), caller);
    const verdict = this.#identify(headers.authorization, wanted, caller);
    return andThen(verdict, (found) => this.#welcome(found, wanted, dialect));
  }

  /**
   * Identifies a client that names its project later.
   *
   * @param {{authorization?: string, wanted: URLSearchParams}} shown
   * @param {Caller} caller
   * @returns {Promise<Visitor | Refused>}
   */
  async identify({ authorization, wanted }, caller) {
    return (await this.#identify(authorization, wanted, caller)) ?? { code: 'ERR_LOGIN_TIMEOUT' };
  }

  /**
   * Admits a request that names its project elsewhere.
   *
   * @param {string} id of the project
   * @param {{authorization?: string, wanted: URLSearchParams}} shown
   * @param {Caller} caller
   * @returns {Admitted | Refusal | Promise<Admitted | Refusal>}
   */
  admitTo(id, { authorization, wanted }, caller) {
    const verdict = this.#identify(authorization, wanted, caller);
    return andThen(verdict, (found) => this.#judge(found, id));
  }

  /**
   * A client that logs in by command may already send its token with the request. An unknown token may be meant for a
   * proxy, and is ignored.
   *
   * @param {string | undefined} authorization
   * @param {string | null} inQuery
   * @param {Caller} caller
   * @returns {Acquaintance | Promise<Acquaintance> | undefined}
   */
  #recognise(authorization = '', inQuery, caller) {
    const [, scheme = '', credentials] = CREDENTIALS.exec(authorization) ?? [];
    const token = scheme.toLowerCase() === 'bearer' ? credentials : inQuery;
    if (!token) return undefined;
    const verdict = this.#authenticator.authenticateToken(token, caller);
    return andThen(verdict, acquaintance);
  }

  /**
   * @param {string | undefined} authorization
   * @param {URLSearchParams} wanted
   * @param {Caller} caller
   * @returns {Promise<Visitor | Refused | undefined> | Visitor | Refused | undefined} undefined: the client has
   * disconnected
   */
  #identify(authorization, wanted, caller) {
    if (authorization !== undefined) {
      const [, scheme = '', credentials] = CREDENTIALS.exec(authorization) ?? [];
      if (scheme.toLowerCase() === 'basic') return this.#checkPassword(credentials, caller);
      return this.#authenticator.authenticateToken(credentials, caller);
    }
    const token = wanted.get('token');
    if (token) return this.#authenticator.authenticateToken(token, caller);
    return this.#nameGuest(wanted.get('userName'));
  }

  /**
   * @param {string | null} userName of a client without a token; must not belong to a user
   * @returns {(Visitor | Refused) & {userName?: string}}
   */
  #nameGuest(userName) {
    const rights = this.#authenticator.anonymous;
    if (!rights) return { code: 'ERR_UNAUTHORIZED' };
    if (!this.#hasGuests) return { rights };
    const verdict = this.#authenticator.authenticateGuest(userName || NAMELESS_GUEST);
    if (!('code' in verdict)) return { ...verdict, isGuest: true };
    // The default name of a guest may also be the name of a user.
    return userName ? { ...verdict, userName } : { rights };
  }

  /**
   * @param {string} credentials name and password in the form of RFC 7617
   * @param {Caller} caller
   * @returns {Promise<Verdict | undefined> | Verdict | undefined} undefined: the client has disconnected
   */
  #checkPassword(credentials, caller) {
    const [userName, ...rest] = Buffer.from(credentials, 'base64').toString().split(':');
    const verdict = this.#authenticator.authenticate(userName, rest.join(':'), caller);
    return andThen(verdict, (found) => found && withName(found, userName));
  }

  /**
   * @param {Visitor | (Refused & {userName?: string}) | undefined} verdict
   * @param {URLSearchParams} wanted
   * @param {Dialect} dialect
   * @returns {Guest | Refusal}
   */
  #welcome(verdict, wanted, dialect) {
    const found = this.#judge(verdict, this.#projectOf(verdict, wanted, dialect));
    if ('status' in found) return found;
    return { dialect, ...found, clientId: wanted.get('clientId'), secret: wanted.get('resume') };
  }

  /**
   * @param {Visitor | Refused | undefined} verdict
   * @param {URLSearchParams} wanted
   * @param {Dialect} dialect
   * @returns {string | null} the id of the project
   */
  #projectOf(verdict, wanted, { guessesProject }) {
    const id = wanted.get('project');
    if (id || !guessesProject || !verdict || 'code' in verdict) return id;
    const [only, another] = this.#projects.list(verdict.rights);
    return only && !another ? String(only.id) : null;
  }

  /**
   * @param {Visitor | (Refused & {userName?: string}) | undefined} verdict undefined: the client has disconnected
   * @param {string | null} id of the project
   * @returns {Admitted | Refusal}
   */
  #judge(verdict = { code: 'ERR_LOGIN_TIMEOUT' }, id) {
    if ('code' in verdict) return { status: STATUS[verdict.code], ...verdict };
    if (!id) return { status: 400, code: 'ERR_PROJECT_REQUIRED' };
    const { userName, rights, isGuest = userName === undefined } = verdict;
    if (!rights.maySee(id)) {
      return isGuest
        ? { status: 401, code: 'ERR_UNAUTHORIZED' }
        : { status: 403, code: 'ERR_FORBIDDEN', userName };
    }
    const project = this.#projects.find(id, rights);
    if (!project) return { status: 404, code: 'ERR_UNKNOWN_PROJECT', userName };
    return { visitor: verdict, project };
  }
}

/**
 * @param {Verdict} [verdict]
 * @returns {Acquaintance}
 */
function acquaintance(verdict) {
  return verdict && 'rights' in verdict ? { visitor: verdict } : {};
}

/**
 * @param {Verdict} verdict
 * @param {string} userName for the log
 * @returns {Verdict & {userName: string}}
 */
function withName(verdict, userName) {
  return 'code' in verdict ? { ...verdict, userName } : verdict;
}

module.exports = { Admission };
