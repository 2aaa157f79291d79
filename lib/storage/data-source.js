'use strict';

const fs = require('node:fs/promises');
const path = require('node:path');
const { codedError } = require('../base/errors');

/** @typedef {import('../options/options').ProjectOptions['source']} Source */

/**
 * The JSON text of a project's data. A file is read anew each time: a reset takes what it says then.
 *
 * @param {Source} source
 * @param {string} name of the project
 * @returns {Promise<Buffer>}
 */
async function readSource(source, name) {
  if (typeof source === 'string') return readDataFile(source);
  if (source instanceof Uint8Array) return Buffer.from(source);
  try {
    return Buffer.from(JSON.stringify(source));
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw codedError('ERR_INVALID_DATA_FILE', `${describeSource(source, name)}: ${message}`, error);
  }
}

/**
 * @param {string} file
 * @returns {Promise<Buffer>}
 */
async function readDataFile(file) {
  try {
    return await fs.readFile(file);
  } catch (error) {
    throw codedError(
      'ERR_DATA_FILE_NOT_READ',
      `Data file ${path.resolve(file)}: ${reason(error)}`,
      error,
    );
  }
}

/**
 * What an error about a source calls it.
 *
 * @param {Source} source
 * @param {string} name of the project
 * @returns {string}
 */
function describeSource(source, name) {
  return typeof source === 'string'
    ? `Data file ${path.resolve(source)}`
    : `Data of project "${name}"`;
}

/**
 * Why the file system refused, in words that do not repeat the path.
 *
 * @param {unknown} error
 * @returns {string}
 */
function reason(error) {
  const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
  const words = new Map([
    ['ENOENT', 'it does not exist'],
    ['EISDIR', 'it is a folder, not a file'],
    ['ENOTDIR', 'it is not a folder'],
    ['EACCES', 'it may not be read'],
  ]);
  return words.get(code ?? '') ?? message;
}

module.exports = { readSource, readDataFile, describeSource, reason };
