/** @typedef {Record<string, any>} Fields */

/**
 * What others have written while one's own changes waited. Socket.IO does not say on what a change was made, so the server takes it for
 * one that has seen all that was told: what has come in between is found here.
 */
export class Overtaken {
  /** By store, record and field. @type {Map<string, {revision: number, value: unknown}>} */
  #writes = new Map();

  /** Nothing of one's own waits. */
  clear() {
    this.#writes.clear();
  }

  /** @param {Fields} changes @param {number} revision */
  note(changes, revision) {
    for (const [store, { updated = [], $derived = {} }] of Object.entries(changes))
      for (const { id, ...fields } of updated)
        for (const [field, value] of Object.entries(fields))
          // Of what is only calculated, nobody is the first.
          if (!$derived[id]?.includes(field))
            this.#writes.set(keyOf(store, id, field), { revision, value });
  }

  /**
   * All was loaded anew, which does not say what has changed.
   *
   * @param {Map<string, Map<string, Fields>>} before by store and id
   * @param {Map<string, Map<string, Fields>>} after
   * @param {number} revision
   */
  noteLoad(before, after, revision) {
    for (const [store, records] of before)
      for (const [id, record] of records) {
        const now = after.get(store)?.get(id);
        if (!now) continue;
        const changed = Object.keys(now).filter((field) => !isEqual(now[field], record[field]));
        const fields = Object.fromEntries(changed.map((field) => [field, now[field]]));
        this.note({ [store]: { updated: [{ ...fields, id }] } }, revision);
      }
  }

  /**
   * @param {Fields} changes that were made on `base`
   * @param {number} base
   * @returns {{store: string, id: any, fields: string[], mine: Fields}[]} the records of which somebody else was first
   */
  check(changes, base) {
    const found = [];
    for (const [store, change] of Object.entries(changes))
      for (const { id, ...mine } of (change.$input ?? change).updated ?? []) {
        const fields = Object.keys(mine).filter((field) => {
          const key = keyOf(store, id, field);
          const write = this.#writes.get(key);
          if (!write || write.revision <= base) return false;
          // It was this change, of which no answer has come; or somebody wanted the same.
          if (isEqual(write.value, mine[field])) this.#writes.delete(key);
          return this.#writes.has(key);
        });
        if (fields.length > 0) found.push({ store, id, fields, mine });
      }
    return found;
  }
}

/** @param {string} store @param {any} id @param {string} field */
const keyOf = (store, id, field) => `${store} ${id} ${field}`;

/** @param {unknown} one @param {unknown} other */
const isEqual = (one, other) => JSON.stringify(one) === JSON.stringify(other);
