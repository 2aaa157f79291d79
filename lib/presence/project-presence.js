'use strict';

const { Audience } = require('./audience');
const { isSamePlace } = require('./place');
const { userColor } = require('./user-color');

/** @typedef {import('./place').Place} Place */
/** @typedef {import('./presence-pace').PresencePace} PresencePace */

/**
 * An entry of the list, for the messages of a dialect.
 *
 * @typedef {object} PresentUser
 * @property {string} clientId
 * @property {string} userName
 * @property {string} [avatar] URL of the picture of the user
 * @property {string} color
 * @property {Place | null} place
 */

/**
 * Writes project presence in a dialect.
 *
 * @typedef {object} PeopleSpelling
 * @property {boolean} hasHeartbeats
 * @property {(users: PresentUser[], project: number | string, count?: number) => object} people the list; `count`: the
 * total, if the list does not name everybody
 * @property {((user: Pick<PresentUser, 'clientId' | 'userName' | 'place'>) => object) | undefined} selected the
 * position of another user; undefined: only in the list
 * @property {((clientId: string) => object) | undefined} left another user left; undefined: only in the list
 */

/**
 * One connection. Without a login it has no `userName`: it gets the messages about others, but they only learn that it
 * has left. Two tabs of one user are two members.
 *
 * @typedef {object} Member
 * @property {string} clientId
 * @property {string} [userName]
 * @property {string} [avatar] URL of the picture of the user
 * @property {PeopleSpelling} dialect
 */

/**
 * The state of a listed member.
 *
 * @typedef {object} Entry
 * @property {string} color
 * @property {number} heardAt
 * @property {Place | null} place its last reported position
 */

/**
 * The maximum length of a list, which goes to all people on it. Of more people, those who edit come first, then those
 * who view a record, then the rest.
 */
const MOST_LISTED = 200;
/** Three heartbeats: clients send one every 30 seconds. */
const SILENCE_MS = 90_000;

/**
 * The people in one project, in all dialects, and the messages to those who listen. If a dialect has messages for
 * selections and leaves, they are sent to the others, and a selection alone causes no new list; otherwise only the list
 * is sent.
 *
 * @template {Member} M
 */
class ProjectPresence {
  #now;
  /** @type {Set<M>} all connections */
  #members = new Set();
  /** @type {Audience<M>} members whose dialect has a message for selections */
  #audience;
  /** @type {Audience<M>} members who only get lists */
  #readers;
  /** @type {Map<M, Entry>} listed members, in the order of arrival */
  #listed = new Map();
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /**
   * @param {number | string} project
   * @param {PresencePace} pace
   * @param {(receiver: M, message: Buffer) => void} send
   */
  constructor(project, pace, send) {
    this.#now = () => pace.now();
    const list = (/** @type {PeopleSpelling} */ dialect) => {
      const { size } = this.#listed;
      return dialect.people(this.#users(), project, size > MOST_LISTED ? size : undefined);
    };
    const dialectOf = (/** @type {M} */ { dialect }) => dialect;
    this.#audience = new Audience(pace, 1, { list, send, dialectOf });
    this.#readers = new Audience(pace, 1, { list, send, dialectOf });
  }

  /**
   * @param {M} member a new one
   * @param {boolean} listens does it get messages, from now on?
   */
  join(member, listens) {
    this.#members.add(member);
    if (listens) this.#audienceOf(member).add(member);
    if (this.#hear(member)) return;
    // It is not listed, but needs the list.
    if (listens && this.#listed.size > 0) this.#audienceOf(member).tellList();
  }

  /** @param {M} member that gets messages from now on, if it did not yet */
  listen(member) {
    const audience = this.#audienceOf(member);
    if (!this.#members.has(member) || audience.has(member)) return;
    audience.add(member);
    audience.tellList();
  }

  /**
   * A client sent anything: it is alive, and is listed again if it was silent for too long.
   *
   * @param {M} member
   */
  touch(member) {
    if (member.dialect.hasHeartbeats) this.#hear(member);
  }

  /**
   * @param {M} member
   * @param {Place | null} place
   */
  heartbeat(member, place) {
    const entry = this.#hear(member);
    if (!entry || isSamePlace(entry.place, place)) return;
    entry.place = place;
    this.#changeLists();
  }

  /**
   * @param {M} member
   * @param {Place | null} place null: nothing is selected
   */
  select(member, place) {
    const entry = this.#hear(member);
    const { clientId, userName } = member;
    if (!entry || userName === undefined) return;
    const isNew = !isSamePlace(entry.place, place);
    entry.place = place;
    this.#audience.report(member, ({ selected }) => selected({ clientId, userName, place }));
    if (isNew) this.#readers.changeList();
  }

  /** @param {M} member with a new name */
  rename(member) {
    const entry = this.#listed.get(member);
    if (!entry || member.userName === undefined) return;
    entry.color = userColor(member.userName);
    this.#changeLists();
  }

  /** @param {M} member that has disconnected or left the project */
  leave(member) {
    if (!this.#members.delete(member)) return;
    this.#audienceOf(member).delete(member);
    if (member.userName === undefined) this.#tellLeft(member);
    else this.#drop(member);
    if (this.#members.size === 0) this.stop();
  }

  /** Removes everybody without messages, and stops all timers. */
  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#audience.stop();
    this.#readers.stop();
    this.#members.clear();
    this.#listed.clear();
  }

  /**
   * @param {M} member
   * @returns {Audience<M>}
   */
  #audienceOf({ dialect }) {
    return dialect.selected ? this.#audience : this.#readers;
  }

  #changeLists() {
    this.#audience.changeList();
    this.#readers.changeList();
  }

  /**
   * @param {M} member
   * @returns {Entry | undefined} undefined: it cannot be listed
   */
  #hear(member) {
    if (member.userName === undefined || !this.#members.has(member)) return undefined;
    const known = this.#listed.get(member);
    if (known) {
      known.heardAt = this.#now();
      return known;
    }
    /** @type {Entry} */
    const entry = { color: userColor(member.userName), heardAt: this.#now(), place: null };
    this.#listed.set(member, entry);
    if (member.dialect.hasHeartbeats) this.#timer ??= setTimeout(() => this.#expire(), SILENCE_MS);
    this.#changeLists();
    return entry;
  }

  /** @param {M} member */
  #drop(member) {
    if (!this.#listed.delete(member)) return;
    this.#tellLeft(member);
    this.#changeLists();
  }

  /** @param {M} member */
  #tellLeft(member) {
    const { clientId } = member;
    this.#audience.report(member, ({ left }) => left?.(clientId));
  }

  /** Removes silent members from the list, and sets the timer for the next one. */
  #expire() {
    const now = this.#now();
    let oldest = Infinity;
    for (const [member, { heardAt }] of this.#listed) {
      if (!member.dialect.hasHeartbeats) continue;
      if (now - heardAt >= SILENCE_MS) this.#drop(member);
      else oldest = Math.min(oldest, heardAt);
    }
    const wait = SILENCE_MS - (now - oldest);
    this.#timer = oldest < Infinity ? setTimeout(() => this.#expire(), Math.ceil(wait)) : undefined;
  }

  /** @returns {PresentUser[]} the entries of a list, in the order of arrival */
  #users() {
    const told = this.#listed.size > MOST_LISTED ? mostActive(this.#listed) : this.#listed;
    return Array.from(told, ([{ clientId, userName, avatar }, { color, place }]) => ({
      clientId,
      userName: /** @type {string} */ (userName),
      avatar,
      color,
      place,
    }));
  }
}

/**
 * @template {Member} M
 * @param {Map<M, Entry>} listed more than fit into a list
 * @returns {[M, Entry][]} those in the list
 */
function mostActive(listed) {
  /** @type {[M, Entry][][]} */
  const byRank = [[], [], []];
  for (const person of listed) byRank[rankOf(person[1])].push(person);
  const told = new Map(byRank.flat().slice(0, MOST_LISTED));
  return [...listed].filter(([member]) => told.has(member));
}

/**
 * @param {Entry} entry
 * @returns {number} the sort rank; lowest first
 */
function rankOf({ place }) {
  if (place === null) return 2;
  return place.isEditing ? 0 : 1;
}

module.exports = { MOST_LISTED, ProjectPresence };
