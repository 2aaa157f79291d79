'use strict';

const { codedTypeError } = require('../base/errors');
const { unknownKey } = require('../base/nearest-name');

/** @typedef {import('./history-query').At} At */

/**
 * The part to restore (the whole project, a record, a record with its subtree, or a field) and the point in time.
 *
 * @typedef {object} Wanted
 * @property {number} [revision] the state after that revision
 * @property {import('./history-query').Time} [time] instead of `revision`
 * @property {string | number} [record] an id; of `store`, or a task
 * @property {string} [store]
 * @property {boolean} [subtree]
 * @property {string} [field]
 * @property {string} [userName] the requesting user
 */

const KEYS = ['revision', 'time', 'record', 'store', 'subtree', 'field', 'userName'];

/**
 * @param {Wanted} wanted
 * @returns {{at: At, scope: import('../native/addon').Scope}}
 */
function readWanted(wanted) {
  const unknown = unknownKey(wanted, KEYS);
  if (unknown) throw wrong(unknown);
  const { revision, time, record, store = 'tasks', subtree = false, field } = wanted;
  if ((revision === undefined) === (time === undefined))
    throw wrong('needs either "revision" or "time"');
  if (record === undefined) {
    if (wanted.store !== undefined || subtree || field !== undefined)
      throw wrong('needs a "record" for "store", "subtree" and "field"');
    return { at: { revision, time }, scope: {} };
  }
  if (subtree && field !== undefined) throw wrong('takes either "subtree" or "field"');
  return { at: { revision, time }, scope: { store, record: String(record), subtree, field } };
}

/** @param {string} what */
function wrong(what) {
  return codedTypeError('ERR_INVALID_OPTION', `A restore ${what}`);
}

module.exports = { readWanted };
