'use strict';

const { randomUUID } = require('node:crypto');

/** @typedef {import('./connection').Connection} Connection */
/** @typedef {import('./hosted-project').HostedProject} HostedProject */
/** @typedef {import('./rights').Rights} Rights */

/**
 * Who somebody is from one login to the next or to the end. The client id is never used again, not even after a
 * restart: the real client throws when it meets an id of its own in an old revision.
 *
 * @typedef {object} Identity
 * @property {string} clientId
 * @property {string} userName
 * @property {Rights} rights
 */

/**
 * One connection: who it is, if it is logged in, and which project it follows, one at most.
 */
class Session {
  /** @type {Identity | undefined} */
  identity;
  /** Number of the last revision that the client has certainly received. */
  seen = 0;
  /** @type {HostedProject | undefined} */
  #project;

  /** @param {Connection} connection */
  constructor(connection) {
    this.connection = connection;
  }

  /** @returns {HostedProject | undefined} the project that the session follows */
  get project() {
    return this.#project;
  }

  /**
   * @param {string} userName
   * @param {Rights} rights
   * @returns {Identity}
   */
  begin(userName, rights) {
    this.identity = { clientId: `client-${randomUUID()}`, userName, rights };
    return this.identity;
  }

  /** Forgets who the session is and what it followed. */
  end() {
    this.identity = undefined;
    this.follow(undefined);
  }

  /** @param {HostedProject | undefined} project in place of the one before */
  follow(project) {
    this.#project?.subscribers.delete(this);
    this.#project = project;
    project?.subscribers.add(this);
  }

  /** @param {object} message to this session alone */
  reply(message) {
    this.connection.send(Buffer.from(JSON.stringify(message)));
  }
}

module.exports = { Session };
