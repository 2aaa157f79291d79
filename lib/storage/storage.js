'use strict';

const path = require('node:path');

/** @typedef {import('./port').Storage} Storage */

const SQLITE = 'sqlite:';
const JOURNAL_FILE = 'journal.db';

/**
 * @param {unknown} option
 * @returns {boolean} may it be the option `storage`?
 */
function isStorage(option) {
  if (typeof option === 'string') {
    return option === 'memory' || (option.startsWith(SQLITE) && option.length > SQLITE.length);
  }
  const methods = ['open', 'load', 'saveSnapshot', 'append', 'close'];
  const object = /** @type {any} */ (option);
  return methods.every((name) => typeof object?.[name] === 'function');
}

/**
 * @param {string | Storage} option as isStorage() has it
 * @param {import('./sqlite').SqliteOptions} [options] of one that is a file
 * @returns {Storage | undefined} one that is not open yet; undefined: nothing is kept
 */
function openable(option, options) {
  if (typeof option !== 'string') return option;
  const file = sqliteFile(option);
  if (file === undefined) return undefined;
  // Only now is the addon needed, so that --help works without one.
  const { SqliteStorage } = require('./sqlite');
  return new SqliteStorage(file, options);
}

/**
 * @param {string} option
 * @returns {string | undefined} the path; undefined: it is no file of SQLite
 */
function sqliteFile(option) {
  return option.startsWith(SQLITE) ? option.slice(SQLITE.length) : undefined;
}

/**
 * @param {string} folder of data
 * @returns {string} where its projects are kept unless somebody says otherwise, as the option `storage` has it
 */
function journalIn(folder) {
  return SQLITE + path.join(folder, JOURNAL_FILE);
}

/**
 * @param {Storage} [storage] open
 * @returns {string | undefined} what was done to what an earlier version had kept, for people
 */
function upgradeOf(storage) {
  if (!storage?.upgrade) return undefined;
  const { from, to, ms } = storage.upgrade;
  const what = `${storage.place ?? 'The storage'} was brought from schema ${from} to schema ${to}`;
  return `${what} in ${ms} ms: earlier versions refuse it now`;
}

module.exports = { isStorage, journalIn, openable, sqliteFile, upgradeOf };
