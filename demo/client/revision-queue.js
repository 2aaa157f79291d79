/**
 * A revision as it goes to the server: the client's own number for it and what it changes.
 * @typedef {{ revision: string | number, changes: object, conflictResolutionFor?: string | number }} LocalRevision
 */

/**
 * Keeps the books on a client's own revisions: which wait to be sent, which are under way, and which of the revisions
 * that come from the server are the client's own.
 *
 * A revision is under way from the moment it is sent until the server has sent it back; the server sends them back in
 * the order in which it got them. When the connection is lost, nobody knows whether those under way have arrived, so
 * they wait again and are sent again: new records carry a name that the server remembers and never adds twice, and
 * everything else in a revision has the same effect when it is applied twice.
 */
export class RevisionQueue {
  /** @type {LocalRevision[]} */
  #waiting = [];
  /** By local number, in the order sent. @type {Map<string, LocalRevision>} */
  #underWay = new Map();
  /** Local numbers that the project has forgotten since: those of before the last dataset. @type {Set<string>} */
  #forgotten = new Set();

  /** How many revisions wait to be sent. */
  get waiting() {
    return this.#waiting.length;
  }

  /** How many revisions were sent and have not come back. */
  get underWay() {
    return this.#underWay.size;
  }

  /** @param {LocalRevision} revision */
  add(revision) {
    this.#waiting.push(revision);
  }

  /** Hands out all that wait, in order; from now on they are under way. @returns {LocalRevision[]} */
  take() {
    const revisions = this.#waiting;
    this.#waiting = [];
    for (const revision of revisions) this.#underWay.set(String(revision.revision), revision);
    return revisions;
  }

  /** The connection is lost: all that were under way wait again, before those that were waiting. */
  recall() {
    this.#waiting.unshift(...this.#underWay.values());
    this.#underWay.clear();
  }

  /**
   * A dataset replaced the project, which does not know any of its earlier local numbers now. What waits or is
   * under way still counts, but comes back as if another client had made it.
   */
  forget() {
    for (const { revision } of [...this.#underWay.values(), ...this.#waiting])
      this.#forgotten.add(String(revision));
  }

  /** Throws away all that wait or are under way. @returns {number} how many there were */
  clear() {
    const count = this.waiting + this.underWay;
    this.#waiting = [];
    this.#underWay.clear();
    return count;
  }

  /**
   * A revision of this client has come back.
   *
   * @param {string | number | undefined} localRevision
   * @returns {boolean} whether the project still knows it under this number. If not, it is to be applied like one of
   * another client: the real project throws on a local number that it does not know.
   */
  returned(localRevision) {
    const name = String(localRevision);
    const known = this.#underWay.delete(name) && !this.#forgotten.has(name);
    this.#forgotten.delete(name);
    return known;
  }
}
