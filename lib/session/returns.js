'use strict';

/** @typedef {import('./client-ids').ClientIds} ClientIds */
/** @typedef {import('../project/hosted-project').HostedProject} HostedProject */
/** @typedef {import('./session').Session} Session */

/**
 * What counts of a client when it comes back on another connection.
 *
 * @typedef {object} Past
 * @property {string} origin the client id of its first connection: under it the core remembers what it sent
 * @property {string} [userName] none: anonymous
 * @property {string} dialect
 * @property {HostedProject} project
 * @property {number} epoch of the project of which it has certainly received something
 * @property {number} seen the last revision that it has certainly received
 * @property {number} answered all answers to it up to this revision have certainly arrived; Infinity: it has changed nothing
 */

/** @typedef {Pick<Past, 'userName' | 'dialect' | 'project'>} Comer who comes back, and to what */

const MOST_REMEMBERED = 10_000;

/**
 * Who is here under which client id, and what those were who have left. A client comes back by the id of its first or last
 * connection and the secret of that id. If its old connection still stands (a connection that broke may look alive for a long
 * time), that one ends at once.
 */
class Returns {
  #clientIds;
  /** @type {Map<string, Session>} */
  #here = new Map();
  /** @type {Map<string, Past>} those who left last behind */
  #left = new Map();

  #note;

  /**
   * @param {ClientIds} clientIds
   * @param {(id: string, past: Past) => void} [note] keeps what counts of a client, in place of what counted before
   */
  constructor(clientIds, note = () => {}) {
    this.#clientIds = clientIds;
    this.#note = note;
  }

  /** @param {Session} session that has got an identity */
  arrive(session) {
    for (const id of idsOf(session)) {
      this.#here.set(id, session);
      this.#left.delete(id);
    }
  }

  /**
   * Keeps what counts of a client that is here, in case that this server ends before it leaves.
   *
   * @param {Session} session that has come to its project
   */
  note(session) {
    const { past } = session;
    if (past) for (const id of idsOf(session)) this.#note(id, past);
  }

  /**
   * @param {string} id
   * @param {Past} past what counted of it when an earlier server ended
   */
  recover(id, past) {
    this.#remember(id, past);
  }

  /** @param {Session} session that still has its identity, if it had one */
  leave(session) {
    const { past } = session;
    for (const id of idsOf(session)) {
      if (this.#here.get(id) !== session) continue;
      this.#here.delete(id);
      if (!past) continue;
      this.#remember(id, past);
      this.#note(id, past);
    }
  }

  /**
   * @param {string} clientId that somebody names
   * @param {unknown} secret
   * @param {Comer} comer
   * @returns {{before?: Session, past?: Past}} before: its old connection, which has to end; past: what it goes on from.
   *   Neither, unless the id is its own. Without a past it cannot go on: its data was reset since, or it or what it sent is forgotten
   */
  find(clientId, secret, { userName, dialect, project }) {
    if (!this.#clientIds.isSecretOf(clientId, secret)) return {};
    const left = this.#left.get(clientId);
    const before = this.#here.get(left?.origin ?? clientId);
    const past = before ? before.past : left;
    const goesOn =
      past?.project === project &&
      past.epoch === project.epoch &&
      past.answered >= project.forgotten &&
      past.userName === userName &&
      past.dialect === dialect;
    return { before, past: goesOn ? past : undefined };
  }

  /**
   * @param {string} id
   * @param {Past} past
   */
  #remember(id, past) {
    this.#left.set(id, past);
    if (this.#left.size <= MOST_REMEMBERED) return;
    const [oldest] = this.#left.keys();
    this.#left.delete(oldest);
  }
}

/**
 * @param {Session} session
 * @returns {string[]}
 */
function idsOf({ identity }) {
  if (!identity) return [];
  const { clientId, origin } = identity;
  return origin === clientId ? [clientId] : [origin, clientId];
}

module.exports = { Returns };
