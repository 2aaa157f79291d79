'use strict';

const { PresencePace } = require('./presence-pace');
const { userColor } = require('./user-color');

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
 * of the list is told to everybody, a selection to the others; PresencePace says when. A selection alone makes no new
 * list due: its own message tells it, and who comes later finds it in the list as `activeTask`.
 *
 * @template {Member} M
 */
class ProjectPresence {
  #send;
  #now;
  /** @type {PresencePace<M>} */
  #pace;
  /** @type {Set<M>} everybody who is connected */
  #members = new Set();
  /** @type {Map<M, Entry>} those on the list, in the order in which they came */
  #listed = new Map();
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /**
   * @param {(receivers: Iterable<M>, message: Buffer) => void} send
   * @param {() => number} [now] milliseconds of a clock that never goes back
   */
  constructor(send, now = () => performance.now()) {
    this.#send = send;
    this.#now = now;
    this.#pace = new PresencePace(
      {
        sendList: () => this.#sendList(),
        sendSelection: (member) => this.#sendSelection(member),
      },
      now,
    );
  }

  /** @param {M} member a new one, to which messages may go now */
  join(member) {
    this.#members.add(member);
    if (this.#list(member)) return;
    // It is not listed, but it has to be told who is.
    if (this.#listed.size > 0) this.#pace.listIsDue();
  }

  /**
   * A client said anything at all: it is there, and comes back to the list if it was silent for too long.
   *
   * @param {M} member
   */
  touch(member) {
    this.#list(member);
  }

  /**
   * @param {M} member
   * @param {unknown} [activeTask] none: it works on none now
   * @returns {boolean} false: that is no id of a task, and the heartbeat counts without it
   */
  heartbeat(member, activeTask = null) {
    const entry = this.#list(member);
    if (!isTaskOrNull(activeTask)) return false;
    if (!entry || entry.task === activeTask) return true;
    entry.task = activeTask;
    this.#pace.listIsDue();
    return true;
  }

  /**
   * @param {M} member
   * @param {unknown} taskId or null: nothing is selected any more
   * @returns {boolean} false: that is no id of a task, and nothing was done
   */
  select(member, taskId) {
    const entry = this.#list(member);
    if (!isTaskOrNull(taskId)) return false;
    if (!entry) return true;
    entry.task = taskId;
    this.#pace.selectionIsDue(member);
    return true;
  }

  /** @param {M} member whose connection has ended */
  leave(member) {
    if (!this.#members.delete(member)) return;
    if (member.userName === undefined) this.#tellLeft(member);
    else this.#drop(member);
    if (this.#members.size === 0) this.stop();
  }

  /** Forgets everybody; nothing is told, and no timer is left. */
  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pace.stop();
    this.#members.clear();
    this.#listed.clear();
  }

  /**
   * @param {M} member
   * @returns {Entry | undefined} undefined: it is none that can be on the list
   */
  #list(member) {
    if (member.userName === undefined || !this.#members.has(member)) return undefined;
    const known = this.#listed.get(member);
    if (known) {
      known.heardAt = this.#now();
      return known;
    }
    /** @type {Entry} */
    const entry = { color: userColor(member.userName), heardAt: this.#now(), task: null };
    this.#listed.set(member, entry);
    this.#timer ??= setTimeout(() => this.#expire(), SILENCE_MS);
    this.#pace.listIsDue();
    return entry;
  }

  /** @param {M} member */
  #drop(member) {
    if (!this.#listed.delete(member)) return;
    this.#pace.forget(member);
    this.#tellLeft(member);
    if (this.#members.size > 0) this.#pace.listIsDue();
  }

  /** @param {M} member */
  #tellLeft(member) {
    this.#tell(this.#others(member), { type: 'user_left', payload: { clientId: member.clientId } });
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

  /** @returns {number} bytes that this took */
  #sendList() {
    const users = Array.from(this.#listed, ([member, { task, color }]) => ({
      clientId: member.clientId,
      name: member.userName,
      avatar: member.avatar,
      activeTask: task ?? undefined,
      color,
    }));
    const size = this.#tell(this.#members, { type: 'presence', payload: { users } });
    return size * this.#members.size;
  }

  /** @param {M} member */
  #sendSelection(member) {
    const { clientId, userName } = member;
    const taskId = this.#listed.get(member)?.task ?? null;
    this.#tell(this.#others(member), {
      type: 'selection',
      payload: { clientId, taskId, userName },
    });
  }

  /**
   * @param {Iterable<M>} receivers
   * @param {object} message
   * @returns {number} its bytes
   */
  #tell(receivers, message) {
    const bytes = Buffer.from(JSON.stringify(message));
    this.#send(receivers, bytes);
    return bytes.length;
  }

  /**
   * @param {M} member
   * @returns {M[]}
   */
  #others(member) {
    return [...this.#members].filter((other) => other !== member);
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
