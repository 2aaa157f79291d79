'use strict';

const { SqliteStorage } = require('./sqlite');

/** @typedef {import('./port').Storage} Storage */

const SQLITE = 'sqlite:';

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
 * @returns {Storage | undefined} one that is not open yet; undefined: nothing is kept
 */
function openable(option) {
  if (typeof option !== 'string') return option;
  return option === 'memory' ? undefined : new SqliteStorage(option.slice(SQLITE.length));
}

module.exports = { isStorage, openable };
