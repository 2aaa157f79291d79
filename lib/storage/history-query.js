'use strict';

const { codedTypeError } = require('../base/errors');
const { unknownKey } = require('../base/nearest-name');

/** @typedef {Date | number | string} Time a Date, milliseconds since 1970, or a string for Date */

/**
 * Selects the revisions that match all members.
 *
 * @typedef {object} HistoryQuery
 * @property {number} [from] the first number
 * @property {number} [to] the last number
 * @property {Time} [since]
 * @property {Time} [until]
 * @property {string} [user]
 * @property {string} [store]
 * @property {string | number} [record] an id; of `store`, or a task
 * @property {string} [field]
 * @property {number} [limit] maximum number, the newest first; default 100
 */

/**
 * A state of a project: after a revision, or at a time. Empty: the current state.
 *
 * @typedef {object} At
 * @property {number} [revision]
 * @property {Time} [time]
 */

const QUERY_KEYS = ['from', 'to', 'since', 'until', 'user', 'store', 'record', 'field', 'limit'];
const AT_KEYS = ['revision', 'time'];
const LAST_NUMBER = 2 ** 40 - 1;
// The last one of a Date.
const LAST_TIME = 8.64e15;
const MOST = 100_000;

/**
 * @param {HistoryQuery} query
 * @returns {import('../native/addon').RevisionFilter}
 */
function readQuery(query) {
  const unknown = unknownKey(query, QUERY_KEYS);
  if (unknown) throw codedTypeError('ERR_INVALID_OPTION', `The query ${unknown}`);
  const { from = 1, to = LAST_NUMBER, since = 0, until = LAST_TIME, limit = 100 } = query;
  const { user = '', record, field = '' } = query;
  return {
    first: wholeNumber('from', from),
    last: wholeNumber('to', to),
    since: readTime('since', since),
    until: readTime('until', until),
    user: String(user),
    store: query.store ?? (record === undefined ? '' : 'tasks'),
    record: record === undefined ? '' : String(record),
    field: String(field),
    limit: Math.min(MOST, wholeNumber('limit', limit)),
  };
}

/**
 * @param {At} at
 * @returns {{revision?: number, time?: number}} at most one of them; milliseconds since 1970
 */
function readAt(at) {
  const unknown = unknownKey(at, AT_KEYS);
  if (unknown) throw codedTypeError('ERR_INVALID_OPTION', `The state ${unknown}`);
  const { revision, time } = at;
  if (revision !== undefined && time !== undefined)
    throw codedTypeError('ERR_INVALID_OPTION', 'Give a revision or a time, not both');
  if (revision !== undefined) return { revision: wholeNumber('revision', revision) };
  return time === undefined ? {} : { time: readTime('time', time) };
}

/**
 * @param {string} name
 * @param {Time} time
 * @returns {number} milliseconds since 1970
 */
function readTime(name, time) {
  const value = time instanceof Date ? time.getTime() : new Date(time).getTime();
  if (Number.isFinite(value) && value >= 0) return value;
  throw codedTypeError('ERR_INVALID_OPTION', `"${name}" is no time: ${String(time)}`);
}

/**
 * @param {string} name
 * @param {unknown} value
 * @returns {number}
 */
function wholeNumber(name, value) {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw codedTypeError('ERR_INVALID_OPTION', `"${name}" is no whole number: ${String(value)}`);
}

module.exports = { readAt, readQuery, readTime, wholeNumber };
