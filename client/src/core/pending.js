import { entriesOf, isSameRecord } from './entries.js';

/** @typedef {Record<string, any>} Fields */

/**
 * An unanswered change.
 *
 * @typedef {object} Entry
 * @property {number} number of the change
 * @property {Fields} changes
 * @property {number} base its base revision
 * @property {boolean} [force]
 * @property {boolean} isSent was it ever sent?
 * @property {boolean} [isUnderWay] was it sent on this connection?
 * @property {number} madeAt milliseconds since 1970
 * @property {Promise<any>} [made] settled when it is answered
 * @property {(value: any) => void} [resolve]
 * @property {(error: Error) => void} [reject]
 */

/**
 * The message of a change. It states its base, because its author may have seen later revisions when it is sent again.
 *
 * @param {Entry} entry
 */
export const messageOf = ({ number, changes, base, force }) => ({
  type: 'changes',
  payload: base >= 0 ? withBase(changes, base) : changes,
  revision: number,
  force,
});

/** @param {Fields} changes @param {number} baseRevision @returns {Fields} */
const withBase = (changes, baseRevision) =>
  Object.fromEntries(
    Object.entries(changes).map(([store, change]) => [
      store,
      change?.updated
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
 * Merges edits into the previous change while that waits, if it edits the same records.
 *
 * @param {Fields} waiting the previous change
 * @param {Fields} more
 * @returns {boolean} false: it contains something else; nothing was merged
 */
export const isMerged = (waiting, more) => {
  const before = entriesOf(waiting).filter(isEdit);
  const edits = entriesOf(more);
  /** @type {any[]} */
  const same = edits.map((edit) => isEdit(edit) && before.find((one) => isSameRecord(one, edit)));
  if (!same.every(Boolean)) return false;
  same.forEach(({ record }, i) => Object.assign(record, edits[i].record));
  return edits.length > 0;
};

/** @param {import('./entries.js').Entry} entry the fields of its record */
const isEdit = ({ store, kind, record }) =>
  store !== 'project' && kind === 'updated' && !record.changes;

/**
 * Does the answer equal the sent change? Removals may include further records.
 *
 * @param {Fields} sent
 * @param {Fields} told
 */
export const says = (sent, told) => {
  const [own, all] = [sent, told].map((changes) =>
    entriesOf(changes).filter(({ kind }) => kind[0] !== '$'),
  );
  return (
    own.length > 0 &&
    own.every((one) => all.some((other) => isSameRecord(one, other) && isLike(one, other))) &&
    all.every((other) => other.kind === 'removed' || own.some((one) => isSameRecord(one, other)))
  );
};

/** @param {Fields} record @returns {Fields} its fields, wherever they are */
const flat = ({ changes, baseRevision: _base, ...record }) => ({ ...record, ...changes });

/** @param {import('./entries.js').Entry} sent @param {import('./entries.js').Entry} told */
const isLike = (sent, told) =>
  sent.kind === told.kind &&
  Object.entries(flat(sent.record)).every(
    ([name, value]) =>
      name[0] === '$' || name === 'id' || isEqual(value, told.record[name]) || isReference(value),
  );

/** @param {unknown} one @param {unknown} other */
const isEqual = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** The server writes an id in its place. @param {unknown} value */
const isReference = (value) => String(value).startsWith('_generated');
