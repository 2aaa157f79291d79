'use strict';

const { setImmediate: nextTurn } = require('node:timers/promises');
const { codedError } = require('../base/errors');

/**
 * Orders the work on a stored project, so that nobody sees a revision before it is durable. During a commit, all work
 * waits. Then the waiting work runs in order: first reads of the current state, then changes, whose messages are held
 * back. Their revisions form the next commit; when it is done, the held messages are sent in order.
 *
 * So a client never knows more than the disk, and no read has to be revoked. Waiting work runs in the order of arrival.
 *
 * If a project must be rolled back but its stored state cannot be read, all requests for it are refused until it can.
 *
 * @typedef {object} Held the messages of an uncommitted change
 * @property {() => void} tell
 * @property {(error: Error) => void} fail the change is rolled back, now or as soon as the project can be read; nobody
 * has seen it
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
  /** @type {(() => void)[]} callbacks for when the project can be read again */
  #waiting = [];
  /** @type {Error | undefined} the reason why the project cannot be read */
  #fault;
  #isBusy = false;
  #isDue = false;
  /** @type {Promise<void>} */
  #settled = Promise.resolve();

  /**
   * @param {() => Promise<Error | void>} commit makes the changes since the last call durable. It never rejects: its
   * result is the reason of a rollback
   * @param {(error: unknown) => void} report reports errors of callbacks
   */
  constructor(commit, report) {
    this.#commit = commit;
    this.#report = report;
  }

  /**
   * Runs something that shows the project, when its state is durable.
   *
   * @template Answer
   * @param {() => Answer} run
   * @returns {Answer | Promise<Awaited<Answer>>} rejects with an error for isUnreadable() while the project cannot be
   * read
   */
  read(run) {
    if (this.#fault) return Promise.reject(this.#fault);
    return this.#isBusy || this.#held.length > 0 ? wait(this.#readers, run) : run();
  }

  /**
   * Runs something that may change the project, when no commit is running.
   *
   * @template Answer
   * @param {() => Answer} run must call hold() in the same turn of the event loop
   * @returns {Answer | Promise<Awaited<Answer>>} as for read()
   */
  write(run) {
    if (this.#fault) return Promise.reject(this.#fault);
    return this.#isBusy ? wait(this.#writers, run) : run();
  }

  /**
   * Reports that the project cannot be read: refuses all waiting and further requests.
   *
   * @param {Error} cause for the authors of lost changes
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

  /** The project is in its stored state again. */
  readable() {
    if (!this.#fault) return;
    this.#fault = undefined;
    for (const run of this.#waiting.splice(0)) this.#safely(run);
  }

  /** @param {() => void} run called as soon as the project can be read, usually immediately */
  whenReadable(run) {
    if (this.#fault) this.#waiting.push(run);
    else run();
  }

  /**
   * Holds messages until the current state of the project is durable.
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
    // Further changes of this turn of the event loop join the commit.
    setImmediate(() => {
      this.#isDue = false;
      this.#settled = this.exclusively(() => this.#finish());
    });
  }

  /**
   * Runs something exclusively, possibly a change that calls hold(); other work waits. Call it when read() would run
   * immediately.
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
      // One of them may need exclusive use; then the others wait for it, and reads wait until its changes are durable.
      while (!this.#isBusy && this.#held.length === 0 && this.#readers.length > 0)
        this.#readers.shift()?.run();
      while (!this.#isBusy && this.#writers.length > 0) this.#writers.shift()?.run();
    }
  }

  /** @returns {Promise<void>} resolves when all changes so far are durable */
  async settled() {
    while (this.#isBusy || this.#held.length > 0) {
      await nextTurn();
      await this.#settled;
    }
  }

  async #finish() {
    this.#release(await this.#commit());
  }

  /** @param {Error | void} error why the held changes were not stored */
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
 * @returns {boolean} is it a refusal by Turns?
 */
function isUnreadable(error) {
  return typeof error === 'object' && error !== null && UNREADABLE.has(error);
}

/**
 * Handles a refusal by Turns.
 *
 * @template Answer
 * @param {Promise<Answer> | Answer} done rejects with a refusal, or with another error, which is passed on
 * @param {(error: Error) => Answer} otherwise handles the refusal
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
