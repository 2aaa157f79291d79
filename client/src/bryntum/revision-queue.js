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
 * they wait again and are sent again, to a server that knows what it got from this client before. Where it does not any
 * more, they have to be dropped.
 */
export class RevisionQueue {
  /** @type {LocalRevision[]} */
  #waiting = [];
  /** How many of those that wait, the first ones, have been sent before. */
  #uncertain = 0;
  /** By local number, in the order sent, each with the number of its message. @type {Map<string, {revision: LocalRevision, message: number}>} */
  #underWay = new Map();
  #messages = 0;
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

  /** @param {LocalRevision} revision @param {boolean} [isForeign] does the project not know it under its number? */
  add(revision, isForeign) {
    this.#waiting.push(revision);
    if (isForeign) this.#forgotten.add(String(revision.revision));
  }

  /**
   * Hands out the first of those that wait, in order: as many as make one message. From now on they are under way.
   *
   * @param {number} [longest] how long their JSON text may be together; one revision may be longer
   * @returns {LocalRevision[]} none when nothing waits
   */
  take(longest = Infinity) {
    const message = ++this.#messages;
    const revisions = [];
    let length = 0;

    for (const revision of this.#waiting) {
      length += JSON.stringify(revision).length;
      if (length > longest && revisions.length) break;
      revisions.push(revision);
      this.#underWay.set(String(revision.revision), { revision, message });
    }
    this.#waiting.splice(0, revisions.length);
    this.#uncertain = Math.max(0, this.#uncertain - revisions.length);
    return revisions;
  }

  /** The connection is lost: all that were under way wait again, before those that were waiting. */
  recall() {
    this.#uncertain += this.#underWay.size;
    this.#waiting = [...this.#underWay.values()]
      .map(({ revision }) => revision)
      .concat(this.#waiting);
    this.#underWay.clear();
  }

  /**
   * A dataset replaced the project, which does not know any of its earlier local numbers now. What waits or is
   * under way still counts, but comes back as if another client had made it.
   */
  forget() {
    for (const name of this.#underWay.keys()) this.#forgotten.add(name);
    for (const { revision } of this.#waiting) this.#forgotten.add(String(revision));
  }

  /** Throws away all that wait or are under way. @returns {number} how many there were */
  clear() {
    const count = this.waiting + this.underWay;
    this.#waiting = [];
    this.#uncertain = 0;
    this.#underWay.clear();
    return count;
  }

  /** Throws away what the server may have got before, and may not get twice. @returns {number} how many there were */
  dropUncertain() {
    const count = this.#uncertain;
    this.#waiting.splice(0, count);
    this.#uncertain = 0;
    return count;
  }

  /** Throws away the message that was sent first and has not come back. @returns {number} how many revisions it had */
  dropFirst() {
    const [first] = this.#underWay.values();
    let count = 0;

    for (const [name, { message }] of this.#underWay) {
      if (message !== first.message) break;
      this.#underWay.delete(name);
      count++;
    }
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
