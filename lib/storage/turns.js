'use strict';

const { setImmediate: nextTurn } = require('node:timers/promises');

/**
 * In which order a project that is kept does things, so that nobody hears of a revision before it is durable. While a commit
 * is under way, what comes waits. Then what waited is done, in order: looks at the project first, as it is now, then changes;
 * what these say is kept back. Their revisions are one commit; when it is done, what was kept back goes out, in order.
 *
 * So a client never knows more than the disk, and no look at a project has to be undone. Whoever waits is called in the order
 * in which they came.
 *
 * @typedef {object} Held what a change has yet to say
 * @property {() => void} tell
 * @property {(error: Error) => void} fail nobody heard of it, and the project is without it
 */

class Turns {
  #commit;
  #report;
  /** @type {Held[]} */
  #held = [];
  /** @type {(() => void)[]} */
  #readers = [];
  /** @type {(() => void)[]} */
  #writers = [];
  #isBusy = false;
  #isDue = false;
  /** @type {Promise<void>} */
  #settled = Promise.resolve();

  /**
   * @param {() => Promise<Error | void>} commit makes durable what was changed since the last call. It never rejects: an
   *   answer says why the project is as it was before
   * @param {(error: unknown) => void} report what somebody was told failed
   */
  constructor(commit, report) {
    this.#commit = commit;
    this.#report = report;
  }

  /**
   * Does something that shows the project, when all of it is durable.
   *
   * @template Answer
   * @param {() => Answer} run
   * @returns {Answer | Promise<Awaited<Answer>>}
   */
  read(run) {
    return this.#isBusy || this.#held.length > 0 ? wait(this.#readers, run) : run();
  }

  /**
   * Does something that may change the project, when no commit is under way.
   *
   * @template Answer
   * @param {() => Answer} run calls hold() in the same turn of the event loop
   * @returns {Answer | Promise<Awaited<Answer>>}
   */
  write(run) {
    return this.#isBusy ? wait(this.#writers, run) : run();
  }

  /**
   * Keeps back what somebody is told until all that the project is now is durable.
   *
   * @param {Held} held
   * @param {boolean} hasChanged is there anything to commit?
   */
  hold(held, hasChanged) {
    if (!hasChanged && this.#held.length === 0) {
      held.tell();
      return;
    }
    this.#held.push(held);
    if (this.#isDue) return;
    this.#isDue = true;
    // What else this turn of the event loop brings is in the same commit.
    setImmediate(() => {
      this.#isDue = false;
      this.#settled = this.exclusively(() => this.#finish());
    });
  }

  /**
   * Does something alone: what comes meanwhile waits. To be called when read() would run at once.
   *
   * @param {() => Promise<void>} work
   * @returns {Promise<void>}
   */
  async exclusively(work) {
    this.#isBusy = true;
    try {
      await work();
    } finally {
      this.#isBusy = false;
      for (const run of this.#readers.splice(0)) run();
      // One of them may have something to do alone; then the others wait for that.
      while (!this.#isBusy && this.#writers.length > 0) this.#writers.shift()?.();
    }
  }

  /** @returns {Promise<void>} when all that was changed so far is durable */
  async settled() {
    while (this.#isBusy || this.#held.length > 0) {
      await nextTurn();
      await this.#settled;
    }
  }

  async #finish() {
    const error = await this.#commit();
    for (const { tell, fail } of this.#held.splice(0)) {
      try {
        if (error) fail(error);
        else tell();
      } catch (fault) {
        this.#report(fault);
      }
    }
  }
}

/**
 * @template Answer
 * @param {(() => void)[]} queue
 * @param {() => Answer} run
 * @returns {Promise<Awaited<Answer>>}
 */
function wait(queue, run) {
  return new Promise((resolve, reject) => {
    queue.push(() => {
      try {
        resolve(/** @type {Awaited<Answer>} */ (run()));
      } catch (error) {
        reject(error);
      }
    });
  });
}

module.exports = { Turns };
