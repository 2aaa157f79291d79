'use strict';

/**
 * @typedef {object} QueueLimits
 * @property {number} atOnce how many are under way
 * @property {number} mostWaiting
 * @property {number} mostWaitingEach of one owner
 */

/** @typedef {{owner: string, start: () => void}} Job */

/**
 * Work that must not be done all at once: a few at a time, the owners in turn, so that one with a long line makes only
 * itself wait. The lines are bounded, and who does not wait any more leaves theirs.
 */
class FairQueue {
  #limits;
  #running = 0;
  #waiting = 0;
  /** @type {Map<string, Set<Job>>} lines of the owners, none empty, the one whose turn is next in front */
  #lines = new Map();

  /** @param {QueueLimits} limits */
  constructor(limits) {
    this.#limits = limits;
  }

  /**
   * @template Result
   * @param {string} owner
   * @param {AbortSignal} signal aborted when nobody waits for the result any more
   * @param {() => Promise<Result>} work
   * @returns {Promise<Result | undefined> | undefined} a promise of undefined: it was aborted before it began;
   *   undefined: there is no room
   */
  run(owner, signal, work) {
    if (signal.aborted) return Promise.resolve(undefined);
    if (this.#running < this.#limits.atOnce) return this.#work(work);
    const isFull = this.#waiting >= this.#limits.mostWaiting;
    const length = this.#lines.get(owner)?.size ?? 0;
    if (isFull || length >= this.#limits.mostWaitingEach) return undefined;
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#remove(job);
        resolve(undefined);
      };
      const start = () => {
        signal.removeEventListener('abort', leave);
        this.#work(work).then(resolve, reject);
      };
      const job = { owner, start };
      signal.addEventListener('abort', leave, { once: true });
      this.#add(job);
    });
  }

  /** @param {Job} job */
  #add(job) {
    const line = this.#lines.get(job.owner) ?? new Set();
    this.#lines.set(job.owner, line.add(job));
    this.#waiting += 1;
  }

  /** @param {Job} job */
  #remove(job) {
    const line = this.#lines.get(job.owner);
    line?.delete(job);
    if (line?.size === 0) this.#lines.delete(job.owner);
    this.#waiting -= 1;
  }

  /**
   * @template Result
   * @param {() => Promise<Result>} work
   * @returns {Promise<Result>}
   */
  async #work(work) {
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#startNext();
    }
  }

  #startNext() {
    const [next] = this.#lines;
    if (next === undefined) return;
    const [owner, line] = next;
    const [job] = line;
    this.#remove(job);
    // The others of this owner wait until everybody else has had a turn.
    if (this.#lines.delete(owner)) this.#lines.set(owner, line);
    job.start();
  }
}

module.exports = { FairQueue };
