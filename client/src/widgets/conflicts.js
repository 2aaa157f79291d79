/** @typedef {Record<string, any>} Fields */

/**
 * A record of the own change that somebody else has changed, too.
 *
 * @typedef {object} Dispute
 * @property {string} store
 * @property {string | number} id
 * @property {boolean} isGone was it deleted?
 * @property {boolean} isLocked is it locked by another user?
 * @property {string | null} [lockedBy] the holder
 * @property {string} name its current name
 * @property {{field: string, mine: any, theirs: any}[]} fields that both have changed
 */

/**
 * @typedef {{changes: Fields, conflicts: Fields[], currentState?: Fields}} Conflict the argument of the event
 * `conflict`
 */

/** @param {unknown} one @param {unknown} other */
const isSameId = (one, other) => String(one) === String(other);

/** @param {any} list @returns {Fields[]} */
const records = (list) => (Array.isArray(list) ? list : []);

/** @param {Fields} record @returns {Fields} its fields, wherever they are */
const fieldsOf = ({ changes, baseRevision: _base, ...record }) => ({ ...record, ...changes });

/**
 * The decisions of a conflict.
 *
 * @param {Conflict} conflict
 * @returns {Dispute[]}
 */
export const disputesOf = ({ changes, conflicts, currentState = {} }) =>
  conflicts.map(({ store = 'tasks', id, type, fields = [], lockedBy }) => {
    const isLocked = type === 'record_locked';
    const mine = valuesOf(changes, store, id);
    const rows = currentState[store]?.rows ?? currentState[store];
    const theirs =
      store === 'project'
        ? ([rows].flat()[0] ?? {})
        : (records(rows).find((record) => isSameId(record.id, id)) ?? {});
    return {
      store,
      id,
      isGone: !isLocked && type !== 'concurrent_edit',
      isLocked,
      lockedBy,
      name: String(theirs.name ?? mine.name ?? id ?? store),
      fields: (isLocked ? [] : fields).map((/** @type {string} */ field) => ({
        field,
        mine: mine[field],
        theirs: theirs[field],
      })),
    };
  });

/** @param {Fields} changes @param {string} store @param {unknown} id @returns {Fields} the last value of each field */
const valuesOf = (changes, store, id) =>
  store === 'project'
    ? (changes.project ?? {})
    : records(changes[store]?.updated)
        .filter((record) => isSameId(record.id, id))
        .reduce((all, record) => Object.assign(all, fieldsOf(record)), {});

/**
 * The own change without the discarded parts. Fields without a conflict stay.
 *
 * @param {Conflict} conflict
 * @param {'keep_local' | 'accept_server' | ((dispute: Dispute, field: string) => 'mine' | 'theirs')} strategy all of mine, all of
 *   theirs, or which of the two for each field
 * @returns {Fields | undefined} the changes to send; undefined if nothing is left
 */
export const settle = (conflict, strategy) => {
  const disputes = disputesOf(conflict);
  const isMine = (/** @type {Dispute} */ dispute, /** @type {string} */ field) =>
    typeof strategy === 'function'
      ? strategy(dispute, field) === 'mine'
      : strategy === 'keep_local';
  const settled = Object.entries(conflict.changes).map(([store, change]) => {
    const keep = (/** @type {Fields} */ record) => {
      const own = disputes.find(
        (one) => one.store === store && (store === 'project' || isSameId(one.id, record.id)),
      );
      if (own?.isGone || own?.isLocked) return undefined;
      const lost = (own?.fields ?? []).filter(({ field }) => own && !isMine(own, field));
      const fields = fieldsOf(record);
      for (const { field } of lost) delete fields[field];
      return Object.keys(fields).some((key) => key !== 'id') ? fields : undefined;
    };
    if (store === 'project') return [store, keep(change)];
    if (!Array.isArray(change?.updated) && !Array.isArray(change?.removed)) return [store, change];
    const { updated: _updated, removed: _removed, ...rest } = change;
    const updated = records(change.updated).map(keep).filter(Boolean);
    const removed = mayRemove(records(change.removed), records(change.updated), store, disputes);
    return [
      store,
      { ...rest, ...(updated.length > 0 && { updated }), ...(removed.length > 0 && { removed }) },
    ];
  });
  const left = settled.filter(
    ([store, change]) =>
      change && (store === 'project' || Object.values(change).some((list) => list?.length !== 0)),
  );
  return left.length > 0 ? Object.fromEntries(left) : undefined;
};

/**
 * What somebody holds is not removed, nor, since nobody here knows what is below what, anything else where it may be below.
 *
 * @param {Fields[]} removed
 * @param {Fields[]} updated
 * @param {string} store
 * @param {Dispute[]} disputes
 * @returns {Fields[]}
 */
const mayRemove = (removed, updated, store, disputes) => {
  const has = (/** @type {Fields[]} */ list, /** @type {unknown} */ id) =>
    list.some((record) => isSameId(record.id, id));
  const locked = disputes.filter((one) => one.isLocked && one.store === store);
  if (locked.some(({ id }) => !has(removed, id) && !has(updated, id))) return [];
  return removed.filter(({ id }) => !has(locked, id));
};
