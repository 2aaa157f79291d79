'use strict';

const { codedTypeError } = require('../base/errors');
const { isObject } = require('../base/is-object');
const { nearestName } = require('../base/nearest-name');
const { OPTIONS } = require('./options');

/** @typedef {import('./option-types').ServerOptions} ServerOptions */
/** @typedef {import('./option-types').ResolvedOptions} ResolvedOptions */

/**
 * Checks the given options and adds defaults. The error for an unknown option suggests the nearest name.
 *
 * @param {ServerOptions} [given]
 * @returns {ResolvedOptions}
 */
function resolveOptions(given = {}) {
  if (!isObject(given)) throw codedTypeError('ERR_INVALID_OPTION', 'The options must be an object');

  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(OPTIONS, name)) throw unknownOption(name, Object.keys(OPTIONS));
  }
  if (given.projects !== undefined && given.data !== undefined) {
    throw codedTypeError('ERR_INVALID_OPTION', 'Give either "projects" or "data", not both');
  }
  const resolved = Object.entries(OPTIONS).map(([name, option]) => {
    const value = given[/** @type {keyof ServerOptions} */ (name)];
    if (value !== undefined) return [name, readOption(name, value)];
    return [name, option.defaultFor ? option.defaultFor(given) : option.default];
  });
  const options = /** @type {ResolvedOptions} */ (Object.freeze(Object.fromEntries(resolved)));
  if (options.loadPath !== false && options.loadPath === options.syncPath) {
    throw codedTypeError('ERR_INVALID_OPTION', '"loadPath" and "syncPath" must not be the same');
  }
  return options;
}

/**
 * Checks the value of one option.
 *
 * @param {string} name one of OPTIONS
 * @param {unknown} value
 * @returns {unknown}
 */
function readOption(name, value) {
  const { kind } = OPTIONS[/** @type {keyof ServerOptions} */ (name)];
  const result = kind.read(value);
  if (result !== undefined) return result;
  // Structures may contain passwords and keys, so only plain values are shown.
  const shown = typeof value === 'object' ? 'this' : JSON.stringify(value);
  throw codedTypeError('ERR_INVALID_OPTION', `Option "${name}" must be ${kind.says}, not ${shown}`);
}

/**
 * @param {string} name
 * @param {Iterable<string>} known
 * @returns {TypeError & {code: string}}
 */
function unknownOption(name, known) {
  const nearest = nearestName(name, known);
  const hint = nearest ? `: did you mean "${nearest}"?` : '';
  return codedTypeError('ERR_UNKNOWN_OPTION', `Unknown option "${name}"${hint}`);
}

module.exports = { resolveOptions, readOption, unknownOption };
