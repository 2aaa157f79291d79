'use strict';

const { randomBytes, randomUUID } = require('node:crypto');

/** @typedef {import('../project/hosted-project').HostedProject} HostedProject */

/** @typedef {{project: HostedProject, epoch: number, userName?: string}} Owner without a name: anybody */

const PREFIX = 'client-';
const MOST_REMEMBERED = 10_000;

/**
 * Gives out client ids, `client-<uuid>`, that are never given again, not even after a restart. Their first eight digits are
 * those of this life of the server, so that an id of an earlier one is known as such: revision numbers that came with it
 * mean nothing here.
 *
 * A client that went away may come back under its id, to send again what was not answered, unless the project was reset
 * meanwhile: an id that it gets back says that what it has is of this epoch.
 */
class ClientIds {
  #start = `${PREFIX}${randomBytes(4).toString('hex')}-`;
  /** @type {Map<string, Owner>} whose the ids of those are that went away, those of the latest behind */
  #left = new Map();

  /** @returns {string} */
  next() {
    return this.#start + randomUUID().slice(9);
  }

  /**
   * @param {unknown} clientId
   * @returns {boolean} could it have been given in this life of the server?
   */
  isOfThisLife(clientId) {
    return typeof clientId === 'string' && clientId.startsWith(this.#start);
  }

  /**
   * @param {string | null} clientId that a client says is its own
   * @param {Owner} owner who it is now
   * @returns {string} the same one if it was theirs and nobody is connected under it; else a new one
   */
  resume(clientId, { project, epoch, userName }) {
    const left = clientId === null ? undefined : this.#left.get(clientId);
    const isTheirs = left?.project === project && left.userName === userName;
    if (clientId === null || !isTheirs || left?.epoch !== epoch) return this.next();
    this.#left.delete(clientId);
    return clientId;
  }

  /**
   * @param {string} clientId whose connection has ended
   * @param {Owner} owner
   */
  leave(clientId, owner) {
    this.#left.set(clientId, owner);
    if (this.#left.size <= MOST_REMEMBERED) return;
    const [oldest] = this.#left.keys();
    this.#left.delete(oldest);
  }
}

module.exports = { ClientIds };
