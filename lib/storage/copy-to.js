'use strict';

const { randomBytes } = require('node:crypto');
const { rmSync } = require('node:fs');
const fs = require('node:fs/promises');
const { codedError } = require('../base/errors');

/** @typedef {import('../native/addon').Failure} Failure */

/**
 * Under another name until it is whole: also who is killed in the middle leaves none that could be taken for a copy.
 *
 * @param {string} file that is not there yet: of two that want it at once, one gets it
 * @param {(part: string) => Promise<Failure | undefined>} copy makes that file, or nothing
 * @returns {Promise<Failure | undefined>} of a copy that is not whole nothing stays
 */
async function copyTo(file, copy) {
  const part = `${file}.${randomBytes(4).toString('hex')}.part`;
  await refuseIfThere(file);
  const remove = () => rmSync(part, { force: true });
  // The process may end before the copy does.
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
 * @param {string} file what it is to be
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
 * @param {string} file the name that it gets
 */
async function give(part, file) {
  try {
    await fs.link(part, file);
  } catch {
    // It is there, or the file system has no links.
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
