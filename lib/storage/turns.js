'use strict';

const { setImmediate: nextTurn } = require('node:timers/promises');
const { codedError } = require('../base/errors');

/**
 * In which order a project that is kept does things, so that nobody hears of a revision before it is durable. While a commit
 * is under way, what comes waits. Then what waited is done, in order: looks at the project first, as it is now, then changes;
 * what these say is kept back. Their revisions are one commit; when it is done, what was kept back goes out, in order.
 *
 * So a client never knows more than the disk, and no look at a project has to be undone. Whoever waits is called in the order
 * in which they came.
 *
 * A project that has to go back to what is durable, and cannot read that, is no project: until it can, whoever asks is refused.
 *
 * @typedef {object} Held what a change has yet to say
 * @property {() => void} tell
 * @property {(error: Error) => void} fail nobody heard of it, and the project is without it, now or as soon as it can be read
 */

const UNREADABLE = new WeakSet();

class Turns {
  #commit;
  #report;
  /** @type {Held[]} */
  #held = [];
  /** @type {Waiting[]} */
  #readers = [];
  /** @type {Waiting[]} */
  #writers = [];
  /** @type {(() => void)[]} what is done when the project can be read again */
  #waiting = [];
  /** @type {Error | undefined} why the project cannot be read */
  #fault;
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
   * @returns {Answer | Promise<Awaited<Answer>>} rejected with what isUnreadable() knows while the project cannot be read
   */
  read(run) {
    if (this.#fault) return Promise.reject(this.#fault);
    return this.#isBusy || this.#held.length > 0 ? wait(this.#readers, run) : run();
  }

  /**
   * Does something that may change the project, when no commit is under way.
   *
   * @template Answer
   * @param {() => Answer} run calls hold() in the same turn of the event loop
   * @returns {Answer | Promise<Awaited<Answer>>} as that of read()
   */
  write(run) {
    if (this.#fault) return Promise.reject(this.#fault);
    return this.#isBusy ? wait(this.#writers, run) : run();
  }

  /**
   * The project cannot be read: who waits for it, and who comes, is refused.
   *
   * @param {Error} cause why that is so; those whose changes were not kept are told it
   */
  refuse(cause) {
    const what = 'What is kept of the project cannot be read at the moment';
    const fault = codedError('ERR_STORAGE_FAILED', what, cause);
    UNREADABLE.add(fault);
    this.#fault = fault;
    for (const waiting of [this.#readers, this.#writers])
      for (const { reject } of waiting.splice(0)) reject(fault);
    this.#release(cause);
  }

  /** It is what is kept again. */
  readable() {
    if (!this.#fault) return;
    this.#fault = undefined;
    for (const run of this.#waiting.splice(0)) this.#safely(run);
  }

  /** @param {() => void} run is done as soon as the project can be read, which mostly is at once */
  whenReadable(run) {
    if (this.#fault) this.#waiting.push(run);
    else run();
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
   * Does something alone, which may be a change that it calls hold() for: what comes meanwhile waits. To be called when read()
   * would run at once.
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
      // One of them may have something to do alone; then the others wait for that, and who looks waits until what was changed is
      // durable.
      while (!this.#isBusy && this.#held.length === 0 && this.#readers.length > 0)
        this.#readers.shift()?.run();
      while (!this.#isBusy && this.#writers.length > 0) this.#writers.shift()?.run();
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
    this.#release(await this.#commit());
  }

  /** @param {Error | void} error why what is held was not kept */
  #release(error) {
    for (const { tell, fail } of this.#held.splice(0))
      this.#safely(() => (error ? fail(error) : tell()));
  }

  /** @param {() => void} run */
  #safely(run) {
    try {
      run();
    } catch (fault) {
      this.#report(fault);
    }
  }
}

/**
 * @param {unknown} error
 * @returns {boolean} is it one with which Turns refuses?
 */
function isUnreadable(error) {
  return typeof error === 'object' && error !== null && UNREADABLE.has(error);
}

/**
 * What is done about something that Turns refused.
 *
 * @template Answer
 * @param {Promise<Answer> | Answer} done rejected with that, or with a fault, which goes on
 * @param {(error: Error) => Answer} otherwise what is done in its place
 * @returns {Promise<Answer> | Answer}
 */
function whenUnreadable(done, otherwise) {
  if (!(done instanceof Promise)) return done;
  return done.catch((error) => {
    if (!isUnreadable(error)) throw error;
    return otherwise(error);
  });
}

/** @typedef {{run: () => void, reject: (error: Error) => void}} Waiting */

/**
 * @template Answer
 * @param {Waiting[]} queue
 * @param {() => Answer} run
 * @returns {Promise<Awaited<Answer>>}
 */
function wait(queue, run) {
  return new Promise((resolve, reject) => {
    queue.push({
      run: () => {
        try {
          resolve(/** @type {Awaited<Answer>} */ (run()));
        } catch (error) {
          reject(error);
        }
      },
      reject,
    });
  });
}

module.exports = { Turns, isUnreadable, whenUnreadable };
