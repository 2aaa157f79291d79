import { listOf } from './names.js';

/** @typedef {Record<string, any>} Fields */

const KINDS = ['added', 'updated', 'removed'];

/**
 * A change that the server has not answered.
 *
 * @typedef {object} Entry
 * @property {number} number under which it is sent
 * @property {Fields} changes
 * @property {number} base the revision on which it was made
 * @property {boolean} [force]
 * @property {boolean} isSent was it ever sent?
 * @property {boolean} [isUnderWay] was it sent on this connection?
 * @property {number} madeAt milliseconds since 1970
 * @property {Promise<any>} [made] settled when it is answered
 * @property {(value: any) => void} [resolve]
 * @property {(error: Error) => void} [reject]
 */

/** Changes in the order in which they were made, until they are answered. */
export class Pending {
  /** @type {Map<number, Entry>} */
  #entries = new Map();

  get size() {
    return this.#entries.size;
  }

  /** @returns {Entry[]} in order */
  list() {
    return [...this.#entries.values()];
  }

  /** @param {Entry} entry */
  add(entry) {
    this.#entries.set(entry.number, entry);
  }

  /** @param {unknown} number @returns {Entry | undefined} which is no longer here */
  take(number) {
    const entry = this.#entries.get(Number(number));
    if (entry) this.#entries.delete(entry.number);
    return entry;
  }

  /** @returns {Entry | undefined} the first that was sent: the server answers in order */
  takeFirstSent() {
    return this.take(this.list().find(({ isSent }) => isSent)?.number);
  }

  /** @returns {Entry[]} all of them, which are no longer here */
  clear() {
    const all = this.list();
    this.#entries.clear();
    return all;
  }

  /**
   * A change that was made before the server was started anew comes back under the client id of that time, and without its
   * number: it is known by what it says.
   *
   * @param {Fields} told by the server
   * @returns {Entry | undefined} the first that says just this, which is no longer here
   */
  takeLike(told) {
    return this.take(
      this.list().find(({ isSent, changes }) => isSent && says(changes, told))?.number,
    );
  }

  /** What somebody has told is made; those that wait were made on it. @param {number} base */
  raise(base) {
    for (const entry of this.#entries.values()) entry.base = Math.max(entry.base, base);
  }

  /** Revisions of a project that was loaded anew say nothing of those before it. */
  forgetBases() {
    for (const entry of this.#entries.values()) entry.base = NaN;
  }
}

/**
 * The message of a change. It says on what it was made, since its author may have seen more when it goes again.
 *
 * @param {Entry} entry
 */
export const messageOf = ({ number, changes, base, force }) => ({
  type: 'changes',
  payload: base >= 0 ? withBase(changes, base) : changes,
  revision: number,
  ...(force && { force }),
});

/** @param {Fields} changes @param {number} baseRevision @returns {Fields} */
const withBase = (changes, baseRevision) =>
  Object.fromEntries(
    Object.entries(changes).map(([store, change]) => [
      store,
      Array.isArray(change?.updated)
        ? {
            ...change,
            updated: change.updated.map((/** @type {Fields} */ one) => based(one, baseRevision)),
          }
        : change,
    ]),
  );

/** @param {Fields} record @param {number} baseRevision @returns {Fields} */
const based = (record, baseRevision) => {
  if (record.changes) return { baseRevision, ...record };
  const { id, ...changes } = record;
  return { id, baseRevision, changes };
};

/**
 * Edits of records that the change before edits as well become part of it, while it waits.
 *
 * @param {Fields} waiting the change before
 * @param {Fields} more
 * @returns {boolean} false: there is something else in it, and nothing was done
 */
export const isMerged = (waiting, more) => {
  const pairs = [];
  for (const [store, change] of Object.entries(more)) {
    const { updated = [], ...others } = change ?? {};
    if (!Array.isArray(updated) || Object.values(others).some((list) => list?.length !== 0))
      return false;
    for (const record of updated) {
      const same = listOf(waiting[store], 'updated').find(
        ({ id }) => String(id) === String(record.id),
      );
      if (!same || same.changes || record.changes) return false;
      pairs.push([same, record]);
    }
  }
  for (const [same, record] of pairs) Object.assign(same, record);
  return pairs.length > 0;
};

/** @param {Fields} sent @param {Fields} told @returns {boolean} */
const says = (sent, told) => {
  const stores = Object.keys(sent).filter(
    (name) => name === 'project' || KINDS.some((kind) => listOf(sent[name], kind).length > 0),
  );
  return (
    stores.length > 0 &&
    stores.every((name) => {
      const [one, other] = [sent[name], told[name]];
      if (name === 'project') return isSame([one], [other ?? {}], ['id']);
      return (
        isSame(listOf(one, 'added'), listOf(other, 'added'), ['$PhantomId', 'id']) &&
        isSame(listOf(one, 'updated').map(flat), listOf(other, 'updated'), ['id']) &&
        listOf(one, 'removed').every(({ id }) =>
          listOf(other, 'removed').some((gone) => String(gone.id) === String(id)),
        )
      );
    })
  );
};

/** @param {Fields} record */
const flat = ({ changes, baseRevision: _base, ...record }) => ({ ...record, ...changes });

/**
 * @param {Fields[]} sent
 * @param {Fields[]} told
 * @param {string[]} keys by which a record is known, the first that it has
 */
const isSame = (sent, told, keys) =>
  sent.length === told.length &&
  sent.every((record) => {
    const key = keys.find((one) => record[one] !== undefined) ?? keys[0];
    const like = told.find((other) => String(other[key]) === String(record[key]));
    return (
      like !== undefined &&
      Object.entries(record).every(
        ([name, value]) =>
          name[0] === '$' || name === 'id' || isEqual(value, like[name]) || isReference(value),
      )
    );
  });

/** @param {unknown} one @param {unknown} other */
const isEqual = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** The server writes an id in its place. @param {unknown} value */
const isReference = (value) => String(value).startsWith('_generated');
