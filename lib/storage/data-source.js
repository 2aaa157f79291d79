'use strict';

const { createHash } = require('node:crypto');
const fs = require('node:fs/promises');
const path = require('node:path');
const { setImmediate: nextTurn } = require('node:timers/promises');
const { codedError } = require('../base/errors');

/** @typedef {import('../native/policies').Policies} Policies */
/** @typedef {import('../native/policies').Policy} Policy */

/**
 * A project of the option `projects`. `source` is the path of a data file (relative to the current folder), its text as
 * a Buffer, or the data.
 *
 * @typedef {object} ProjectOptions
 * @property {number | string} id
 * @property {string} name
 * @property {string | Uint8Array | object} [source] undefined: the result of the hook `onLoad`
 * @property {Policy | Partial<Policies>} [conflicts] overrides the option of this name
 */

/** @typedef {NonNullable<ProjectOptions['source']>} Source */

const NOTHING = /^\s*\{\s*\}\s*$/;
const MOST_OF_NOTHING = 100;
// Of a mark that is made in one turn of the event loop.
const MARKED_AT_ONCE = 256 * 1024;

/** The source of the initial data of a project. */
class DataSource {
  #source;
  /** Its name in errors. */
  place;

  /**
   * @param {Source | (() => unknown)} source a function returns the data, or a promise of them
   * @param {string} name of the project
   */
  constructor(source, name) {
    this.#source = source;
    this.place =
      typeof source === 'string'
        ? `Data file ${path.resolve(source)}`
        : `Data of project "${name}"`;
  }

  /**
   * Checks whether a data file has changed since its project was first loaded; only a reset would load it again.
   *
   * @param {string} began markOf() of the source at that time; '' for none
   * @returns {Promise<string | undefined>} a warning
   */
  async changeSince(began) {
    if (typeof this.#source !== 'string' || began === '') return undefined;
    let bytes;
    try {
      bytes = await this.read();
    } catch (error) {
      return messageOf(error);
    }
    return (await markOf(bytes)) === began
      ? undefined
      : `${this.place} has changed since the journal began`;
  }

  /**
   * @param {Buffer} bytes of the data
   * @returns {string | undefined} a warning about valid but probably unintended data
   */
  doubtAbout(bytes) {
    const isEmpty = bytes.length <= MOST_OF_NOTHING && NOTHING.test(bytes.toString());
    return isEmpty && typeof this.#source === 'string' ? `${this.place} is {}` : undefined;
  }

  /** @returns {Promise<Buffer>} JSON text. A file is read again each time, for resets */
  async read() {
    if (typeof this.#source === 'string') return readDataFile(this.#source);
    try {
      const data = typeof this.#source === 'function' ? await this.#source() : this.#source;
      if (data instanceof Uint8Array) return Buffer.from(data);
      // Invalid data become a text that the core refuses.
      return Buffer.from(typeof data === 'string' ? data : (JSON.stringify(data) ?? ''));
    } catch (error) {
      throw codedError('ERR_INVALID_DATA_FILE', `${this.place}: ${messageOf(error)}`, error);
    }
  }
}

/**
 * A large file takes as long as many changes, so the others have their turns between its parts.
 *
 * @param {Buffer} bytes of a source
 * @returns {Promise<string>} a digest that identifies them
 */
async function markOf(bytes) {
  const hash = createHash('sha256');
  for (let at = 0; at < bytes.length; at += MARKED_AT_ONCE) {
    if (at > 0) await nextTurn();
    hash.update(bytes.subarray(at, at + MARKED_AT_ONCE));
  }
  return hash.digest('base64url');
}

/** @param {unknown} error of the application, which may be any value */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
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
 * The reason of a file system error, without the path.
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

module.exports = { DataSource, markOf, readDataFile, reason };
