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
 * Says of a change what is only calculated: it conflicts with nobody's, and charts calculate it by themselves.
 *
 * @param {Fields} changes
 * @param {(name: string, record: Fields) => string[]} derivedOf keys of a record in a store, or of the project
 * @returns {Fields} with `$input` and `$derived` in each store, where anything is
 */
export const withDerived = (changes, derivedOf) => {
  let isAny = false;
  const told = Object.entries(changes).map(([name, change]) => {
    const without = (/** @type {Fields} */ record, /** @type {string[]} */ keys) => {
      isAny ||= keys.length > 0;
      return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
    };
    if (name === 'project') {
      const { id: _generated, ...fields } = change;
      return [name, { ...fields, $input: without(fields, derivedOf(name, fields)) }];
    }
    /** @type {Fields} */
    const $derived = {};
    const updated = (change.updated ?? []).map((/** @type {Fields} */ record) => {
      const keys = derivedOf(name, record);
      if (keys.length > 0) $derived[record.id] = keys;
      return without(record, keys);
    });
    const hasMore = (/** @type {Fields} */ record) => Object.keys(record).length > 1;
    const $input = { ...change, updated: updated.filter(hasMore) };
    return [name, { ...change, $derived, $input }];
  });
  return isAny ? Object.fromEntries(told) : changes;
};

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
      Object.fromEntries(
        Object.entries(record).filter(([key]) => !$derived[record.id]?.includes(key)),
      ),
    )
    .filter((/** @type {Fields} */ record) => Object.keys(record).length > 1),
});

/** @param {Fields} changes that {@link withDerived} has made, or not @returns {Fields} what somebody has done of them */
export const withoutCalculated = (changes) =>
  Object.fromEntries(
    Object.entries(changes)
      .map(([name, change]) => [name, change.$input ?? change])
      .filter(([, change]) => Object.values(change).some((value) => value?.length !== 0)),
  );
