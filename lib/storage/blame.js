'use strict';

/** @typedef {import('./history').KeptRevision} KeptRevision */
/** @typedef {{store: string, record: string, field: string}} Asked `field`: '' for all */

/**
 * One field of a record that somebody wrote, or the record itself that was added or removed.
 *
 * @typedef {object} Written
 * @property {number} revision
 * @property {Date} time
 * @property {string} user
 * @property {string} client
 * @property {'added' | 'updated' | 'removed'} what
 * @property {string} [field] none: the record was removed
 * @property {unknown} [from] undefined: there was nothing
 * @property {unknown} [to]
 */

/**
 * What revisions wrote into one record. A field that got the value which it had is left out.
 *
 * @param {KeptRevision[]} revisions the newest first
 * @param {Asked} asked
 * @param {(number: number) => Promise<string | undefined>} before JSON text of the record before a revision
 * @returns {Promise<Written[]>} the newest first
 */
async function blame(revisions, asked, before) {
  /** @type {Written[]} */
  const written = [];
  /** @type {Record<string, unknown>} */
  let fields = {};
  /** @type {number | undefined} a reset may have changed everything */
  let epoch;
  for (const revision of [...revisions].reverse()) {
    if (revision.epoch !== epoch) {
      const text = await before(revision.revision);
      fields = text ? JSON.parse(text) : {};
      epoch = revision.epoch;
    }
    written.push(...readRevision(revision, asked, fields));
    if (writes(revision, asked, 'removed').length > 0) fields = {};
  }
  return written.reverse();
}

/**
 * @param {KeptRevision} revision
 * @param {Asked} asked
 * @param {Record<string, unknown>} fields of the record, which become those behind it
 * @returns {Written[]}
 */
function readRevision(revision, asked, fields) {
  const { revision: number, time, user, client } = revision;
  const who = { revision: number, time, user, client };
  /** @type {Written[]} */
  const written = [];
  for (const what of /** @type {const} */ (['added', 'updated'])) {
    for (const entry of writes(revision, asked, what)) {
      for (const [field, to] of Object.entries(entry)) {
        const from = fields[field];
        fields[field] = to;
        const isMeant = asked.field === '' || asked.field === field;
        if (!isMeant || field === 'id' || field.startsWith('$') || isSame(from, to)) continue;
        written.push({ ...who, what, field, ...(from === undefined ? {} : { from }), to });
      }
    }
  }
  const isGone = writes(revision, asked, 'removed').length > 0 && asked.field === '';
  return isGone ? [...written, { ...who, what: 'removed' }] : written;
}

/**
 * @param {KeptRevision} revision
 * @param {Asked} asked
 * @param {'added' | 'updated' | 'removed'} list
 */
function writes({ changes }, { store, record }, list) {
  const entries = changes[store]?.[list] ?? [];
  return entries.filter(({ id }) => String(id) === record);
}

/**
 * @param {unknown} one
 * @param {unknown} other
 */
function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

module.exports = { blame };
