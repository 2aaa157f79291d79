'use strict';

/** @typedef {import('./client-ids').ClientIds} ClientIds */
/** @typedef {import('../project/hosted-project').HostedProject} HostedProject */
/** @typedef {import('./session').Session} Session */

/**
 * The state of a client that matters after a reconnect.
 *
 * @typedef {object} Past
 * @property {string} origin the client id of its first connection, under which the core remembers its changes
 * @property {string} [userName] undefined: anonymous
 * @property {string} dialect
 * @property {HostedProject} project
 * @property {number} epoch of the project data that it has certainly received
 * @property {number} seen the last revision that it has certainly received
 * @property {number} answered all answers to it up to this revision have certainly arrived; Infinity: it has sent no
 * change
 */

/** @typedef {Pick<Past, 'userName' | 'dialect' | 'project'>} Comer a reconnecting client */

const MOST_REMEMBERED = 10_000;

/**
 * Current sessions by client id, and the states of former clients. A client resumes by the id of its first or last
 * connection and the secret of that id. If its old connection is still open (a broken one may look alive for a long
 * time), it is closed immediately.
 */
class Returns {
  #clientIds;
  /** @type {Map<string, Session>} */
  #here = new Map();
  /** @type {Map<string, Past>} the latest last */
  #left = new Map();

  #note;

  /**
   * @param {ClientIds} clientIds
   * @param {(id: string, past: Past) => void} [note] stores the state of a client, replacing its earlier one
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
   * Stores the state of a connected client, in case the server ends before it leaves.
   *
   * @param {Session} session that has loaded its project
   */
  note(session) {
    const { past } = session;
    if (past) for (const id of idsOf(session)) this.#note(id, past);
  }

  /**
   * @param {string} id
   * @param {Past} past its state from an earlier server process
   */
  recover(id, past) {
    this.#remember(id, past);
  }

  /** @param {Session} session before its identity is removed */
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
   * @param {string} clientId claimed by a client
   * @param {unknown} secret
   * @param {Comer} comer
   * @returns {{before?: Session, past?: Past}} before: its old connection, to be closed; past: the state to continue
   * from. Neither if the secret is wrong. Without `past` it cannot continue, because its data were reset, or the client
   * or its changes are forgotten
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
