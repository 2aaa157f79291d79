'use strict';

/** @typedef {import('./history').KeptRevision} KeptRevision */

/**
 * What a project was, as far as one record of it is concerned.
 *
 * @typedef {object} States
 * @property {number} first number of the first revision that is meant
 * @property {number} last number of the last one
 * @property {number[]} starts with which revision each epoch began, of the oldest with which it is kept; the newest first
 * @property {(number: number, isAfterReset: boolean) => Promise<boolean>} has was the record there?
 * @property {(number: number) => Promise<KeptRevision | undefined>} revision
 */

// Each costs what a look at the project as it was costs.
const MOST_SPANS = 100;

/**
 * Puts among the revisions that name a record those by which it went with another one: with its parent, or with a task, a resource
 * or a calendar that it belonged to. Such a revision does not name it, and is found by what the project was.
 *
 * @param {AsyncIterable<KeptRevision>} revisions all that name the record, the newest first
 * @param {{store: string, record: string}} which
 * @param {States} states
 * @returns {AsyncGenerator<KeptRevision & {isDependent?: boolean}>} the newest first; one that is `isDependent` removes the record
 */
async function* withDepartures(revisions, { store, record }, states) {
  const starts = states.starts.filter((start) => start <= states.last);
  let { last } = states;
  let spans = 0;
  /** @type {KeptRevision | undefined} the one behind `last`, where that is of the same epoch */
  let next;
  /** @param {KeptRevision} revision @param {'added' | 'removed'} list */
  const names = ({ changes }, list) =>
    changes[store]?.[list]?.some(({ id }) => String(id) === record) ?? false;
  /** @param {number} first the record was there behind it, if ever */
  async function* departedSince(first) {
    // What is changed is there.
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
 * @returns {Promise<number | undefined>} the revision in it behind which the record was not there any more
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
