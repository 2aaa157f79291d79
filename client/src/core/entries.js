/** @typedef {Record<string, any>} Fields */

/**
 * One record in a change, with its store and list (`added`, `updated` or `removed`). A member without lists, such as
 * `project`, is one entry.
 *
 * @typedef {{store: string, kind: string, record: Fields}} Entry
 */

/** @param {Fields} changes @returns {Entry[]} in order */
export const entriesOf = (changes) =>
  Object.entries(changes).flatMap(([store, change]) =>
    Object.entries(store === 'project' ? { updated: change } : (change ?? {})).flatMap(
      ([kind, list]) => [list ?? []].flat().map((record) => ({ store, kind, record })),
    ),
  );

/** @param {Entry} one @param {Entry} other @returns {boolean} do both concern the same record? */
export const isSameRecord = (one, other) =>
  one.store === other.store && String(nameOf(one)) === String(nameOf(other));

/** @param {Entry} entry @returns {unknown} the id or phantom id of its record */
const nameOf = ({ kind, record: { id, $PhantomId = id } }) => (kind === 'added' ? $PhantomId : id);
