// A lock is a lease of two minutes.
const RENEW_MS = 60_000;

/** What one has locked, and what one waits to be told about. */
export class Locks {
  #say;
  /** By record: the renewals of a lock that is held. @type {Map<string, any>} */
  #held = new Map();
  /** By record: who waits for the answer. @type {Map<string, ((isMine: boolean) => void)[]>} */
  #asked = new Map();

  /** @param {(command: 'lock' | 'unlock', recordId: string | number) => boolean} say */
  constructor(say) {
    this.#say = say;
  }

  /**
   * @param {string | number} recordId
   * @returns {Promise<boolean>} is it one's own now? Without a connection, or where there are no locks, nobody keeps one from it
   */
  take(recordId) {
    return new Promise((resolve) => {
      const key = String(recordId);
      if (this.#held.has(key) || !this.#say('lock', recordId)) {
        resolve(true);
        return;
      }
      this.#asked.set(key, [...(this.#asked.get(key) ?? []), resolve]);
    });
  }

  /** @param {string | number} recordId */
  giveBack(recordId) {
    const key = String(recordId);
    if (!this.#held.has(key)) return;
    this.#forget(key);
    this.#say('unlock', recordId);
  }

  /** @param {any} data of a `lock` @param {string} [error] */
  hear(data, error) {
    if (error && !data) {
      // There are no locks here, or none for this record.
      this.lost();
      return;
    }
    const { recordId, success } = data ?? {};
    const key = String(recordId);
    if (!success) this.#forget(key);
    else if (!this.#held.has(key))
      this.#held.set(
        key,
        setInterval(() => this.#say('lock', recordId), RENEW_MS),
      );
    this.#answer(key, Boolean(success));
  }

  /** With the connection go the locks. */
  lost() {
    for (const key of [...this.#held.keys()]) this.#forget(key);
    for (const key of [...this.#asked.keys()]) this.#answer(key, true);
  }

  /** @param {string} key */
  #forget(key) {
    clearInterval(this.#held.get(key));
    this.#held.delete(key);
  }

  /** @param {string} key @param {boolean} isMine */
  #answer(key, isMine) {
    const waiting = this.#asked.get(key) ?? [];
    this.#asked.delete(key);
    for (const resolve of waiting) resolve(isMine);
  }
}
