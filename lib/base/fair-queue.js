'use strict';

/**
 * @typedef {object} QueueLimits
 * @property {number} atOnce maximum number of running jobs
 * @property {number} mostWaiting
 * @property {number} mostWaitingEach the same for one owner
 */

/** @typedef {{owner: string, start: () => void}} Job */

/**
 * Runs a limited number of jobs at a time, in turns between their owners, so that an owner with a
 * long queue delays only itself. The queues are bounded, and an aborted job leaves its queue.
 */
class FairQueue {
  #limits;
  #running = 0;
  #waiting = 0;
  /** @type {Map<string, Set<Job>>} non-empty queues of the owners; the next owner is first */
  #lines = new Map();

  /** @param {QueueLimits} limits */
  constructor(limits) {
    this.#limits = limits;
  }

  /**
   * @template Result
   * @param {string} owner
   * @param {AbortSignal} signal aborted when nobody needs the result any more
   * @param {() => Promise<Result>} work
   * @returns {Promise<Result | undefined> | undefined} resolves to undefined if it was aborted
   * before it began; undefined if the queue is full
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
    // The other jobs of this owner wait until every other owner has had a turn.
    if (this.#lines.delete(owner)) this.#lines.set(owner, line);
    job.start();
  }
}

module.exports = { FairQueue };
