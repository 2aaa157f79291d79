'use strict';

const { setTimeout: pause } = require('node:timers/promises');
const { codedError } = require('../base/errors');
const { Turns } = require('../storage/turns');
const { SnapshotPace } = require('./snapshot-pace');

/** @typedef {import('../native/project').Project} NativeProject */
/** @typedef {import('../storage/port').Batch} Batch */
/** @typedef {import('../storage/port').Storage} Storage */

const RETRY_MS = 1000;
const NOT_TAKEN = Buffer.alloc(0);

/**
 * Stores the changes of one project in turns, and rolls the project back if a commit fails.
 *
 * @typedef {object} JournalParts
 * @property {string} id of the project, as text
 * @property {NativeProject} project with the option keepsJournal
 * @property {Storage} storage
 * @property {{logRevisions: number}} limits of the project's log
 * @property {() => void} onRestored the project was replaced by stored data
 * @property {(what: string, error?: Error) => void} report reports a failure or, without an error, that it is over
 */

class ProjectJournal {
  #parts;
  /** @type {Batch[]} of this turn; the records of the last one are taken at its end */
  #batches = [];
  /** The last stored revision, and the last one in #batches. */
  #head = 0;
  #noted = 0;
  #pace = new SnapshotPace();
  /** Is the project in the storage? */
  #isKept = false;
  #isCompacting = false;
  /** Did the last commit fail? */
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
   * Loads the project from the storage.
   *
   * @returns {Promise<string | undefined>} the mark of its initial source; undefined: it is not stored
   */
  async recover() {
    const { id, limits, project, storage } = this.#parts;
    const kept = await storage.load(id, limits.logRevisions);
    if (!kept) return undefined;
    const failure = await project.restore(kept.snapshot, kept.records);
    if (failure) throw codedError(failure.code, `Project ${id}: ${failure.message}`);
    project.takeJournal();
    this.#head = this.#noted = project.revision;
    this.#pace.begin(kept.snapshot.length, kept.behind);
    this.#isKept = true;
    return kept.source;
  }

  /**
   * Stores the freshly loaded project. If that fails, the stored project is unchanged.
   *
   * @param {string} source mark of its source
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
    this.#head = this.#noted = number;
    this.#pace.begin(snapshot.length);
    this.#isKept = true;
  }

  /**
   * Records the revisions of a change, if any. Call it immediately after the change.
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

  /** @returns {Promise<void>} resolves when everything is stored, or cannot be */
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
    for (const { count, records } of batches) {
      this.#head += count;
      this.#pace.note(count, records.length);
    }
    if (this.#pace.isDue) void this.#compact();
    return undefined;
  }

  /**
   * Rolls back to the last stored state; while that cannot be read, requests for the project are refused.
   *
   * @param {Error} fault the cause
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
    const end = this.#pace.take();
    try {
      const start = await storage.compact(id, { logFirst: project.firstOfLog });
      // The storage may already be closed.
      if (this.#hasEnded) return;
      // A reset happened meanwhile: its data are now stored.
      if (start.epoch !== this.#parts.project.epoch) return;
      await storage.saveSnapshot(id, { ...start, time: Date.now() });
      end(start.snapshot.length);
    } catch (error) {
      // The previous snapshot works as well; a start from it only takes longer.
      report('has no newer snapshot', /** @type {Error} */ (error));
      end();
    } finally {
      this.#isCompacting = false;
    }
  }
}

module.exports = { ProjectJournal };
