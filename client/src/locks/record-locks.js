// A lock is a lease of two minutes.
const RENEW_MS = 60_000;
const SOMEBODY = '?';

/** @typedef {import('../widgets/live.js').Lock} Lock */

/** What one has locked, what one waits to be told about, and what others hold. */
export class RecordLocks {
  /** Of others, as far as their holders were told. @type {Lock[]} */
  others = [];
  #say;
  #changed;
  /** By record: the renewals of a lock that is held. @type {Map<string, any>} */
  #held = new Map();
  /** By record: who waits for the answer. @type {Map<string, ((isMine: boolean) => void)[]>} */
  #asked = new Map();
  /** Records that were given back before they were there. @type {Set<string>} */
  #unwanted = new Set();

  /**
   * @param {(command: 'lock' | 'unlock', record: {recordType: string, recordId: string | number}) => boolean} say
   * @param {() => void} changed told when `others` are others
   */
  constructor(say, changed) {
    this.#say = say;
    this.#changed = changed;
  }

  /**
   * @param {string | number} recordId
   * @param {string} [recordType] the store
   * @returns {Promise<boolean>} is it one's own now? Without a connection, or where there are no locks, nobody keeps one from it
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
   * What became of a wish, or of a lock that one has had.
   *
   * @param {{recordType: string, recordId: string | number, success?: boolean, lockedBy?: string | null}} answer without
   *   `success` where a change was refused
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
    // By whom is said more exactly by what everybody is told.
    const holder = {
      ...record,
      clientId: success || lockedBy === undefined ? null : SOMEBODY,
      lockedBy,
    };
    this.tell([holder], false);
    for (const resolve of this.#takeAsked(key)) resolve(success);
    if (this.#unwanted.delete(key)) this.giveBack(recordId, recordType);
  }

  /** There are no locks here, or none for what was asked. */
  refused() {
    for (const key of [...this.#asked.keys()])
      for (const resolve of this.#takeAsked(key)) resolve(true);
  }

  /** With the connection go the locks. */
  lost() {
    for (const key of [...this.#held.keys()]) this.#forget(key);
    this.refused();
    this.tell([], true);
  }

  /**
   * Who has what, which the server tells everybody who listens.
   *
   * @param {{recordType: string, recordId: string | number, clientId: string | null, lockedBy?: string | null}[]} told without a
   *   `clientId` where nobody has it any more
   * @param {boolean} isAll are these all that are locked?
   * @param {string} [own] who one is
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
