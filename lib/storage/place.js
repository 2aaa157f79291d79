'use strict';

const fs = require('node:fs/promises');
const path = require('node:path');
const { codedError } = require('../base/errors');

// SQLite reports each of these as "unable to open database file".
const PROBLEMS = new Map([
  ['ENOENT', 'does not exist'],
  ['ENOTDIR', 'is no folder'],
  ['EACCES', 'may not be written'],
  ['EROFS', 'is on a file system that may not be written'],
]);

/**
 * @param {string} file that a server is to write
 * @returns {Promise<void>} ERR_STORAGE_FAILED if its folder is missing or not writable
 */
async function checkFolder(file) {
  const folder = path.dirname(path.resolve(file));
  try {
    await fs.access(folder, fs.constants.W_OK);
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    const what = PROBLEMS.get(code ?? '') ?? `cannot be used (${message})`;
    const help = 'the option storage takes another file, or memory';
    throw codedError('ERR_STORAGE_FAILED', `${file}: its folder ${what}; ${help}`, error);
  }
}

/**
 * Does not open the file: to close it would give up the locks of SQLite.
 *
 * @param {string} file that must exist
 * @returns {Promise<void>} ERR_STORAGE_FAILED if there is no such file, or it may not be read
 */
async function checkFile(file) {
  let what;
  let cause;
  try {
    if ((await fs.stat(file)).isDirectory()) what = 'it is a folder';
    else await fs.access(file, fs.constants.R_OK);
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
    what = isMissing ? 'there is no such file' : `it may not be read (${message})`;
    cause = error;
  }
  if (what) throw codedError('ERR_STORAGE_FAILED', `${file}: ${what}`, cause);
}

module.exports = { checkFile, checkFolder };
