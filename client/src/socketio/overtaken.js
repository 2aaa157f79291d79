/** @typedef {Record<string, any>} Fields */

/**
 * Detects changes of others while own changes wait. Events have no base revision, so the server assumes that an author
 * has seen everything; concurrent changes are therefore detected here.
 */
export class Overtaken {
  /** By store, record and field. @type {Map<string, {revision: number, value: unknown}>} */
  #writes = new Map();

  /** No own change waits. */
  clear() {
    this.#writes.clear();
  }

  /** @param {Fields} changes @param {number} revision */
  note(changes, revision) {
    for (const [store, { updated = [], $derived = {} }] of Object.entries(changes))
      for (const { id, ...fields } of updated)
        for (const [field, value] of Object.entries(fields))
          // Calculated values do not count.
          if (!$derived[id]?.includes(field))
            this.#writes.set(keyOf(store, id, field), { revision, value });
  }

  /**
   * Compares a new load with the previous data, because it does not list changes.
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
   * @returns {{store: string, id: any, fields: string[], mine: Fields}[]} the records that others have changed first
   */
  check(changes, base) {
    const found = [];
    for (const [store, change] of Object.entries(changes))
      for (const { id, ...mine } of (change.$input ?? change).updated ?? []) {
        const fields = Object.keys(mine).filter((field) => {
          const key = keyOf(store, id, field);
          const write = this.#writes.get(key);
          if (!write || write.revision <= base) return false;
          // It was this unanswered change, or an equal one.
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
