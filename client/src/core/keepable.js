import { entriesOf, isSameRecord } from './entries.js';

/** @typedef {Record<string, any>} Fields */

/**
 * The own change without the parts that would always conflict again: those of removed or locked records.
 *
 * @param {Fields} changes
 * @param {Fields[]} conflicts from the server
 * @returns {Fields | undefined} undefined if nothing is left
 */
export const keepable = (changes, conflicts) => {
  const entries = entriesOf(changes);
  const lost = conflicts
    .filter(({ type }) => type !== 'concurrent_edit')
    .map(({ store = 'tasks', ...record }) => ({ store, kind: '', record }));
  // A locked record that is not in the change is a descendant of a removed one, but the client does not know of which.
  const hidden = lost.filter((one) => !entries.some((entry) => isSameRecord(one, entry)));
  /** @type {Fields | undefined} */
  let kept;
  for (const entry of entries) {
    const { store, kind, record } = entry;
    const isLost =
      kind[0] === '$' ||
      lost.some((one) => isSameRecord(one, entry)) ||
      (kind === 'removed' && hidden.some((one) => one.store === store));
    if (isLost) continue;
    kept ??= {};
    if (store === 'project') kept[store] = record;
    else ((kept[store] ??= {})[kind] ??= []).push(record);
  }
  return kept;
};
