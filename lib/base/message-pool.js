'use strict';

const SLAB_BYTES = 64 * 1024;
// The addon returns a longer result in its own Buffer.
const LONGEST_POOLED = 16 * 1024;
// Space before each result for its frame header.
const ROOM = 4;

/**
 * Memory blocks shared by many results of the addon: for a small result, its own Buffer would cost
 * more than all other work. As in Node's pool, a block is freed when none of its results is
 * referenced any more.
 */
class ResultPool {
  #slab = Buffer.alloc(0);
  #end = 0;

  /** The current block. */
  get slab() {
    if (this.#slab.length - this.#end < ROOM + LONGEST_POOLED) {
      this.#slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
      this.#end = 0;
    }
    return this.#slab;
  }

  /** Offset of the next result in it. */
  get at() {
    return this.#end + ROOM;
  }

  /**
   * @param {number} size of the result that was written there
   * @returns {Buffer} that result
   */
  take(size) {
    const begin = this.at;
    this.#end = begin + size;
    return this.#slab.subarray(begin, this.#end);
  }

  /**
   * @param {Buffer} message a whole result, or any other Buffer
   * @param {number} size
   * @returns {Buffer | undefined} the same bytes, preceded by `size` free ones; undefined if the
   * message is not in this pool
   */
  withRoom(message, size) {
    const { byteOffset: begin, length, buffer } = message;
    if (size > ROOM || buffer !== this.#slab.buffer) return undefined;
    return this.#slab.subarray(begin - size, begin + length);
  }
}

module.exports = { results: new ResultPool() };
