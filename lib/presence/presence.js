'use strict';

/** @typedef {import('../net/broadcaster').Broadcaster} Broadcaster */
/** @typedef {import('../dialects').Dialect} Dialect */
/** @typedef {import('../session/session').Session} Session */

/**
 * Everybody who is logged in, in the order of the logins, and the messages that tell them of each other, each in its
 * dialect. Only sessions with a name ever get in, so no message is nameless.
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
   * @param {Session} session with a name
   */
  enter(session) {
    const userName = nameOf(session);
    this.#tell((dialect) => dialect.join(userName));
    this.#sessions.add(session);
    this.#tellUsers();
  }

  /**
   * The same for somebody who only said hello: for the dialects that have a message for it.
   *
   * @param {Session} session with a name, new or not
   */
  greet(session) {
    const isNew = !this.#sessions.delete(session);
    const userName = nameOf(session);
    this.#tell(
      (dialect) => dialect.rename(userName) ?? (isNew ? dialect.join(userName) : undefined),
    );
    this.#sessions.add(session);
    this.#tellUsers();
  }

  /**
   * Those who stay learn who left, if that was anybody, and who is still there.
   *
   * @param {Session} session that still has the name it leaves with
   */
  leave(session) {
    if (!this.#sessions.delete(session)) return;
    const userName = nameOf(session);
    this.#tell((dialect) => dialect.logout(userName));
    this.#tellUsers();
  }

  #tellUsers() {
    const users = Array.from(this.#sessions, nameOf);
    this.#tell((dialect) => dialect.users(users));
  }

  /** @param {(dialect: Dialect) => object | undefined} spell */
  #tell(spell) {
    this.#broadcaster.tell(this.#sessions, spell);
  }
}

/**
 * @param {Session} session
 * @returns {string}
 */
function nameOf({ identity }) {
  return identity?.userName ?? '';
}

module.exports = { Presence };
