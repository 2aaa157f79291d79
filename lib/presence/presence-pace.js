'use strict';

// Ten messages a second.
const PAUSE_MS = 100;
// A list of many people goes to as many, so its cost grows with their square: 500 get one about every 2.5 seconds.
const LIST_BYTES_PER_SECOND = 10_000_000;
// More selections than a second can tell: a list tells them all at once.
const CROWD = 10;

/**
 * @template Member
 * @typedef {object} PresenceSender
 * @property {() => number} sendList tells all who is there; answers the bytes that this took
 * @property {(member: Member) => void} sendSelection tells the others what one has selected now
 */

/**
 * When what is told of one project's people: at most ten messages a second, whatever they do. What is due is made only when
 * its turn comes, so it tells the last state, and what is due stays so until it was told.
 *
 * A list and a selection that are both due go in turn. Selections go one by one, each client's once, who waits longest
 * first: a client draws the marks of the others from these messages. With more than ten waiting a list, which has
 * everybody's task, goes between them, so nobody waits for the news as long as for the mark.
 *
 * @template Member
 */
class PresencePace {
  #sender;
  #now;
  /** @type {Set<Member>} */
  #selections = new Set();
  #isListDue = false;
  #wasList = false;
  #next = -Infinity;
  #nextList = -Infinity;
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /**
   * @param {PresenceSender<Member>} sender
   * @param {() => number} now milliseconds of a clock that never goes back
   */
  constructor(sender, now) {
    this.#sender = sender;
    this.#now = now;
  }

  /** Who is there has changed. */
  listIsDue() {
    this.#isListDue = true;
    this.#schedule();
  }

  /** @param {Member} member whose selection has changed */
  selectionIsDue(member) {
    this.#selections.add(member);
    if (this.#selections.size > CROWD) this.#isListDue = true;
    this.#schedule();
  }

  /** @param {Member} member who has gone */
  forget(member) {
    this.#selections.delete(member);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#selections.clear();
    this.#isListDue = false;
  }

  /** Sends what is due and may go now; a timer sees to the rest. */
  #schedule() {
    clearTimeout(this.#timer);
    let wait = this.#wait();
    if (wait <= 0) {
      this.#send();
      wait = this.#wait();
    }
    if (wait < Infinity) this.#timer = setTimeout(() => this.#schedule(), Math.ceil(wait));
  }

  /** @returns {number} milliseconds until something may go; Infinity: nothing is due */
  #wait() {
    if (!this.#isListDue && this.#selections.size === 0) return Infinity;
    const from = this.#selections.size > 0 ? this.#next : Math.max(this.#next, this.#nextList);
    return from - this.#now();
  }

  #send() {
    const now = this.#now();
    this.#next = now + PAUSE_MS;
    const [member] = this.#selections;
    const isListsTurn = this.#isListDue && now >= this.#nextList;
    this.#wasList = isListsTurn && (member === undefined || !this.#wasList);
    if (this.#wasList) {
      this.#isListDue = false;
      this.#nextList = now + (this.#sender.sendList() / LIST_BYTES_PER_SECOND) * 1000;
    } else if (member !== undefined) {
      this.#selections.delete(member);
      this.#sender.sendSelection(member);
    }
  }
}

module.exports = { PresencePace };
