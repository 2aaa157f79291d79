'use strict';

const { Audience } = require('./audience');
const { isSamePlace } = require('./place');
const { userColor } = require('./user-color');

/** @typedef {import('./place').Place} Place */
/** @typedef {import('./presence-pace').PresencePace} PresencePace */

/**
 * Somebody on the list, as a dialect is told of them.
 *
 * @typedef {object} PresentUser
 * @property {string} clientId
 * @property {string} userName
 * @property {string} [avatar] where the picture of the user is
 * @property {string} color
 * @property {Place | null} place
 */

/**
 * How a dialect spells who is in a project, and whether its clients have to say now and then that they are there.
 *
 * @typedef {object} PeopleSpelling
 * @property {boolean} hasHeartbeats
 * @property {(users: PresentUser[], project: number | string, count?: number) => object} people who is there; the count: how many
 *   there are, where the list does not tell of all
 * @property {((user: Pick<PresentUser, 'clientId' | 'userName' | 'place'>) => object) | undefined} selected where somebody else
 *   is now; undefined: the list tells it
 * @property {((clientId: string) => object) | undefined} left somebody else; undefined: the list tells it
 */

/**
 * One connection, as its owner keeps it. Who is not logged in has no `userName`: it is told of the others, and they only
 * that it has left. Two tabs of one user are two members.
 *
 * @typedef {object} Member
 * @property {string} clientId
 * @property {string} [userName]
 * @property {string} [avatar] where the picture of the user is
 * @property {PeopleSpelling} dialect
 */

/**
 * What is known of a member that is on the list.
 *
 * @typedef {object} Entry
 * @property {string} color
 * @property {number} heardAt
 * @property {Place | null} place where it last said that it is
 */

/**
 * Of so many people at most a list tells, which goes to all of them: of more, those who edit come before those who look at a record, and
 * these before the rest.
 */
const MOST_LISTED = 200;
/** A client with heartbeats sends one every 30 seconds; this is three of them. */
const SILENCE_MS = 90_000;

/**
 * The people in one project, whatever dialect they speak, and what those of them are told who listen. Where the dialect has a
 * message for it, a selection and a leave are told by that to the others, and a selection alone makes no new list due; where it
 * has none, the list tells them.
 *
 * @template {Member} M
 */
class ProjectPresence {
  #now;
  /** @type {Set<M>} everybody who is connected */
  #members = new Set();
  /** @type {Audience<M>} those who are told of selections by a message of its own */
  #audience;
  /** @type {Audience<M>} those who are told by lists alone */
  #readers;
  /** @type {Map<M, Entry>} those on the list, in the order in which they came */
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
   * @param {boolean} listens is it told of the others? Then messages may go to it now
   */
  join(member, listens) {
    this.#members.add(member);
    if (listens) this.#audienceOf(member).add(member);
    if (this.#hear(member)) return;
    // It is not listed, but it has to be told who is.
    if (listens && this.#listed.size > 0) this.#audienceOf(member).tellList();
  }

  /** @param {M} member that is told of the others from now on, if it was not yet */
  listen(member) {
    const audience = this.#audienceOf(member);
    if (!this.#members.has(member) || audience.has(member)) return;
    audience.add(member);
    audience.tellList();
  }

  /**
   * A client said anything at all: it is there, and comes back to the list if it was silent for too long.
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
   * @param {Place | null} place null: nothing is selected any more
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

  /** @param {M} member that has another name now */
  rename(member) {
    const entry = this.#listed.get(member);
    if (!entry || member.userName === undefined) return;
    entry.color = userColor(member.userName);
    this.#changeLists();
  }

  /** @param {M} member whose connection has ended, or who follows the project no more */
  leave(member) {
    if (!this.#members.delete(member)) return;
    this.#audienceOf(member).delete(member);
    if (member.userName === undefined) this.#tellLeft(member);
    else this.#drop(member);
    if (this.#members.size === 0) this.stop();
  }

  /** Forgets everybody; nothing is told, and no timer is left. */
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
   * @returns {Entry | undefined} undefined: it is none that can be on the list
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

  /** Who has been silent for too long leaves the list; the timer waits for the next who could be. */
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

  /** @returns {PresentUser[]} of whom a list tells, in the order in which they came */
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
 * @param {Map<M, Entry>} listed more than a list tells of
 * @returns {[M, Entry][]} those of whom it tells
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
 * @returns {number} the least of those who come first
 */
function rankOf({ place }) {
  if (place === null) return 2;
  return place.isEditing ? 0 : 1;
}

module.exports = { MOST_LISTED, ProjectPresence };
