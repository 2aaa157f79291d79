'use strict';

const REASON = 'Too much is unread by all together, and this one is furthest behind';
// Beyond the limit, this share of it is freed, so that the next check is far away.
const FREED_PART = 4;

/**
 * A connection with unsent data.
 *
 * @typedef {object} Laggard
 * @property {number} unsent bytes
 * @property {boolean} sharesBuffers does it send buffers without copying them?
 * @property {(reason: string) => void} terminate
 */

/** @typedef {{bytes: number, holders: number}} Kept memory, and the number of its holders */

/**
 * Limits the unsent memory of all connections together: beyond the limit, the connections furthest behind are
 * terminated. A broadcast is one buffer, and counts once until all receivers have it.
 */
class Backlog {
  #limit;
  /** @type {WeakMap<ArrayBufferLike, Kept>} */
  #known = new WeakMap();
  /** @type {Map<Laggard, {kept: Kept, size: number}[]>} the buffers of each that may be unsent, the oldest first */
  #sent = new Map();
  #total = 0;

  /** @param {number} limit bytes */
  constructor(limit) {
    this.#limit = limit;
  }

  /** @returns {number} bytes; some of them may have been sent by now */
  get total() {
    return this.#total;
  }

  /**
   * @param {Laggard} laggard
   * @param {Buffer[]} buffers that were just passed to it
   */
  add(laggard, buffers) {
    const sent = this.#sent.get(laggard) ?? [];
    this.#sent.set(laggard, sent);
    for (const buffer of buffers) {
      const kept = laggard.sharesBuffers ? this.#keptOf(buffer) : newKept(buffer.length);
      const last = sent.at(-1);
      if (last?.kept === kept) {
        last.size += buffer.length;
        continue;
      }
      if (kept.holders === 0) this.#total += kept.bytes;
      kept.holders += 1;
      sent.push({ kept, size: buffer.length });
    }
    this.#forgetSent(laggard, laggard.unsent);
    if (this.#total > this.#limit) this.#makeRoom();
  }

  /** @param {Laggard} laggard a closed one */
  delete(laggard) {
    this.#forgetSent(laggard, 0);
    this.#sent.delete(laggard);
  }

  /**
   * @param {Buffer} buffer
   * @returns {Kept} its memory
   */
  #keptOf({ buffer }) {
    let kept = this.#known.get(buffer);
    if (!kept) this.#known.set(buffer, (kept = newKept(buffer.byteLength)));
    return kept;
  }

  /**
   * @param {Laggard} laggard
   * @param {number} unsent bytes at the end of what it was sent
   */
  #forgetSent(laggard, unsent) {
    const sent = this.#sent.get(laggard) ?? [];
    let first = sent.length;
    for (let rest = unsent; first > 0 && rest > 0; first--) rest -= sent[first - 1].size;
    for (const { kept } of sent.splice(0, first)) {
      kept.holders -= 1;
      if (kept.holders === 0) this.#total -= kept.bytes;
    }
  }

  #makeRoom() {
    for (const laggard of this.#sent.keys()) this.#forgetSent(laggard, laggard.unsent);
    const most = this.#limit - this.#limit / FREED_PART;
    if (this.#total <= most) return;
    const unsent = new Map([...this.#sent.keys()].map((laggard) => [laggard, laggard.unsent]));
    for (const [laggard] of [...unsent].sort(([, one], [, other]) => other - one)) {
      if (this.#total <= most) return;
      this.delete(laggard);
      laggard.terminate(REASON);
    }
  }
}

/**
 * @param {number} bytes
 * @returns {Kept}
 */
function newKept(bytes) {
  return { bytes, holders: 0 };
}

module.exports = { Backlog };
