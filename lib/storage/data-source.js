'use strict';

const { createHash } = require('node:crypto');
const fs = require('node:fs/promises');
const path = require('node:path');
const { codedError } = require('../base/errors');

/** @typedef {import('../native/policies').Policies} Policies */
/** @typedef {import('../native/policies').Policy} Policy */

/**
 * A project of the option `projects`. `source` is the path of a data file (relative to the current folder), the text of
 * one as a Buffer, or the data itself.
 *
 * @typedef {object} ProjectOptions
 * @property {number | string} id
 * @property {string} name
 * @property {string | Uint8Array | object} source
 * @property {Policy | Partial<Policies>} [conflicts] in place of the option of this name
 */

/** @typedef {ProjectOptions['source']} Source */

/** Where the first data of a project come from, and what tells them from others. */
class DataSource {
  #source;
  /** What an error calls it. */
  place;
  /** Of the bytes that were read last. */
  mark = '';

  /**
   * @param {Source} source
   * @param {string} name of the project
   */
  constructor(source, name) {
    this.#source = source;
    this.place =
      typeof source === 'string'
        ? `Data file ${path.resolve(source)}`
        : `Data of project "${name}"`;
  }

  /** @returns {boolean} may it say something else without anybody having changed a program? */
  get isFile() {
    return typeof this.#source === 'string';
  }

  /** @returns {Promise<Buffer>} JSON text. A file is read anew each time: a reset takes what it says then */
  async read() {
    const bytes = await this.#bytes();
    this.mark = createHash('sha256').update(bytes).digest('base64url');
    return bytes;
  }

  /** @returns {Promise<Buffer>} */
  async #bytes() {
    if (typeof this.#source === 'string') return readDataFile(this.#source);
    if (this.#source instanceof Uint8Array) return Buffer.from(this.#source);
    try {
      return Buffer.from(JSON.stringify(this.#source));
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      throw codedError('ERR_INVALID_DATA_FILE', `${this.place}: ${message}`, error);
    }
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

module.exports = { DataSource, readDataFile, reason };
