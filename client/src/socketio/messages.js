import { listOf } from '../core/names.js';
import { plain } from '../managers/packs.js';

/** @typedef {Record<string, any>} Fields */
/** @typedef {{changes: Fields, revision: number}} Update */

const KINDS = ['added', 'updated', 'removed'];

/**
 * Converts a change to the form of events: new records have phantom ids as ids, and updates have their fields beside an
 * id.
 *
 * @param {Fields} payload of a change of `sync`
 * @returns {{changes: Fields, base: number}} base: the oldest base revision in it; -1: unknown
 */
export const eventOf = (payload) => {
  let base = Infinity;
  const added = (/** @type {Fields} */ { $PhantomId, ...record }) =>
    $PhantomId === undefined ? record : { id: $PhantomId, ...record };
  /** @param {Fields} change @returns {Fields} */
  const said = ({ $input, ...change }) => ({
    ...change,
    added: listOf(change, 'added').map(added),
    updated: listOf(change, 'updated').map(plain),
    // The edits of the user; the rest is calculated.
    ...($input && { $input: said($input) }),
  });
  const changes = mapStores(payload, (change) => {
    for (const { baseRevision = -1 } of listOf(change, 'updated'))
      base = Math.min(base, baseRevision);
    return said(change);
  });
  return { changes, base };
};

/**
 * What its author is told of a change that adds records: under which ids they are there now. They do not go under the names that it gave, but
 * are called otherwise.
 *
 * @param {Fields} changes
 */
export const renamed = (changes) =>
  mapStores(changes, ({ removed = [], ...change }) => {
    const given = new Set(change.added?.map((/** @type {Fields} */ { $PhantomId }) => $PhantomId));
    return { ...change, removed: removed.filter((/** @type {Fields} */ { id }) => !given.has(id)) };
  });

/** @param {Fields} changes @returns {boolean} is it an echo for the author? */
export const isRenaming = (changes) =>
  Object.values(changes).some((change) =>
    change?.added?.some?.((/** @type {Fields} */ { $PhantomId }) => $PhantomId !== undefined),
  );

/** @param {Fields} changes */
export const hasAdded = (changes) => Object.values(changes).some((change) => change?.added?.length);

/**
 * @param {Fields} told a `calendar:conflict`
 * @returns {Fields} one of the `conflicts` of `sync`, with what the event says more
 */
export const conflictOf = ({ recordType: store, recordId: id, lockedBy, ...more }) => ({
  type: typeOf(lockedBy, more.serverVersion),
  store,
  id,
  ...(lockedBy && { lockedBy }),
  ...more,
});

/** @param {unknown} lockedBy @param {unknown} serverVersion */
const typeOf = (lockedBy, serverVersion) => {
  if (lockedBy) return 'record_locked';
  return serverVersion ? 'concurrent_edit' : 'record_not_found';
};

/** @param {Fields[]} conflicts @returns {Fields} the records as they are, by store */
export const stateOf = (conflicts) => {
  /** @type {Fields} */
  const state = {};
  for (const { store, serverVersion } of conflicts)
    if (serverVersion) (state[store] ??= []).push(serverVersion);
  return state;
};

/** @param {Fields} user of a `calendar:presence` @returns {Fields} one of `presence` */
export const userOf = ({ userId: clientId, userName: name, ...more }) => ({
  clientId,
  name,
  ...more,
});

/** @param {Fields} lock of a `calendar:locks` @returns {Fields} one of `locks` */
export const lockOf = ({ type: recordType, id: recordId, userId: clientId, ...more }) => ({
  recordType,
  recordId,
  clientId,
  ...more,
});

/** @param {unknown} type of a record, `event`, or its store @returns {string} the store */
export const storeOf = (type) => {
  const name = String(type);
  if (name.endsWith('s')) return name;
  return name.endsWith('y') ? `${name.slice(0, -1)}ies` : `${name}s`;
};

/** @param {Fields} changes @param {(change: Fields) => Fields} map of those that are lists */
const mapStores = (changes, map) =>
  Object.fromEntries(
    Object.entries(changes).map(([store, change]) => [
      store,
      KINDS.some((kind) => Array.isArray(change?.[kind])) ? map(change) : change,
    ]),
  );
