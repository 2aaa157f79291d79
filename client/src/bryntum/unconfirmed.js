/**
 * What a client has sent of the records that the server has not yet given an id.
 *
 * Until that answer has come, the library sends such a record again, whole, with every revision in which it has
 * calculated something of it: with all that it was given at first, too, which somebody else may have changed since.
 */
export class Unconfirmed {
  /** By store and phantom id: the record as sent last. @type {Map<string, Record<string, any>>} */
  #sent = new Map();

  /** A new dataset has come, with all that the server knows. */
  clear() {
    this.#sent.clear();
  }

  /**
   * @param {Record<string, any>} changes of one revision, by store
   * @returns {Record<string, any>} the same, but only what has changed of a record that was sent before and that the
   * user has not touched since
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
