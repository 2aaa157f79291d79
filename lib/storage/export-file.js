'use strict';

const { createHash } = require('node:crypto');
const fs = require('node:fs/promises');
const { codedError } = require('../base/errors');
const { JsonPieces } = require('../base/json-pieces');
const { isObject } = require('../base/is-object');

const FORMAT = 'gantt-sync-server project 2';
const CHUNK_BYTES = 1 << 20;
const LISTS = new Set(['snapshots', 'revisions']);

/** @typedef {import('../base/json-pieces').Piece} Piece */
/**
 * @typedef {{number: number, epoch: number, time: number, offset: number, length: number}} Snapshot its position in the
 * file
 */
/** @typedef {{number: number, user: string, record: string}} Revision the record in base64 */

/** SHA-256 of the content of an export, independent of white space: of the key and value of each part, in order. */
class Digest {
  #hash = createHash('sha256');

  /** @param {string} key @param {string} text its value from JSON.stringify() */
  add(key, text) {
    this.#hash.update(`${key}:${text}\n`);
  }

  /** @returns {string} in base64; nothing can be added afterwards */
  end() {
    return this.#hash.digest('base64');
  }
}

/** Reads an export of any size; at most one revision or snapshot of it is in memory. */
class ExportFile {
  /** @type {Record<string, unknown>} */
  #head = {};
  /** @type {Snapshot[]} */
  snapshots = [];
  revisionCount = 0;
  #path;
  #chunkBytes;

  /**
   * @param {string} path
   * @param {number} chunkBytes
   */
  constructor(path, chunkBytes) {
    this.#path = path;
    this.#chunkBytes = chunkBytes;
  }

  /**
   * Reads the whole file once, to refuse an incomplete or damaged one before anything is imported.
   *
   * @param {string} path
   * @param {number} [chunkBytes]
   * @returns {Promise<ExportFile>}
   */
  static async open(path, chunkBytes = CHUNK_BYTES) {
    const file = new ExportFile(path, chunkBytes);
    await file.#scan();
    return file;
  }

  async #scan() {
    const digest = new Digest();
    for await (const pieces of this.#pieces())
      for (const piece of pieces) {
        if (piece.key !== 'sha256') digest.add(piece.key, JSON.stringify(piece.value));
        this.#note(piece);
      }
    const { format, project, sha256 } = this.#head;
    const isExport = format === FORMAT && typeof project === 'string' && this.snapshots.length > 0;
    if (!isExport) {
      const what = `The file is no export: its format is not "${FORMAT}"`;
      throw codedError('ERR_INVALID_DATA_FILE', what);
    }
    if (sha256 === digest.end()) return;
    throw codedError(
      'ERR_INVALID_DATA_FILE',
      'The file is not what export has written: it was damaged or changed',
    );
  }

  /** @param {Piece} piece */
  #note({ key, value, offset, length }) {
    if (LISTS.has(key) && !(length > 0 && isObject(value)))
      throw codedError('ERR_INVALID_DATA_FILE', `The file is no export: "${key}" is no list`);
    if (key === 'snapshots') {
      const { number, epoch, time } = /** @type {any} */ (value);
      this.snapshots.push({ number, epoch, time, offset, length });
    } else if (key === 'revisions') this.revisionCount += 1;
    else this.#head[key] = value;
  }

  /** @returns {string} the id of the project */
  get project() {
    return /** @type {string} */ (this.#head.project);
  }

  /** @returns {string} the mark of the initial data of its epoch */
  get source() {
    return String(this.#head.source ?? '');
  }

  /**
   * @param {Snapshot} snapshot one of `snapshots`
   * @returns {Promise<Buffer>} its bytes
   */
  async readSnapshot({ offset, length }) {
    const handle = await fs.open(this.#path);
    try {
      const { buffer } = await handle.read(Buffer.alloc(length), 0, length, offset);
      return Buffer.from(JSON.parse(buffer.toString()).snapshot, 'base64');
    } finally {
      await handle.close();
    }
  }

  /** @returns {AsyncGenerator<Revision>} in order */
  async *revisions() {
    for await (const pieces of this.#pieces())
      for (const { key, value } of pieces)
        if (key === 'revisions') yield /** @type {any} */ (value);
  }

  /** @returns {AsyncGenerator<Piece[]>} the pieces that end in each chunk of the file */
  async *#pieces() {
    /** @type {Piece[]} */
    let found = [];
    const reader = new JsonPieces((piece) => found.push(piece));
    const handle = await whenRead(this.#path, fs.open(this.#path));
    try {
      const chunk = Buffer.alloc(this.#chunkBytes);
      for (;;) {
        const { bytesRead } = await whenRead(this.#path, handle.read(chunk, 0, chunk.length, null));
        parse(() => (bytesRead === 0 ? reader.end() : reader.write(chunk.subarray(0, bytesRead))));
        yield found;
        found = [];
        if (bytesRead === 0) return;
      }
    } finally {
      await handle.close();
    }
  }
}

/**
 * @template Answer
 * @param {string} path
 * @param {Promise<Answer>} reading of that file
 * @returns {Promise<Answer>}
 */
async function whenRead(path, reading) {
  try {
    return await reading;
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw codedError('ERR_DATA_FILE_NOT_READ', `File ${path}: ${message}`, error);
  }
}

/** @param {() => void} run */
function parse(run) {
  try {
    run();
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw codedError('ERR_INVALID_DATA_FILE', `The file is not JSON text: ${message}`, error);
  }
}

module.exports = { Digest, ExportFile, FORMAT };
