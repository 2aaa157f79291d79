'use strict';

const { Audience } = require('./audience');

/** @typedef {import('../access/rights').Rights} Rights */
/** @typedef {import('./presence-pace').PresencePace} PresencePace */

/**
 * Writes presence messages in a dialect; undefined: it has no such message.
 *
 * @typedef {object} Spelling
 * @property {(userName: string) => object | undefined} join another user logged in
 * @property {(userName: string) => object | undefined} rename a user logged in or changed their name by `hello`
 * @property {(userName: string) => object | undefined} logout another user logged out
 * @property {(users: string[]) => object | undefined} users the current list
 */

/**
 * A logged-in connection.
 *
 * @typedef {object} Person
 * @property {import('../net/connection').Connection} connection
 * @property {{userName?: string, rights: Rights}} [identity]
 * @property {Spelling} dialect
 */

/**
 * People with the same rights, who therefore see the same people.
 *
 * @typedef {object} Circle
 * @property {Map<Person, string>} visible names of the people who share a project with them, in the order of logins
 * @property {Set<Circle>} neighbours circles that see each other
 * @property {Audience<Person>} audience
 */

// So many logins and logouts are sent one by one; faster ones are combined.
const BURST = 20;

/**
 * All logged-in people, and the messages about each other in their dialects. People see each other if they may see a
 * common project. Only sessions with a name are added, so every message has a name.
 */
class Presence {
  #pace;
  #send;
  /** @type {Map<Rights, Circle>} one for each group */
  #circles = new Map();
  /** @type {Map<Person, {userName: string, rights: Rights}>} in the order of the logins */
  #people = new Map();

  /**
   * @param {PresencePace} pace
   * @param {(receiver: Person, message: Buffer) => void} send
   */
  constructor(pace, send) {
    this.#pace = pace;
    this.#send = send;
  }

  /**
   * Adds a person: sends `join` to the others, and the list to all.
   *
   * @param {Person} person with a name
   */
  enter(person) {
    this.#put(person, (userName) => (dialect) => dialect.join(userName));
  }

  /**
   * Adds or renames a person after `hello`, in the dialects with such a message.
   *
   * @param {Person} person with a name, new or not
   */
  greet(person) {
    const isNew = !this.#people.has(person);
    this.#put(
      person,
      (userName) => (dialect) =>
        dialect.rename(userName) ?? (isNew ? dialect.join(userName) : undefined),
    );
  }

  /**
   * Removes a person, if it was added: sends `logout` and the list to the others.
   *
   * @param {Person} person
   */
  leave(person) {
    const known = this.#people.get(person);
    if (!known) return;
    const circle = this.#circleOf(known.rights);
    this.#people.delete(person);
    circle.audience.delete(person);
    for (const { visible, audience } of circle.neighbours) {
      visible.delete(person);
      audience.report(person, (dialect) => dialect.logout(known.userName));
      audience.changeList();
    }
  }

  /**
   * @param {Person} person
   * @param {(userName: string) => (dialect: Spelling) => object | undefined} spell
   */
  #put(person, spell) {
    const { userName, rights } = /** @type {{userName: string, rights: Rights}} */ (
      person.identity
    );
    const circle = this.#circleOf(rights);
    this.#people.delete(person);
    this.#people.set(person, { userName, rights });
    if (!circle.audience.has(person)) circle.audience.add(person);
    for (const { visible, audience } of circle.neighbours) {
      visible.delete(person);
      visible.set(person, userName);
      audience.report(person, spell(userName));
      audience.changeList();
    }
    // People who may see no project share none, not even within their group.
    if (!circle.neighbours.has(circle)) circle.audience.tellList();
  }

  /**
   * @param {Rights} rights
   * @returns {Circle}
   */
  #circleOf(rights) {
    const known = this.#circles.get(rights);
    if (known) return known;
    /** @type {Map<Person, string>} */
    const visible = new Map();
    const list = (/** @type {Spelling} */ dialect) => dialect.users([...visible.values()]);
    const dialectOf = (/** @type {Person} */ { dialect }) => dialect;
    /** @type {Audience<Person>} */
    const audience = new Audience(this.#pace, BURST, { list, send: this.#send, dialectOf });
    /** @type {Circle} */
    const circle = { visible, neighbours: new Set(), audience };
    this.#circles.set(rights, circle);
    for (const [others, other] of this.#circles) {
      if (!rights.shareProject(others)) continue;
      circle.neighbours.add(other);
      other.neighbours.add(circle);
    }
    for (const [person, { userName, rights: others }] of this.#people) {
      if (rights.shareProject(others)) visible.set(person, userName);
    }
    return circle;
  }
}

module.exports = { Presence };
