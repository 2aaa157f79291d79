'use strict';

const { performance } = require('node:perf_hooks');
const { describeThrown } = require('../base/errors');
const { quoted } = require('../base/log');

const QUIET_MS = 1000;
const LONGEST_MS = 10_000;

/**
 * Passes a changed project to an application that stores it elsewhere: a second after the last change, and at most ten
 * seconds after the first. Calls do not overlap. After a failure it calls again, ten seconds later or at shutdown.
 */
class Storing {
  #store;
  #fail;
  #now;
  /** Time of the first unstored change; undefined if all are stored. */
  #since = /** @type {number | undefined} */ (undefined);
  /** @type {NodeJS.Timeout | undefined} */
  #timer;
  /** @type {Promise<void> | undefined} the current call */
  #busy;

  /**
   * @param {() => unknown} store may return a promise, throw or reject
   * @param {(error: unknown) => void} fail
   * @param {() => number} [now] milliseconds of a monotonic clock
   */
  constructor(store, fail, now = () => performance.now()) {
    this.#store = store;
    this.#fail = fail;
    this.#now = now;
  }

  /** The project has changed. */
  touch() {
    this.#since ??= this.#now();
    const left = this.#since + LONGEST_MS - this.#now();
    this.#wait(Math.max(0, Math.min(QUIET_MS, left)));
  }

  /** @returns {Promise<void>} resolves when everything is stored, or could not be */
  async end() {
    await this.#busy;
    clearTimeout(this.#timer);
    if (this.#since !== undefined) await this.#run();
    clearTimeout(this.#timer);
  }

  /** @param {number} ms */
  #wait(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#busy ??= this.#run().finally(() => {
        this.#busy = undefined;
      });
    }, ms);
  }

  async #run() {
    this.#since = undefined;
    try {
      await this.#store();
      // Changes during the call; their own call may already have been due.
      if (this.#since !== undefined) this.#wait(QUIET_MS);
    } catch (error) {
      this.#fail(error);
      this.#since ??= this.#now();
      this.#wait(LONGEST_MS);
    }
  }
}

/**
 * @param {import('./hosted-project').HostedProject} project
 * @param {NonNullable<import('./hooks').HookOptions['onStore']>} onStore
 * @param {import('../base/log').Log} log
 * @returns {Storing} passes the project to the hook
 */
function storingWith(project, onStore, log) {
  const { id, name } = project;
  const store = async () => {
    const [revision, dataset] = await project.read(() => [project.revision, project.texts.text]);
    return onStore({ project: id, name, revision, dataset });
  };
  return new Storing(store, (error) => {
    const which = `Project ${quoted(id)}`;
    const what = `${which} could not be stored by the hook "onStore": ${describeThrown(error)}`;
    log.paced('error', 'onStore', which, what);
  });
}

module.exports = { Storing, storingWith };
