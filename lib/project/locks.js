'use strict';

const { performance } = require('node:perf_hooks');

/**
 * One connection that follows the project, as its owner keeps it.
 *
 * @typedef {object} Holder
 * @property {string} clientId
 * @property {string} [userName] none: anonymous
 */

/** @typedef {{type: string, id: string | number}} RecordName the store of a record, and its id */

/**
 * A record that somebody has, until when in milliseconds since 1970; without a holder, one that nobody has any more.
 *
 * @typedef {{record: RecordName, holder?: Holder, until?: number}} HeldRecord
 */

/**
 * How a dialect spells it.
 *
 * @typedef {object} LockSpelling
 * @property {(record: RecordName, verdict: Verdict, project: number | string) => object} lock what became of a wish for one
 * @property {(record: RecordName, success: boolean, project: number | string) => object} unlock success: it was had
 * @property {((record: RecordName & {lockedBy: string | null}, project: number | string) => object) | undefined} locked why a part
 *   of a change was not made; undefined: the answer to the change tells it
 * @property {(held: HeldRecord[], project: number | string, isAll: boolean) => object} locks who has what: all that is held, or what
 *   has changed
 */

/**
 * What becomes of a wish for a lock.
 *
 * @typedef {object} Granted
 * @property {true} success
 * @property {number} fence grows with each lock of the project, so that one can tell an older holder from a newer one
 * @property {number} until milliseconds since 1970
 *
 * @typedef {object} Denied
 * @property {false} success
 * @property {string | null} lockedBy null: by somebody without a name
 * @property {number} until milliseconds since 1970: then it ends, unless its holder renews it
 * @property {boolean} [waiting] is one told when it is one's turn?
 *
 * @typedef {{success: false, code: 'ERR_TOO_MANY_LOCKS'}} Refused
 */

/** @typedef {Granted | Denied | Refused | {success: false}} Verdict the last: it was had, and has ended */

/**
 * Who else has to know: the core, where locks are enforced, and those who are told.
 *
 * @typedef {object} Witness
 * @property {(record: RecordName, holder: Holder, fence: number, until: number) => void} hold or hold longer, or under another name
 * @property {(record: RecordName) => void} release
 */

/**
 * @typedef {object} Lock
 * @property {RecordName} record
 * @property {Holder} holder
 * @property {number} fence
 * @property {number} endsAt by a clock that never goes back
 * @property {number} until the same in milliseconds since 1970
 * @property {Set<Holder>} waiting in the order in which they came
 */

const LEASE_MS = 120_000;
const MOST_LOCKS = 10_000;
const MOST_OF_ONE = 100;

/**
 * Who holds which record of a project. A lock is a lease: its holder renews it by asking once more, and it ends with the
 * connection. Who wants to wait gets it when it is free, in the order in which they came.
 *
 * @template {Holder} H
 */
class Locks {
  #witnesses;
  #now;
  #tell;
  #fence;
  /** @type {Map<string, Lock>} the one that ends first before the others */
  #locks = new Map();
  /** @type {Map<Holder, Set<string>>} what each holds and waits for */
  #of = new Map();
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /**
   * @param {(holder: H, record: RecordName, verdict: Verdict) => void} tell somebody what they have not asked for now
   * @param {readonly Witness[]} witnesses
   * @param {object} [beginning]
   * @param {() => number} [beginning.now] milliseconds of a clock that never goes back
   * @param {number} [beginning.firstFence] all are higher
   */
  constructor(tell, witnesses, { now = () => performance.now(), firstFence = 0 } = {}) {
    this.#tell = tell;
    this.#fence = firstFence;
    this.#witnesses = witnesses;
    this.#now = now;
  }

  /** @returns {number} how many records are locked */
  get size() {
    return this.#locks.size;
  }

  /** @returns {HeldRecord[]} all that are held, the one that ends first before the others */
  all() {
    return [...this.#locks.values()];
  }

  /**
   * @param {H} holder
   * @param {RecordName} record
   * @param {boolean} waits does it want to have the record later, when somebody has it now?
   * @returns {Verdict}
   */
  take(holder, record, waits) {
    const key = keyOf(record);
    const known = this.#locks.get(key);
    if (known?.holder === holder) return this.#renew(key, known);
    const isNew = !known?.waiting.has(holder);
    const counts = !known || (waits && isNew);
    const isFull = !known && this.#locks.size >= MOST_LOCKS;
    if (counts && (isFull || (this.#of.get(holder)?.size ?? 0) >= MOST_OF_ONE))
      return { success: false, code: 'ERR_TOO_MANY_LOCKS' };
    if (!known) return this.#grant(key, { record, holder, waiting: new Set() });
    if (waits && isNew) {
      known.waiting.add(holder);
      this.#setOf(holder).add(key);
    }
    const waiting = known.waiting.has(holder) || undefined;
    return { success: false, ...holding(known), waiting };
  }

  /**
   * @param {H} holder
   * @param {RecordName} record that it does not need any more, or does not wait for
   * @returns {boolean} did it hold or await it?
   */
  release(holder, record) {
    const key = keyOf(record);
    const lock = this.#locks.get(key);
    if (!lock) return false;
    if (lock.holder === holder) {
      this.#end(key, lock);
      return true;
    }
    if (!lock.waiting.delete(holder)) return false;
    this.#forget(holder, key);
    return true;
  }

  /** @param {H} holder that has another name now */
  rename(holder) {
    for (const key of this.#of.get(holder) ?? []) {
      const lock = this.#locks.get(key);
      if (lock?.holder === holder) this.#show(lock);
    }
  }

  /** @param {H} holder whose connection has ended, or who follows the project no more */
  leave(holder) {
    for (const key of [...(this.#of.get(holder) ?? [])]) {
      const lock = this.#locks.get(key);
      if (lock) this.release(holder, lock.record);
    }
  }

  /** No timer is left. */
  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /**
   * @param {string} key
   * @param {Lock} lock
   * @returns {Granted}
   */
  #renew(key, lock) {
    lock.endsAt = this.#now() + LEASE_MS;
    lock.until = Date.now() + LEASE_MS;
    this.#locks.delete(key);
    this.#locks.set(key, lock);
    this.#show(lock);
    this.#await();
    return { success: true, fence: lock.fence, until: lock.until };
  }

  /**
   * @param {string} key
   * @param {Pick<Lock, 'record' | 'holder' | 'waiting'>} wanted
   * @returns {Granted}
   */
  #grant(key, wanted) {
    const { record, holder, waiting } = wanted;
    const lock = { record, holder, fence: ++this.#fence, endsAt: 0, until: 0, waiting };
    this.#setOf(holder).add(key);
    return this.#renew(key, lock);
  }

  /**
   * @param {string} key
   * @param {Lock} lock that its holder has no more; who has waited longest gets the record
   */
  #end(key, { record, holder, waiting }) {
    this.#locks.delete(key);
    this.#forget(holder, key);
    const [next] = waiting;
    if (!next) {
      // The timer stays: most that end are alone, and another one would be begun for the next.
      for (const witness of this.#witnesses) witness.release(record);
      return;
    }
    waiting.delete(next);
    const granted = this.#grant(key, { record, holder: next, waiting });
    this.#tell(/** @type {H} */ (next), record, granted);
  }

  /** @param {Lock} lock */
  #show({ record, holder, fence, until }) {
    for (const witness of this.#witnesses) witness.hold(record, holder, fence, until);
  }

  /** Waits until the lock that ends first could end; it may be renewed meanwhile. */
  #await() {
    const [first] = this.#locks.values();
    if (!first || this.#timer !== undefined) return;
    const wait = Math.max(0, Math.ceil(first.endsAt - this.#now()));
    this.#timer = setTimeout(() => this.#expire(), wait).unref();
  }

  #expire() {
    this.#timer = undefined;
    const now = this.#now();
    // What is granted meanwhile comes last, and ends later.
    for (const [key, lock] of this.#locks) {
      if (lock.endsAt > now) break;
      this.#end(key, lock);
      const after = this.#locks.get(key);
      const verdict = after ? holding(after) : {};
      this.#tell(/** @type {H} */ (lock.holder), lock.record, { success: false, ...verdict });
    }
    this.#await();
  }

  /**
   * @param {Holder} holder
   * @returns {Set<string>}
   */
  #setOf(holder) {
    const known = this.#of.get(holder);
    if (known) return known;
    /** @type {Set<string>} */
    const keys = new Set();
    this.#of.set(holder, keys);
    return keys;
  }

  /**
   * @param {Holder} holder
   * @param {string} key
   */
  #forget(holder, key) {
    const keys = this.#of.get(holder);
    keys?.delete(key);
    if (keys?.size === 0) this.#of.delete(holder);
  }
}

/**
 * @param {Lock} lock
 * @returns {Pick<Denied, 'lockedBy' | 'until'>}
 */
function holding({ holder, until }) {
  return { lockedBy: holder.userName ?? null, until };
}

/**
 * Ids compare by their text.
 *
 * @param {RecordName} record
 * @returns {string} of another record another one, whatever is in types and ids
 */
function keyOf({ type, id }) {
  return `${type.length} ${type}${id}`;
}

module.exports = { LEASE_MS, Locks, MOST_OF_ONE, keyOf };
