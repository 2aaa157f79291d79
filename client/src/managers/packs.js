/** @typedef {Record<string, any>} Fields */

/** @param {Fields} dataset as the server has it @returns {Fields} as a project takes it */
export const inline = (dataset) =>
  Object.fromEntries(
    Object.entries(dataset).map(([name, value]) => [
      name,
      name !== 'project' && Array.isArray(value?.rows) ? value.rows : value,
    ]),
  );

/** @param {Fields | null} pack what a project says that has changed @returns {Fields | undefined} what of it others need */
export const shared = (pack) => {
  const stores = Object.entries(pack ?? {}).filter(
    ([name, change]) =>
      name === 'project' ||
      ['added', 'updated', 'removed'].some((kind) => change?.[kind]?.length > 0),
  );
  return stores.length > 0 ? Object.fromEntries(stores) : undefined;
};

/**
 * What was edited before others' changes were shown is made on the revision that was: otherwise it would overwrite them unseen.
 *
 * @param {number} base NaN: all is shown
 * @param {Fields} changes
 * @returns {Fields}
 */
export const basedOn = (base, changes) =>
  Number.isNaN(base)
    ? changes
    : mapUpdated(changes, ({ id, ...fields }) => ({ id, baseRevision: base, changes: fields }));

/** @param {Fields} record as {@link basedOn} has made it, or not @returns {Fields} */
export const plain = ({ baseRevision: _base, changes, ...record }) => ({ ...record, ...changes });

/** @param {Fields} changes @param {(record: Fields) => Fields} map @returns {Fields} */
export const mapUpdated = (changes, map) =>
  Object.fromEntries(
    Object.entries(changes).map(([name, change]) => [
      name,
      Array.isArray(change?.updated) ? { ...change, updated: change.updated.map(map) } : change,
    ]),
  );

/**
 * A record that was added here is there under its own name, and gets its id.
 *
 * @param {Fields} change
 * @param {any} store
 * @param {boolean} isOwn
 */
export const named = ({ added = [], updated = [], removed = [] }, store, isOwn) => {
  const isHere = (/** @type {Fields} */ { $PhantomId, id }) =>
    Boolean(store.getById(id) ?? (isOwn && store.getById($PhantomId)));
  return {
    added: added.filter((/** @type {Fields} */ record) => !isHere(record)),
    updated: [...added.filter(isHere), ...updated],
    removed,
  };
};

/**
 * Says of a change what is only calculated: it conflicts with nobody's, and charts calculate it by themselves. What others have said stays
 * away: when it arrives they may have said something else.
 *
 * @param {Fields} changes
 * @param {(name: string, record: Fields) => string[]} derivedOf keys of a record in a store, or of the project
 * @param {Given} given what others have said since the last change was sent
 * @returns {Fields | undefined} with `$input` and `$derived` in each store, where anything is calculated; undefined: nothing is left
 */
export const withDerived = (changes, derivedOf, given) => {
  let isAny = false;
  const told = Object.entries(changes).map(([name, change]) => {
    const split = (/** @type {Fields} */ record) => {
      const derived = derivedOf(name, record);
      const isTheirs = (/** @type {string} */ key) =>
        derived.includes(key) && given.has(name, record, key);
      const said = without(record, isTheirs);
      isAny ||= derived.length > 0;
      const keys = derived.filter((key) => key in said);
      return { said, keys, done: without(said, (key) => keys.includes(key)) };
    };
    if (name === 'project') {
      const { id: _generated, ...fields } = change;
      const { said, done } = split(fields);
      return [name, { ...said, $input: done }];
    }
    /** @type {Fields[]} */
    const all = (change.updated ?? []).map(split);
    const updated = all.map(({ said }) => said).filter(hasMore);
    const $derived = Object.fromEntries(
      all.filter(({ keys }) => keys.length > 0).map(({ said, keys }) => [said.id, keys]),
    );
    const $input = { ...change, updated: all.map(({ done }) => done).filter(hasMore) };
    return [name, { ...change, updated, $derived, $input }];
  });
  return isAny ? shared(Object.fromEntries(told.filter(([, change]) => hasMore(change)))) : changes;
};

/** What others have said of records since one's own last change was sent. */
export class Given {
  /** @type {Map<string, Fields>} */
  #records = new Map();

  /** @param {Fields} changes of somebody else's */
  add(changes) {
    for (const [name, change] of Object.entries(changes))
      for (const record of name === 'project' ? [change] : (change.updated ?? [])) {
        const key = keyOf(name, record);
        this.#records.set(key, { ...this.#records.get(key), ...record });
      }
  }

  clear() {
    this.#records.clear();
  }

  /** @param {string} name @param {Fields} record @param {string} key @returns {boolean} does somebody else say the same of it? */
  has(name, record, key) {
    const theirs = this.#records.get(keyOf(name, record));
    return theirs !== undefined && JSON.stringify(theirs[key]) === JSON.stringify(record[key]);
  }
}

/** @param {string} name @param {Fields} record */
const keyOf = (name, { id }) => (name === 'project' ? name : `${name} ${id}`);

/** @param {Fields} record @param {(key: string) => boolean} isOut @returns {Fields} */
const without = (record, isOut) =>
  Object.fromEntries(Object.entries(record).filter(([key]) => !isOut(key)));

/** @param {Fields} record @returns {boolean} does it say more than which it is? */
const hasMore = (record) => Object.keys(record).length > 1;

/**
 * What a chart takes over of somebody's change: what it calculates by itself could be older than what it shows.
 *
 * @param {Fields} change of a store
 * @returns {Fields}
 */
export const withoutDerived = ({ $derived = {}, ...change }) => ({
  ...change,
  updated: change.updated
    ?.map((/** @type {Fields} */ record) =>
      without(record, (key) => $derived[record.id]?.includes(key)),
    )
    .filter(hasMore),
});

/** @param {Fields} changes that {@link withDerived} has made, or not @returns {Fields} what somebody has done of them */
export const withoutCalculated = (changes) =>
  Object.fromEntries(
    Object.entries(changes)
      .map(([name, change]) => [name, change.$input ?? change])
      .filter(([, change]) => Object.values(change).some((value) => value?.length !== 0)),
  );
