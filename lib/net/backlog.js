'use strict';

const REASON = 'Too much is unread by all together, and this one is furthest behind';
// When it is too much, so much of the limit is made free that the next look is far away.
const FREED_PART = 4;

/**
 * A connection of which something has not gone out.
 *
 * @typedef {object} Laggard
 * @property {number} unsent bytes
 * @property {boolean} sharesBuffers does it send buffers as they are, without a copy of its own?
 * @property {(reason: string) => void} terminate
 */

/** @typedef {{bytes: number, holders: number}} Kept memory, and how many keep it */

/**
 * The memory that is kept for all connections together until it has gone out has a bound: beyond it, who is furthest behind is cut
 * off. What many are sent is one buffer, and counts once, as long as one of them has not got it.
 */
class Backlog {
  #limit;
  /** @type {WeakMap<ArrayBufferLike, Kept>} */
  #known = new WeakMap();
  /** @type {Map<Laggard, {kept: Kept, size: number}[]>} what each was sent, the oldest first, but for what has certainly gone out */
  #sent = new Map();
  #total = 0;

  /** @param {number} limit bytes */
  constructor(limit) {
    this.#limit = limit;
  }

  /** @returns {number} bytes; some of them may have gone out by now */
  get total() {
    return this.#total;
  }

  /**
   * @param {Laggard} laggard
   * @param {Buffer[]} buffers what it was just sent
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

  /** @param {Laggard} laggard that has ended */
  delete(laggard) {
    this.#forgetSent(laggard, 0);
    this.#sent.delete(laggard);
  }

  /**
   * @param {Buffer} buffer
   * @returns {Kept} the memory that it is in
   */
  #keptOf({ buffer }) {
    let kept = this.#known.get(buffer);
    if (!kept) this.#known.set(buffer, (kept = newKept(buffer.byteLength)));
    return kept;
  }

  /**
   * @param {Laggard} laggard
   * @param {number} unsent bytes of the last that it was sent
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
