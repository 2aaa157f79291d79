'use strict';

const path = require('node:path');

/** @typedef {import('./port').Storage} Storage */

const SQLITE = 'sqlite:';
const JOURNAL_FILE = 'journal.db';

/**
 * @param {unknown} option
 * @returns {boolean} is it a valid option `storage`?
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
 * @param {string | Storage} option that isStorage() accepts
 * @param {import('./sqlite').SqliteOptions} [options] for a file
 * @returns {Storage | undefined} a storage that is not open yet; undefined: memory only
 */
function openable(option, options) {
  if (typeof option !== 'string') return option;
  const file = sqliteFile(option);
  if (file === undefined) return undefined;
  // Loaded only now, so that --help works without the addon.
  const { SqliteStorage } = require('./sqlite');
  return new SqliteStorage(file, options);
}

/**
 * @param {string} option
 * @returns {string | undefined} the path; undefined: no SQLite file
 */
function sqliteFile(option) {
  return option.startsWith(SQLITE) ? option.slice(SQLITE.length) : undefined;
}

/**
 * @param {string} folder of data
 * @returns {string} the default storage of its projects, in the form of the option `storage`
 */
function journalIn(folder) {
  return SQLITE + path.join(folder, JOURNAL_FILE);
}

/**
 * @param {Storage} [storage] open
 * @returns {string | undefined} a message about the upgrade of a file from an earlier version
 */
function upgradeOf(storage) {
  if (!storage?.upgrade) return undefined;
  const { from, to, ms } = storage.upgrade;
  const what = `${storage.place ?? 'The storage'} was brought from schema ${from} to schema ${to}`;
  return `${what} in ${ms} ms: earlier versions refuse it now`;
}

module.exports = { isStorage, journalIn, openable, sqliteFile, upgradeOf };
