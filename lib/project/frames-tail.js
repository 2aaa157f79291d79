'use strict';

const { frameSize, writeFrame } = require('../net/fast/frames');

const FIRST_BYTES = 64 * 1024;
const MOST_BYTES = 8 * 1024 * 1024;

/**
 * The messages of a project's last revisions in one dialect, as ready frames in one block of memory. A client that
 * catches up gets the end of the block from its revision on. Each revision is encoded once, when it is first requested.
 */
class FramesTail {
  #read;
  /** Append-only, because clients may have parts of it. */
  #bytes = Buffer.alloc(0);
  #used = 0;
  /** The revision before the first one in the block. */
  #base = Infinity;
  /** @type {number[]} end offset of the frame of each revision */
  #ends = [];

  /** @param {(revision: number) => Buffer[] | undefined} read returns the messages of all revisions after one */
  constructor(read) {
    this.#read = read;
  }

  /**
   * @param {number} revision
   * @returns {Buffer | undefined} the frames of all revisions after it, possibly none; undefined if some are
   * unavailable
   */
  since(revision) {
    const last = this.#base + this.#ends.length;
    const isHere = revision >= this.#base && revision <= last && this.#used < MOST_BYTES;
    const more = isHere ? this.#read(last) : undefined;
    if (more) {
      this.#append(more);
      return this.#bytes.subarray(this.#endOf(revision), this.#used);
    }
    const all = this.#read(revision);
    if (!all) return undefined;
    this.clear();
    this.#base = revision;
    this.#append(all);
    return this.#bytes.subarray(0, this.#used);
  }

  /** Forgets everything, as a reset does. */
  clear() {
    this.#bytes = Buffer.alloc(0);
    this.#used = 0;
    this.#base = Infinity;
    this.#ends = [];
  }

  /** @param {Buffer[]} messages one for each revision */
  #append(messages) {
    if (messages.length === 0) return;
    this.#makeRoomFor(messages.reduce((sum, { length }) => sum + frameSize(length), 0));
    for (const message of messages) {
      this.#used = writeFrame(this.#bytes, this.#used, message);
      this.#ends.push(this.#used);
    }
  }

  /** @param {number} size */
  #makeRoomFor(size) {
    const needed = this.#used + size;
    if (needed <= this.#bytes.length) return;
    const bytes = Buffer.allocUnsafeSlow(Math.max(FIRST_BYTES, 2 * this.#bytes.length, needed));
    this.#bytes.copy(bytes, 0, 0, this.#used);
    this.#bytes = bytes;
  }

  /**
   * @param {number} revision in the block, or the base
   * @returns {number}
   */
  #endOf(revision) {
    return revision === this.#base ? 0 : this.#ends[revision - this.#base - 1];
  }
}

module.exports = { FramesTail };
