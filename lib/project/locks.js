'use strict';

const { performance } = require('node:perf_hooks');

/**
 * A connection that follows the project.
 *
 * @typedef {object} Holder
 * @property {string} clientId
 * @property {string} [userName] none: anonymous
 */

/** @typedef {{type: string, id: string | number}} RecordName the store of a record, and its id */

/**
 * A locked record; `until` in milliseconds since 1970. Without a holder: a record that is no longer locked.
 *
 * @typedef {{record: RecordName, holder?: Holder, until?: number}} HeldRecord
 */

/**
 * Writes lock messages in a dialect.
 *
 * @typedef {object} LockSpelling
 * @property {(record: RecordName, verdict: Verdict, project: number | string) => object} lock the result of a request
 * @property {(record: RecordName, success: boolean, project: number | string) => object} unlock success: the client
 * held it
 * @property {((record: RecordName & {lockedBy: string | null}, project: number | string) => object) | undefined} locked
 * reports a refused part of a change; undefined: the answer to the change does
 * @property {(held: HeldRecord[], project: number | string, isAll: boolean) => object} locks all locks, or the changed
 * ones
 */

/**
 * The result of a lock request.
 *
 * @typedef {object} Granted
 * @property {true} success
 * @property {number} fence grows with each lock of the project, so it orders the holders
 * @property {number} until milliseconds since 1970
 *
 * @typedef {object} Denied
 * @property {false} success
 * @property {string | null} lockedBy null: the holder has no name
 * @property {number} until milliseconds since 1970: its end, unless it is renewed
 * @property {boolean} [waiting] will the client get a message when it gets the lock?
 *
 * @typedef {{success: false, code: 'ERR_TOO_MANY_LOCKS'}} Refused
 */

/** @typedef {Granted | Denied | Refused | {success: false}} Verdict the last form: a held lock has ended */

/**
 * Observes locks: the core if they are enforced, and the lock news.
 *
 * @typedef {object} Witness
 * @property {(record: RecordName, holder: Holder, fence: number, until: number) => void} hold taken, renewed, or with a
 * new holder name
 * @property {(record: RecordName) => void} release
 * @property {(fence: number) => void} [expire] fences up to this one are of an earlier process
 */

/**
 * @typedef {object} Lock
 * @property {RecordName} record
 * @property {Holder} holder
 * @property {number} fence
 * @property {number} endsAt milliseconds of a monotonic clock
 * @property {number} until the same in milliseconds since 1970
 * @property {Set<Holder>} waiting in the order of arrival
 */

const LEASE_MS = 120_000;
const MOST_LOCKS = 10_000;
const MOST_OF_ONE = 100;

/**
 * The record locks of a project. A lock is a lease: its holder renews it by another request, and it ends with the
 * connection. Waiting clients get it in the order of arrival.
 *
 * @template {Holder} H
 */
class Locks {
  #witnesses;
  #now;
  #tell;
  #fence;
  /** @type {Map<string, Lock>} in the order of their ends */
  #locks = new Map();
  /** @type {Map<Holder, Set<string>>} the keys that each holds or waits for */
  #of = new Map();
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /**
   * @param {(holder: H, record: RecordName, verdict: Verdict) => void} tell sends an unsolicited result
   * @param {readonly Witness[]} witnesses
   * @param {object} [beginning]
   * @param {() => number} [beginning.now] milliseconds of a monotonic clock
   * @param {number} [beginning.firstFence] all fences are higher
   */
  constructor(tell, witnesses, { now = () => performance.now(), firstFence = 0 } = {}) {
    this.#tell = tell;
    this.#fence = firstFence;
    this.#witnesses = witnesses;
    this.#now = now;
  }

  /** @param {number} fence of an earlier process; all further ones are higher */
  expire(fence) {
    this.#fence = Math.max(this.#fence, fence);
    for (const witness of this.#witnesses) witness.expire?.(this.#fence);
  }

  /** @returns {number} number of locked records */
  get size() {
    return this.#locks.size;
  }

  /** @returns {HeldRecord[]} all locks, in the order of their ends */
  all() {
    return [...this.#locks.values()];
  }

  /**
   * @param {H} holder
   * @param {RecordName} record
   * @param {boolean} waits does it wait if another client holds the record?
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
   * @param {RecordName} record to release, or to stop waiting for
   * @returns {boolean} did it hold it or wait for it?
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

  /** @param {H} holder with a new name */
  rename(holder) {
    for (const key of this.#of.get(holder) ?? []) {
      const lock = this.#locks.get(key);
      if (lock?.holder === holder) this.#show(lock);
    }
  }

  /** @param {H} holder that has disconnected or left the project */
  leave(holder) {
    for (const key of [...(this.#of.get(holder) ?? [])]) {
      const lock = this.#locks.get(key);
      if (lock) this.release(holder, lock.record);
    }
  }

  /** Stops the timer. */
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
   * @param {Lock} lock a released one; the longest waiting client gets the record
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

  /** Sets the timer for the lock that ends first; it may be renewed meanwhile. */
  #await() {
    const [first] = this.#locks.values();
    if (!first || this.#timer !== undefined) return;
    const wait = Math.max(0, Math.ceil(first.endsAt - this.#now()));
    this.#timer = setTimeout(() => this.#expire(), wait).unref();
  }

  #expire() {
    this.#timer = undefined;
    const now = this.#now();
    // A lock granted meanwhile is last, and ends later.
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
 * Ids are compared by their text.
 *
 * @param {RecordName} record
 * @returns {string} a unique key, whatever the type and id contain
 */
function keyOf({ type, id }) {
  return `${type.length} ${type}${id}`;
}

module.exports = { LEASE_MS, Locks, MOST_OF_ONE, keyOf };
