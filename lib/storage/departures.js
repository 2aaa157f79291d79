'use strict';

/** @typedef {import('./history').KeptRevision} KeptRevision */

/**
 * Earlier states of a project with regard to one record.
 *
 * @typedef {object} States
 * @property {number} first number of the first revision
 * @property {number} last number of the last revision
 * @property {number[]} starts the first revision of each epoch, the newest first; for the oldest epoch, its first
 * stored revision
 * @property {(number: number, isAfterReset: boolean) => Promise<boolean>} has did the record exist?
 * @property {(number: number) => Promise<KeptRevision | undefined>} revision
 */

// Each step loads an earlier state of the project.
const MOST_SPANS = 100;

/**
 * Adds to the revisions of a record those that removed it together with another one: its parent, or a task, resource or
 * calendar that it belonged to. Such a revision does not name the record, so it is found by comparing earlier states of
 * the project.
 *
 * @param {AsyncIterable<KeptRevision>} revisions all that name the record, the newest first
 * @param {{store: string, record: string}} which
 * @param {States} states
 * @returns {AsyncGenerator<KeptRevision & {isDependent?: boolean}>} the newest first; those with `isDependent` removed
 * the record
 */
async function* withDepartures(revisions, { store, record }, states) {
  const starts = states.starts.filter((start) => start <= states.last);
  let { last } = states;
  let spans = 0;
  /** @type {KeptRevision | undefined} the one after `last`, if it belongs to the same epoch */
  let next;
  /** @param {KeptRevision} revision @param {'added' | 'removed'} list */
  const names = ({ changes }, list) =>
    changes[store]?.[list]?.some(({ id }) => String(id) === record) ?? false;
  /** @param {number} first the record existed after it, if ever */
  async function* departedSince(first) {
    // A changed record exists.
    if ((next && !names(next, 'added')) || first >= last || last < states.first) return;
    if (++spans > MOST_SPANS) return;
    const number = await lastOf({ first, last, start: starts[0] }, states);
    const revision = number === undefined ? undefined : await states.revision(number);
    if (!revision) return;
    yield { ...revision, isDependent: true, changes: { [store]: { removed: [{ id: record }] } } };
  }
  async function* endEpoch() {
    yield* departedSince(starts[0]);
    last = /** @type {number} */ (starts.shift());
    next = undefined;
  }
  for await (const revision of revisions) {
    while (revision.revision <= starts[0]) yield* endEpoch();
    if (names(revision, 'added') || !names(revision, 'removed'))
      yield* departedSince(revision.revision);
    yield revision;
    next = revision;
    last = revision.revision - 1;
  }
  while (starts.length > 0) yield* endEpoch();
}

/**
 * @param {{first: number, last: number, start: number}} span of the epoch that began at `start`
 * @param {States} states
 * @returns {Promise<number | undefined>} the revision in it that removed the record
 */
async function lastOf({ first, last, start }, { has }) {
  /** @param {number} number */
  const hasAt = (number) => has(number, number === start);
  if ((await hasAt(last)) || !(await hasAt(first))) return undefined;
  let there = first;
  let gone = last;
  while (gone - there > 1) {
    const middle = there + Math.floor((gone - there) / 2);
    if (await hasAt(middle)) there = middle;
    else gone = middle;
  }
  return gone;
}

module.exports = { withDepartures };
