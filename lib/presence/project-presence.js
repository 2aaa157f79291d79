'use strict';

const { Audience } = require('./audience');
const { userColor } = require('./user-color');

/** @typedef {import('./presence-pace').PresencePace} PresencePace */

/** @typedef {string | number} TaskId */

/**
 * One connection, as its owner keeps it. Who is not logged in has no `userName`: it is told of the others, and they only
 * that it has left. Two tabs of one user are two members.
 *
 * @typedef {object} Member
 * @property {string} clientId
 * @property {string} [userName]
 * @property {string} [avatar] where the picture of the user is
 */

/**
 * What is known of a member that is on the list.
 *
 * @typedef {object} Entry
 * @property {string} color
 * @property {number} heardAt
 * @property {TaskId | null} task what it last said that it works on, by heartbeat or selection
 */

/** A client sends a heartbeat every 30 seconds; this is three of them. */
const SILENCE_MS = 90_000;
const LONGEST_ID = 1024;

/**
 * The people in one project, as its `sync` connections are told of them: `presence`, `selection` and `user_left`. A change
 * of the list is told to everybody, the rest to the others. A selection alone makes no new list due: its own message tells
 * it, and who comes later finds it in the list as `activeTask`.
 *
 * @template {Member} M
 */
class ProjectPresence {
  #now;
  /** @type {Audience<M>} everybody who is connected */
  #audience;
  /** @type {Map<M, Entry>} those on the list, in the order in which they came */
  #listed = new Map();
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /**
   * @param {PresencePace} pace
   * @param {(receiver: M, message: Buffer) => void} send
   */
  constructor(pace, send) {
    this.#now = () => pace.now();
    this.#audience = new Audience(pace, 1, { list: () => this.#list(), send });
  }

  /** @param {M} member a new one, to which messages may go now */
  join(member) {
    this.#audience.add(member);
    if (this.#hear(member)) return;
    // It is not listed, but it has to be told who is.
    if (this.#listed.size > 0) this.#audience.tellList();
  }

  /**
   * A client said anything at all: it is there, and comes back to the list if it was silent for too long.
   *
   * @param {M} member
   */
  touch(member) {
    this.#hear(member);
  }

  /**
   * @param {M} member
   * @param {unknown} [activeTask] none: it works on none now
   * @returns {boolean} false: that is no id of a task, and the heartbeat counts without it
   */
  heartbeat(member, activeTask = null) {
    const entry = this.#hear(member);
    if (!isTaskOrNull(activeTask)) return false;
    if (!entry || entry.task === activeTask) return true;
    entry.task = activeTask;
    this.#audience.changeList();
    return true;
  }

  /**
   * @param {M} member
   * @param {unknown} taskId or null: nothing is selected any more
   * @returns {boolean} false: that is no id of a task, and nothing was done
   */
  select(member, taskId) {
    const entry = this.#hear(member);
    if (!isTaskOrNull(taskId)) return false;
    if (!entry) return true;
    entry.task = taskId;
    const { clientId, userName } = member;
    this.#report(member, 'selection', { clientId, taskId, userName });
    return true;
  }

  /** @param {M} member whose connection has ended */
  leave(member) {
    if (!this.#audience.delete(member)) return;
    if (member.userName === undefined) this.#tellLeft(member);
    else this.#drop(member);
    if (this.#audience.size === 0) this.stop();
  }

  /** Forgets everybody; nothing is told, and no timer is left. */
  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#audience.stop();
    this.#listed.clear();
  }

  /**
   * @param {M} member
   * @returns {Entry | undefined} undefined: it is none that can be on the list
   */
  #hear(member) {
    if (member.userName === undefined || !this.#audience.has(member)) return undefined;
    const known = this.#listed.get(member);
    if (known) {
      known.heardAt = this.#now();
      return known;
    }
    /** @type {Entry} */
    const entry = { color: userColor(member.userName), heardAt: this.#now(), task: null };
    this.#listed.set(member, entry);
    this.#timer ??= setTimeout(() => this.#expire(), SILENCE_MS);
    this.#audience.changeList();
    return entry;
  }

  /** @param {M} member */
  #drop(member) {
    if (!this.#listed.delete(member)) return;
    this.#tellLeft(member);
    this.#audience.changeList();
  }

  /** @param {M} member */
  #tellLeft(member) {
    this.#report(member, 'user_left', { clientId: member.clientId });
  }

  /** Who has been silent for too long leaves the list; the timer waits for the next who could be. */
  #expire() {
    const now = this.#now();
    for (const [member, { heardAt }] of this.#listed) {
      if (now - heardAt >= SILENCE_MS) this.#drop(member);
    }
    const heard = Array.from(this.#listed.values(), ({ heardAt }) => heardAt);
    const wait = SILENCE_MS - (now - Math.min(...heard));
    this.#timer = heard.length > 0 ? setTimeout(() => this.#expire(), Math.ceil(wait)) : undefined;
  }

  /** @returns {object} */
  #list() {
    const users = Array.from(this.#listed, ([member, { task, color }]) => ({
      clientId: member.clientId,
      name: member.userName,
      avatar: member.avatar,
      activeTask: task ?? undefined,
      color,
    }));
    return { type: 'presence', payload: { users } };
  }

  /**
   * @param {M} member
   * @param {string} type
   * @param {object} payload
   */
  #report(member, type, payload) {
    this.#audience.report(member, () => ({ type, payload }));
  }
}

/**
 * @param {unknown} value
 * @returns {value is TaskId | null}
 */
function isTaskOrNull(value) {
  if (typeof value === 'string') return value.length <= LONGEST_ID;
  return value === null || typeof value === 'number';
}

module.exports = { ProjectPresence };
