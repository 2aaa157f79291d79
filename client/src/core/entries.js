/** @typedef {Record<string, any>} Fields */

/**
 * One record in a change: of which store, and `added`, `updated` or `removed`. What is no list, such as `project`, is one as a whole.
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

/** @param {Entry} one @param {Entry} other @returns {boolean} are both about the same record? */
export const isSameRecord = (one, other) =>
  one.store === other.store && String(nameOf(one)) === String(nameOf(other));

/** @param {Entry} entry @returns {unknown} what its record is known by */
const nameOf = ({ kind, record: { id, $PhantomId = id } }) => (kind === 'added' ? $PhantomId : id);
