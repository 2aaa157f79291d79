'use strict';

const { constants } = require('node:buffer');

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENS = new Set([0x5b, 0x7b]);
const CLOSES = new Set([0x5d, 0x7d]);
const LIST = 0x5b;

/**
 * One piece of a JSON object: a field whose value is not an array, or one element of an array
 * field.
 *
 * @typedef {object} Piece
 * @property {string} key
 * @property {unknown} value
 * @property {number} offset byte offset of the text of an element
 * @property {number} length of that text
 */

/**
 * Parses a JSON object piece by piece as it arrives; the text may be longer than the maximum length
 * of a string. Only the current piece is in memory.
 */
class JsonPieces {
  /** @type {Buffer[]} the incomplete piece */
  #begun = [];
  #size = 0;
  #offset = 0;
  #depth = 0;
  #isInText = false;
  #isEscaped = false;
  #hasEnded = false;
  /** @type {string | undefined} the key of the current array */
  #list;
  #take;
  #mostBytes;

  /**
   * @param {(piece: Piece) => void} take
   * @param {number} [mostBytes] maximum size of a piece; default: the maximum length of a string
   */
  constructor(take, mostBytes = constants.MAX_STRING_LENGTH) {
    this.#take = take;
    this.#mostBytes = mostBytes;
  }

  /**
   * @param {Buffer} chunk the next bytes; not kept
   * @throws {Error} if the text is not JSON, or no object, or a piece is too long
   */
  write(chunk) {
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      if (this.#isInText) this.#readText(byte);
      else if (byte === QUOTE) this.#isInText = true;
      else if (this.#isBoundary(byte)) {
        this.#add(chunk.subarray(start, at));
        this.#bound(byte);
        this.#offset += 1;
        start = at + 1;
      }
    }
    this.#add(Buffer.from(chunk.subarray(start)));
  }

  /** @throws {Error} if the text is incomplete */
  end() {
    if (!this.#hasEnded || this.#text().trim() !== '')
      throw new SyntaxError('It is no whole JSON object');
  }

  /** @param {number} byte */
  #readText(byte) {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === BACKSLASH) this.#isEscaped = true;
    else if (byte === QUOTE) this.#isInText = false;
  }

  /**
   * Counts brackets.
   *
   * @param {number} byte outside strings
   * @returns {boolean} does it start or end a piece?
   */
  #isBoundary(byte) {
    const level = this.#list === undefined ? 1 : 2;
    if (byte === COMMA) return this.#depth === level;
    if (OPENS.has(byte)) {
      this.#depth += 1;
      return this.#depth === 1 || (this.#depth === 2 && byte === LIST);
    }
    if (!CLOSES.has(byte)) return false;
    this.#depth -= 1;
    return this.#depth < level;
  }

  /** @param {number} byte that starts or ends a piece */
  #bound(byte) {
    if (this.#hasEnded) throw new SyntaxError('Something follows the JSON object');
    if (OPENS.has(byte)) {
      if (this.#depth === 2) [this.#list] = Object.keys(JSON.parse(`{${this.#text()}0}`));
      else if (byte === LIST || this.#text().trim() !== '')
        throw new SyntaxError('It is no JSON object');
    } else {
      this.#finish();
      if (byte !== COMMA && this.#list !== undefined) this.#list = undefined;
      else if (byte !== COMMA) this.#hasEnded = true;
    }
    this.#begun = [];
    this.#size = 0;
  }

  #finish() {
    const text = this.#text();
    // After an array, and in an empty one.
    if (text.trim() === '') return;
    const key = this.#list;
    if (key === undefined) {
      const [[name, value]] = Object.entries(JSON.parse(`{${text}}`));
      this.#take({ key: name, value, offset: 0, length: 0 });
    } else {
      const offset = this.#offset - this.#size;
      this.#take({ key, value: JSON.parse(text), offset, length: this.#size });
    }
  }

  #text() {
    return Buffer.concat(this.#begun).toString();
  }

  /** @param {Buffer} bytes */
  #add(bytes) {
    this.#begun.push(bytes);
    this.#size += bytes.length;
    this.#offset += bytes.length;
    if (this.#size > this.#mostBytes)
      throw new RangeError('A part of it is longer than a text can be');
  }
}

module.exports = { JsonPieces };
