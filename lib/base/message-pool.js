'use strict';

const SLAB_BYTES = 64 * 1024;
// The addon gives a longer result a Buffer of its own.
const LONGEST_POOLED = 16 * 1024;
// In front of each result, for the header of the frame in which it goes out.
const ROOM = 4;

/**
 * Memory for the addon's results, many in one piece: a Buffer of its own costs a small result more than all the work on it.
 * As with Node's own pool, a piece is freed when nobody has any of its results any more.
 */
class ResultPool {
  #slab = Buffer.alloc(0);
  #end = 0;

  /** Where the next result goes. */
  get slab() {
    if (this.#slab.length - this.#end < ROOM + LONGEST_POOLED) {
      this.#slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
      this.#end = 0;
    }
    return this.#slab;
  }

  /** Where in it. */
  get at() {
    return this.#end + ROOM;
  }

  /**
   * @param {number} size of the result that was put there
   * @returns {Buffer} that result
   */
  take(size) {
    const begin = this.at;
    this.#end = begin + size;
    return this.#slab.subarray(begin, this.#end);
  }

  /**
   * @param {Buffer} message a whole result, or what never was in this pool
   * @param {number} size
   * @returns {Buffer | undefined} the same bytes with so many in front of them that are free; undefined: there are none
   */
  withRoom(message, size) {
    const { byteOffset: begin, length, buffer } = message;
    if (size > ROOM || buffer !== this.#slab.buffer) return undefined;
    return this.#slab.subarray(begin - size, begin + length);
  }
}

module.exports = { results: new ResultPool() };
