'use strict';

const { randomBytes } = require('node:crypto');
const { rmSync } = require('node:fs');
const fs = require('node:fs/promises');
const { codedError } = require('../base/errors');

/** @typedef {import('../native/addon').Failure} Failure */

/**
 * Makes a copy under another name until it is complete, so that even a killed process leaves nothing that looks like a
 * copy.
 *
 * @param {string} file must not exist; of two concurrent copies to it, one succeeds
 * @param {(part: string) => Promise<Failure | undefined>} copy creates that file, or nothing
 * @returns {Promise<Failure | undefined>} an incomplete copy is removed
 */
async function copyTo(file, copy) {
  const part = `${file}.${randomBytes(4).toString('hex')}.part`;
  await refuseIfThere(file);
  const remove = () => rmSync(part, { force: true });
  // The process may end during the copy.
  process.once('exit', remove);
  try {
    await makeEmpty(part, file);
    const failure = await copy(part);
    if (!failure) await give(part, file);
    return failure;
  } finally {
    process.off('exit', remove);
    await fs.rm(part, { force: true });
  }
}

/**
 * @param {string} part
 * @param {string} file the final name
 */
async function makeEmpty(part, file) {
  try {
    await (await fs.open(part, 'wx')).close();
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw codedError('ERR_STORAGE_FAILED', `${file} cannot be made: ${message}`, error);
  }
}

/**
 * @param {string} part
 * @param {string} file the final name
 */
async function give(part, file) {
  try {
    await fs.link(part, file);
  } catch {
    // The file exists, or the file system has no links.
    await refuseIfThere(file);
    await fs.rename(part, file);
  }
}

/** @param {string} file */
async function refuseIfThere(file) {
  const isThere = await fs.lstat(file).then(
    () => true,
    () => false,
  );
  if (isThere) throw codedError('ERR_FILE_EXISTS', `${file} is there already`);
}

module.exports = { copyTo };
