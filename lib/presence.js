'use strict';

/** @typedef {import('./broadcaster').Broadcaster} Broadcaster */
/** @typedef {import('./session').Session} Session */

/**
 * Everybody who is logged in, in the order of the logins, and the messages that tell them of each other. Only sessions
 * with an identity ever get in, so no message is nameless.
 */
class Presence {
  #broadcaster;
  /** @type {Set<Session>} */
  #sessions = new Set();

  /** @param {Broadcaster} broadcaster */
  constructor(broadcaster) {
    this.#broadcaster = broadcaster;
  }

  /**
   * The others learn of the newcomer, and all of them who is there now.
   *
   * @param {Session} session with an identity
   */
  enter(session) {
    this.#tell({ command: 'join', data: { userName: session.identity?.userName } });
    this.#sessions.add(session);
    this.#tellUsers();
  }

  /**
   * Those who stay learn who left, if that was anybody, and who is still there.
   *
   * @param {Session} session that still has the identity it leaves with
   */
  leave(session) {
    if (!this.#sessions.delete(session)) return;
    this.#tell({ command: 'logout', data: { userName: session.identity?.userName } });
    this.#tellUsers();
  }

  #tellUsers() {
    const users = Array.from(this.#sessions, ({ identity }) => identity?.userName);
    this.#tell({ command: 'users', data: { users } });
  }

  /** @param {object} message */
  #tell(message) {
    this.#broadcaster.send(this.#sessions, Buffer.from(JSON.stringify(message)));
  }
}

module.exports = { Presence };
