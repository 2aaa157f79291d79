import { entriesOf, isSameRecord } from './entries.js';

/** @typedef {Record<string, any>} Fields */

/**
 * One's own change without what would conflict again however often it is sent: what is of records that are gone, or that somebody holds.
 *
 * @param {Fields} changes
 * @param {Fields[]} conflicts as the server tells them
 * @returns {Fields | undefined} nothing where nothing is left
 */
export const keepable = (changes, conflicts) => {
  const entries = entriesOf(changes);
  const lost = conflicts
    .filter(({ type }) => type !== 'concurrent_edit')
    .map(({ store = 'tasks', ...record }) => ({ store, kind: '', record }));
  // What is held, and named by nothing here, is below something that was to be removed: nobody here knows below what.
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
