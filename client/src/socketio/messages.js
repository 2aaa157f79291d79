/** @typedef {Record<string, any>} Fields */
/** @typedef {{changes: Fields, revision: number}} Update */

const KINDS = ['added', 'updated', 'removed'];

/**
 * A change as the events have it: new records under the names that their client gave, and updates as fields beside an id.
 *
 * @param {Fields} payload of a change of `sync`
 * @returns {{changes: Fields, base: number}} base: the oldest revision on which anything of it was made; -1: nobody knows
 */
export const eventOf = (payload) => {
  let base = Infinity;
  const updated = (/** @type {Fields} */ { id, baseRevision = -1, changes, ...fields }) => {
    base = Math.min(base, baseRevision);
    return { id, ...fields, ...changes };
  };
  const added = (/** @type {Fields} */ { $PhantomId, ...record }) =>
    $PhantomId === undefined ? record : { id: $PhantomId, ...record };
  const changes = mapStores(payload, (change) => ({
    ...change,
    ...(Array.isArray(change.added) && { added: change.added.map(added) }),
    ...(Array.isArray(change.updated) && { updated: change.updated.map(updated) }),
  }));
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

/** @param {Fields} changes @returns {boolean} is it what its author is told? */
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

/** `$input` is not for the events. @param {Fields} changes @param {(change: Fields) => Fields} map of those that are lists */
const mapStores = (changes, map) =>
  Object.fromEntries(
    Object.entries(changes).map(([store, { $input: _input, ...change }]) => [
      store,
      KINDS.some((kind) => Array.isArray(change?.[kind])) ? map(change) : change,
    ]),
  );
