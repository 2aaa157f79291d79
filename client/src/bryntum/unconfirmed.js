/**
 * The sent states of new records that have no id from the server yet.
 *
 * Until the echo arrives, the library sends such a record again as a whole with every revision that calculates one of
 * its fields, including its initial values, which somebody else may have changed since.
 */
export class Unconfirmed {
  /** The last sent record, by store and phantom id. @type {Map<string, Record<string, any>>} */
  #sent = new Map();

  /** A new dataset has arrived, with everything that the server knows. */
  clear() {
    this.#sent.clear();
  }

  /**
   * @param {Record<string, any>} changes of one revision, by store
   * @returns {Record<string, any>} the same, but with only the changed fields of records that were sent before and not
   * edited since
   */
  onlyNews(changes) {
    return Object.fromEntries(
      Object.entries(changes).map(([store, change]) => [store, this.#ofStore(store, change)]),
    );
  }

  /** @param {string} store @param {any} change */
  #ofStore(store, change) {
    if (!Array.isArray(change.added)) return change;
    const touched = new Set(
      change.$input?.added?.map((/** @type {any} */ { $PhantomId }) => $PhantomId),
    );
    const added = change.added.map((/** @type {any} */ record) => {
      const name = `${store} ${record.$PhantomId}`;
      const before = this.#sent.get(name);

      this.#sent.set(name, record);
      return before && !touched.has(record.$PhantomId) ? difference(before, record) : record;
    });

    return { ...change, added };
  }
}

/** @param {Record<string, any>} before @param {Record<string, any>} record */
const difference = (before, record) =>
  Object.fromEntries(
    Object.entries(record).filter(
      ([key, value]) =>
        key === '$PhantomId' || JSON.stringify(value) !== JSON.stringify(before[key]),
    ),
  );
