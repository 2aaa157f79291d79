'use strict';

const { isObject } = require('../base/is-object');

/** @typedef {import('./changes').PendingChange} PendingChange */
/** @typedef {import('./hooks').AppliedChange} Applied */
/** @typedef {import('./hooks').Change} Asked */

/**
 * The argument of the hook `beforeChange`. The message is parsed only if the hook reads it.
 *
 * @implements {Asked}
 */
class AskedChange {
  #changesOf;

  /** @param {PendingChange} pending */
  constructor({ project, identity, dialect, bytes }) {
    this.project = project.id;
    this.userName = identity.userName;
    this.client = identity.clientId;
    this.dialect = dialect.name;
    this.bytes = bytes;
    this.#changesOf = dialect.changesOf;
  }

  /** @returns {import('./hooks').ChangesByStore[]} */
  get changes() {
    // The core refuses anything that is no object.
    return /** @type {any[]} */ (this.#changesOf(parse(this.bytes)).filter(isObject));
  }
}

/**
 * The argument of the hook `onChange`. The message is parsed only if the hook reads it.
 *
 * @implements {Applied}
 */
class AppliedChange {
  /**
   * @param {Pick<PendingChange, 'project' | 'dialect'> & {identity: {clientId: string, userName?: string}}} pending
   * @param {Buffer} message
   */
  constructor({ project, identity, dialect }, message) {
    this.project = project.id;
    this.revision = project.revision;
    this.client = identity.clientId;
    this.userName = identity.userName;
    this.dialect = dialect.name;
    this.message = message;
  }

  /** @returns {Applied['revisions']} */
  get revisions() {
    return JSON.parse(this.message.toString()).data.revisions;
  }
}

/**
 * @param {Buffer} bytes
 * @returns {Record<string, unknown>}
 */
function parse(bytes) {
  try {
    const message = JSON.parse(bytes.toString());
    return isObject(message) ? message : {};
  } catch {
    return {};
  }
}

module.exports = { AppliedChange, AskedChange };
