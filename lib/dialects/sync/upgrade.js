'use strict';

/** @typedef {import('../../access/access').Access} Access */
/** @typedef {import('../../project/hosted-project').HostedProject} HostedProject */
/** @typedef {import('../../project/projects').Projects} Projects */
/** @typedef {import('../../access/rights').Rights} Rights */

/** @typedef {{userName?: string, avatar?: string, rights: Rights}} Visitor without a name: anonymous */
/** @typedef {Partial<Visitor>} Caller who is perhaps not who they say they are: without rights */

/**
 * Who may come in, and to which project.
 *
 * @typedef {object} Guest
 * @property {Visitor} visitor
 * @property {HostedProject} project
 * @property {string | null} clientId that the client says it had before
 * @property {string | null} secret of that id
 */

/** @typedef {{status: number, code: string, userName?: string}} Refusal with the name that was given with a wrong password */

const SYNC_PATH = '/gantt-sync';
const CREDENTIALS = /^(bearer|basic) +(\S+)$/i;

/**
 * Decides about everybody who asks for `/gantt-sync?project=…`, before a WebSocket is opened: login by `token` in the query
 * or by the header `Authorization`, or anonymous. What a project's id is does nobody learn who may not see it.
 */
class SyncDoor {
  #access;
  #projects;

  /**
   * @param {Access} access
   * @param {Projects} projects
   */
  constructor(access, projects) {
    this.#access = access;
    this.#projects = projects;
  }

  /**
   * @param {import('node:http').IncomingMessage} request
   * @returns {Guest | Refusal | undefined | Promise<Guest | Refusal>} undefined: it asks for something else
   */
  admit({ url = '', headers }) {
    const [path] = url.split('?', 1);
    if (path !== SYNC_PATH) return undefined;
    const wanted = new URLSearchParams(url.slice(path.length));
    const visitor = this.#identify(headers.authorization, wanted.get('token'));
    return visitor instanceof Promise
      ? visitor.then((found) => this.#judge(found, wanted))
      : this.#judge(visitor, wanted);
  }

  /**
   * @param {string | undefined} authorization
   * @param {string | null} token
   * @returns {Promise<Caller | undefined> | Caller | undefined}
   */
  #identify(authorization, token) {
    if (authorization !== undefined) {
      const [, scheme = '', credentials] = CREDENTIALS.exec(authorization) ?? [];
      if (scheme.toLowerCase() === 'basic') return this.#checkPassword(credentials);
      return this.#access.authenticateToken(credentials);
    }
    if (token) return this.#access.authenticateToken(token);
    const rights = this.#access.anonymous;
    return rights && { rights };
  }

  /**
   * @param {string} credentials name and password, as RFC 7617 has them
   * @returns {Promise<Caller> | Caller}
   */
  #checkPassword(credentials) {
    const [userName, ...rest] = Buffer.from(credentials, 'base64').toString().split(':');
    const rights = this.#access.authenticate(userName, rest.join(':'));
    return rights instanceof Promise
      ? rights.then((found) => ({ userName, rights: found }))
      : { userName, rights };
  }

  /**
   * @param {Caller | undefined} caller
   * @param {URLSearchParams} wanted
   * @returns {Guest | Refusal}
   */
  #judge(caller, wanted) {
    const { userName, avatar, rights } = caller ?? {};
    if (!rights) return { status: 401, code: 'ERR_UNAUTHORIZED', userName };
    const id = wanted.get('project');
    if (!id) return { status: 400, code: 'ERR_PROJECT_REQUIRED' };
    if (!rights.maySee(id)) {
      return userName === undefined
        ? { status: 401, code: 'ERR_UNAUTHORIZED' }
        : { status: 403, code: 'ERR_FORBIDDEN', userName };
    }
    const project = this.#projects.find(id, rights);
    if (!project) return { status: 404, code: 'ERR_UNKNOWN_PROJECT', userName };
    const [clientId, secret] = [wanted.get('clientId'), wanted.get('resume')];
    return { visitor: { userName, avatar, rights }, project, clientId, secret };
  }
}

module.exports = { SYNC_PATH, SyncDoor };
