// A lock is a lease of two minutes.
const RENEW_MS = 60_000;
const SOMEBODY = '?';

/** @typedef {import('../widgets/live.js').Lock} Lock */

/** The own locks, pending requests, and the locks of others. */
export class RecordLocks {
  /** The locks of others with known holders. @type {Lock[]} */
  others = [];
  #say;
  #changed;
  /** By record: the renewal timer of an own lock. @type {Map<string, any>} */
  #held = new Map();
  /** By record: pending requests. @type {Map<string, ((isMine: boolean) => void)[]>} */
  #asked = new Map();
  /** Records that were unlocked before the answer. @type {Set<string>} */
  #unwanted = new Set();

  /**
   * @param {(command: 'lock' | 'unlock', record: {recordType: string, recordId: string | number}) => boolean} say
   * @param {() => void} changed called when `others` changes
   */
  constructor(say, changed) {
    this.#say = say;
    this.#changed = changed;
  }

  /**
   * @param {string | number} recordId
   * @param {string} [recordType] the store
   * @returns {Promise<boolean>} may this client edit it? True without a connection, or if the server has no locks
   */
  take(recordId, recordType = 'tasks') {
    return new Promise((resolve) => {
      const key = keyOf({ recordType, recordId });
      this.#unwanted.delete(key);
      if (this.#held.has(key) || !this.#say('lock', { recordType, recordId })) {
        resolve(true);
        return;
      }
      this.#asked.set(key, [...(this.#asked.get(key) ?? []), resolve]);
    });
  }

  /** @param {string | number} recordId @param {string} [recordType] */
  giveBack(recordId, recordType = 'tasks') {
    const record = { recordType, recordId };
    const key = keyOf(record);
    if (this.#asked.has(key)) this.#unwanted.add(key);
    if (!this.#held.has(key)) return;
    this.#forget(key);
    this.#say('unlock', record);
  }

  /**
   * Handles the result of a request, or the end of an own lock.
   *
   * @param {{recordType: string, recordId: string | number, success?: boolean, lockedBy?: string | null}} answer
   * without `success` if a change was refused
   */
  hear({ recordType, recordId, success = false, lockedBy }) {
    const record = { recordType, recordId };
    const key = keyOf(record);
    if (!success) this.#forget(key);
    else if (!this.#held.has(key))
      this.#held.set(
        key,
        setInterval(() => this.#say('lock', record), RENEW_MS),
      );
    // The lock list names the holder more exactly.
    const holder = {
      ...record,
      clientId: success || lockedBy === undefined ? null : SOMEBODY,
      lockedBy,
    };
    this.tell([holder], false);
    for (const resolve of this.#takeAsked(key)) resolve(success);
    if (this.#unwanted.delete(key)) this.giveBack(recordId, recordType);
  }

  /** The server has no locks, or refused the request. */
  refused() {
    for (const key of [...this.#asked.keys()])
      for (const resolve of this.#takeAsked(key)) resolve(true);
  }

  /** Locks end with the connection. */
  lost() {
    for (const key of [...this.#held.keys()]) this.#forget(key);
    this.refused();
    this.tell([], true);
  }

  /**
   * Handles the lock list of the server.
   *
   * @param {{recordType: string, recordId: string | number, clientId: string | null, lockedBy?: string | null}[]} told
   * without a `clientId` if it was released
   * @param {boolean} isAll is it the complete list?
   * @param {string} [own] the own client id
   */
  tell(told, isAll, own) {
    const keys = new Set(told.map(keyOf));
    const before = JSON.stringify(this.others);
    this.others = [
      ...this.others.filter((lock) => !isAll && !keys.has(keyOf(lock))),
      ...told
        .filter(({ clientId }) => clientId && clientId !== own)
        .map(({ recordType, recordId, clientId, lockedBy }) => ({
          recordType,
          recordId,
          userName: lockedBy ?? undefined,
          clientId: String(clientId),
        })),
    ];
    if (JSON.stringify(this.others) !== before) this.#changed();
  }

  /** @param {string} key */
  #forget(key) {
    clearInterval(this.#held.get(key));
    this.#held.delete(key);
  }

  /** @param {string} key @returns {((isMine: boolean) => void)[]} who waits no longer */
  #takeAsked(key) {
    const waiting = this.#asked.get(key) ?? [];
    this.#asked.delete(key);
    return waiting;
  }
}

/** @param {{recordType?: string, recordId: string | number}} record */
const keyOf = ({ recordType, recordId }) => `${recordType} ${recordId}`;
