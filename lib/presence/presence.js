'use strict';

const { Audience } = require('./audience');

/** @typedef {import('../access/rights').Rights} Rights */
/** @typedef {import('./presence-pace').PresencePace} PresencePace */

/**
 * How a dialect spells who is there; undefined: it has no message for it.
 *
 * @typedef {object} Spelling
 * @property {(userName: string) => object | undefined} join of somebody else
 * @property {(userName: string) => object | undefined} rename of somebody, or their entry, by a greeting
 * @property {(userName: string) => object | undefined} logout of somebody else
 * @property {(users: string[]) => object | undefined} users who are there now
 */

/**
 * One who is logged in, as their owner keeps them.
 *
 * @typedef {object} Person
 * @property {import('../net/connection').Connection} connection
 * @property {{userName?: string, rights: Rights}} [identity]
 * @property {Spelling} dialect
 */

/**
 * Those who have the same rights: they see the same people.
 *
 * @typedef {object} Circle
 * @property {Map<Person, string>} visible names of those with whom they share a project, in the order of the logins
 * @property {Set<Circle>} neighbours who see them: who sees somebody is seen too
 * @property {Audience<Person>} audience
 */

// So many logins and logouts are told one by one; those that come faster are told together.
const BURST = 20;

/**
 * Everybody who is logged in, and what they are told of each other, each in their dialect: of those who may see a project
 * that they may see too. Only sessions with a name ever get in, so no message is nameless.
 */
class Presence {
  #pace;
  #send;
  /** @type {Map<Rights, Circle>} as many as there are groups */
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
   * The others learn of the newcomer, and all of them who is there now.
   *
   * @param {Person} person with a name
   */
  enter(person) {
    this.#put(person, (userName) => (dialect) => dialect.join(userName));
  }

  /**
   * The same for somebody who only said hello: for the dialects that have a message for it.
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
   * Those who stay learn who left, if that was anybody, and who is still there.
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
    // Who may see no project shares none, not even with those of the same group.
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
