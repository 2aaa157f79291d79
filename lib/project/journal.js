'use strict';

const { setTimeout: pause } = require('node:timers/promises');
const { codedError } = require('../base/errors');
const { Turns } = require('../storage/turns');

/** @typedef {import('../native/project').Project} NativeProject */
/** @typedef {import('../storage/port').Batch} Batch */
/** @typedef {import('../storage/port').Storage} Storage */

const RETRY_MS = 1000;
const NOT_TAKEN = Buffer.alloc(0);
const REVISIONS_PER_SNAPSHOT = 1000;

/**
 * What keeps one project: its turns, what they brought, and the way back when it could not be kept.
 *
 * @typedef {object} JournalParts
 * @property {string} id of the project, as text
 * @property {NativeProject} project that keeps its journal
 * @property {Storage} storage
 * @property {{logRevisions: number}} limits of the project's log
 * @property {() => void} onRestored the project is another one than a moment ago
 * @property {(what: string, error?: Error) => void} report what went wrong, or, without an error, goes on again
 */

class ProjectJournal {
  #parts;
  /** @type {Batch[]} of this turn; the records of the last are taken when it is whole */
  #batches = [];
  /** The last revision that is kept, and the last of #batches. */
  #head = 0;
  #noted = 0;
  #snapshotAt = 0;
  /** Is anything kept of it? */
  #isKept = false;
  #isCompacting = false;
  /** Was the last commit in vain? */
  #isStuck = false;
  #hasEnded = false;

  /** @param {JournalParts} parts */
  constructor(parts) {
    this.#parts = parts;
    this.turns = new Turns(
      () => this.#commit(),
      (error) => parts.report('could not be told of', /** @type {Error} */ (error)),
    );
  }

  /**
   * Makes the project what is kept of it.
   *
   * @returns {Promise<string | undefined>} the mark of the source that it began with; undefined: nothing is kept
   */
  async recover() {
    const { id, limits, project, storage } = this.#parts;
    const kept = await storage.load(id, limits.logRevisions);
    if (!kept) return undefined;
    const failure = await project.restore(kept.snapshot, kept.records);
    if (failure) throw codedError(failure.code, `Project ${id}: ${failure.message}`);
    project.takeJournal();
    this.#head = this.#noted = this.#snapshotAt = project.revision;
    this.#isKept = true;
    return kept.source;
  }

  /**
   * Keeps the project as it is now: freshly loaded. What cannot be kept is what it was before.
   *
   * @param {string} source mark of what it was loaded from
   * @returns {Promise<void>}
   */
  async begin(source) {
    const { id, project, storage } = this.#parts;
    project.takeJournal();
    const { revision: number, epoch } = project;
    const snapshot = await project.snapshotBeside();
    try {
      await storage.saveSnapshot(id, { number, epoch, time: Date.now(), snapshot, source });
    } catch (error) {
      if (this.#isKept) await this.#goBack(/** @type {Error} */ (error));
      throw error;
    }
    this.#head = this.#noted = this.#snapshotAt = number;
    this.#isKept = true;
  }

  /**
   * Notes what a change has brought, if it was anything. To be called right behind it.
   *
   * @param {string} user
   */
  note(user) {
    const { project } = this.#parts;
    const count = project.revision - this.#noted;
    if (count === 0) return;
    this.#noted = project.revision;
    const last = this.#batches.at(-1);
    if (last?.user === user) {
      last.count += count;
      return;
    }
    if (last) last.records = project.takeJournal(last.count);
    this.#batches.push({ user, count, records: NOT_TAKEN });
  }

  /** @returns {Promise<void>} when all is kept, or cannot be */
  async end() {
    this.#hasEnded = true;
    await this.turns.settled();
  }

  /** @returns {Promise<Error | void>} */
  async #commit() {
    const { id, project, storage, report } = this.#parts;
    const batches = this.#batches.splice(0);
    const last = batches.at(-1);
    if (!last) return undefined;
    last.records = project.takeJournal();
    const where = storage.place === undefined ? '' : ` in ${storage.place}`;
    try {
      await storage.append({ project: id, head: this.#head, batches });
    } catch (error) {
      const fault = /** @type {Error} */ (error);
      report(`could not be kept${where}`, fault);
      this.#isStuck = true;
      await this.#goBack(fault);
      return fault;
    }
    if (this.#isStuck) report(`is kept again${where}`);
    this.#isStuck = false;
    this.#head += batches.reduce((sum, { count }) => sum + count, 0);
    if (this.#head - this.#snapshotAt >= REVISIONS_PER_SNAPSHOT) void this.#compact();
    return undefined;
  }

  /**
   * To the last state that is kept; while that cannot be read, who asks for the project is refused.
   *
   * @param {Error} fault why it has to
   */
  async #goBack(fault) {
    for (;;) {
      try {
        await this.recover();
        this.#parts.onRestored();
        this.turns.readable();
        return;
      } catch (error) {
        this.#parts.report('could not be read', /** @type {Error} */ (error));
        this.turns.refuse(fault);
      }
      if (this.#hasEnded) return;
      await pause(RETRY_MS);
    }
  }

  async #compact() {
    const { id, project, storage, report } = this.#parts;
    if (this.#isCompacting || !storage.compact) return;
    this.#isCompacting = true;
    try {
      const start = await storage.compact(id, { logFirst: project.firstOfLog });
      // The storage may be closed by now.
      if (this.#hasEnded) return;
      // A reset came meanwhile: its data are what is kept now.
      if (start.epoch !== this.#parts.project.epoch) return;
      await storage.saveSnapshot(id, { ...start, time: Date.now() });
      this.#snapshotAt = start.number;
    } catch (error) {
      // The one before does as well; it only takes longer to start from.
      report('has no newer snapshot', /** @type {Error} */ (error));
      this.#snapshotAt = this.#head;
    } finally {
      this.#isCompacting = false;
    }
  }
}

module.exports = { ProjectJournal };
