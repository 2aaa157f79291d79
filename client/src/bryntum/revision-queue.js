/**
 * A revision for the server: the client's own number, and the changes.
 * @typedef {{ revision: string | number, changes: object, conflictResolutionFor?: string | number }} LocalRevision
 */

/**
 * Tracks the own revisions of a client: which are waiting, which are sent, and which incoming revisions are its own.
 *
 * A revision is *under way* from its sending until the server sends it back, in the order of arrival. When the
 * connection is lost, nobody knows whether revisions under way have arrived, so they are sent again, to a server that
 * recognizes repetitions. If it no longer can, they must be dropped.
 */
export class RevisionQueue {
  /** @type {LocalRevision[]} */
  #waiting = [];
  /** Number of the first waiting revisions that were sent before. */
  #uncertain = 0;
  /**
   * Sent revisions by local number, in order, each with the number of its message. @type {Map<string, {revision:
   * LocalRevision, message: number}>}
   */
  #underWay = new Map();
  #messages = 0;
  /** Local numbers from before the last dataset, which the project no longer knows. @type {Set<string>} */
  #forgotten = new Set();

  /** Number of waiting revisions. */
  get waiting() {
    return this.#waiting.length;
  }

  /** Number of revisions under way. */
  get underWay() {
    return this.#underWay.size;
  }

  /** @param {LocalRevision} revision @param {boolean} [isForeign] is its number unknown to the project? */
  add(revision, isForeign) {
    this.#waiting.push(revision);
    if (isForeign) this.#forgotten.add(String(revision.revision));
  }

  /**
   * Returns the first waiting revisions that fit into one message. From now on they are under way.
   *
   * @param {number} [longest] maximum length of their JSON text; a single revision may be longer
   * @returns {LocalRevision[]} empty if nothing waits
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

  /** After a disconnect: revisions under way wait again, before the others. */
  recall() {
    this.#uncertain += this.#underWay.size;
    this.#waiting = [...this.#underWay.values()]
      .map(({ revision }) => revision)
      .concat(this.#waiting);
    this.#underWay.clear();
  }

  /**
   * After a dataset: the project no longer knows its earlier local numbers. Waiting revisions and those under way stay,
   * but will come back like those of another client.
   */
  forget() {
    for (const name of this.#underWay.keys()) this.#forgotten.add(name);
    for (const { revision } of this.#waiting) this.#forgotten.add(String(revision));
  }

  /** Discards all revisions. @returns {number} their number */
  clear() {
    const count = this.waiting + this.underWay;
    this.#waiting = [];
    this.#uncertain = 0;
    this.#underWay.clear();
    return count;
  }

  /** Discards revisions that may have arrived, and must not be sent twice. @returns {number} their number */
  dropUncertain() {
    const count = this.#uncertain;
    this.#waiting.splice(0, count);
    this.#uncertain = 0;
    return count;
  }

  /** Discards the oldest message under way. @returns {number} the number of its revisions */
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
   * @returns {boolean} does the project still know this number? If not, apply the revision like one of another client,
   * because the real project throws on an unknown local number.
   */
  returned(localRevision) {
    const name = String(localRevision);
    const known = this.#underWay.delete(name) && !this.#forgotten.has(name);
    this.#forgotten.delete(name);
    return known;
  }
}
