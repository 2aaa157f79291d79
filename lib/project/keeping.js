'use strict';

const { quoted } = require('../base/log');
const { ProjectJournal } = require('./journal');

/** @typedef {import('../base/log').Log} Log */
/** @typedef {import('../native/project').Project} Core */
/** @typedef {import('../storage/port').Storage} Storage */
/** @typedef {import('../storage/turns').Held} Held */
/** @typedef {import('./storing').Storing} Storing */

/**
 * @typedef {object} KeepingParts
 * @property {number | string} id of the project
 * @property {Core} core
 * @property {{maxLogRevisions?: number}} limits
 * @property {Log} log
 * @property {() => void} onOther the project was replaced: loaded, or rolled back to the stored state
 * @property {Storage} [storage] undefined: memory only
 * @property {Storing} [storing] passes it to an application that stores it elsewhere
 */

/**
 * The persistence of one project. With a storage, nothing is shown that is not stored.
 */
class Keeping {
  #core;
  #onOther;
  #storing;
  /** @type {ProjectJournal | undefined} */
  #journal;
  /** With a storage: the last revision that may be shown. */
  #told = 0;

  /** @param {KeepingParts} parts */
  constructor({ id, core, limits, log, onOther, storage, storing }) {
    this.#core = core;
    this.#onOther = onOther;
    this.#storing = storing;
    if (!storage) return;
    const which = `Project ${quoted(id)}`;
    const { maxLogRevisions } = limits;
    this.#journal = new ProjectJournal({
      id: String(id),
      project: core,
      storage,
      limits: { logRevisions: maxLogRevisions ?? 10_000 },
      onRestored: () => this.#beginAnew(),
      report: (what, error) => {
        const text = `${which} ${what}`;
        if (error) log.paced('error', what, which, `${text}: ${error.message}`);
        else log.paced('info', what, which, text);
      },
    });
  }

  /** @returns {boolean} are its revisions stored, so that their numbers stay valid after a restart? */
  get isKept() {
    return this.#journal !== undefined;
  }

  /**
   * @returns {number} number of the last revision, 0 before the first; with a storage, of the last one that may be
   * shown
   */
  get revision() {
    return this.#journal ? this.#told : this.#core.revision;
  }

  /**
   * Stores the freshly loaded project.
   *
   * @param {string} source mark of its source
   * @returns {Promise<void>}
   */
  async begin(source) {
    await this.#journal?.begin(source);
    this.#beginAnew();
  }

  /**
   * Loads the project from the storage.
   *
   * @returns {Promise<string | undefined>} the mark of its initial source; undefined: it is not stored
   */
  async recover() {
    const source = await this.#journal?.recover();
    if (source !== undefined) this.#beginAnew();
    return source;
  }

  #beginAnew() {
    this.#told = this.#core.revision;
    this.#onOther();
  }

  /**
   * Runs something that shows the project, after its current state is stored.
   *
   * @template Answer
   * @param {() => Answer} run
   * @returns {Answer | Promise<Awaited<Answer>>} a promise where it has to wait
   */
  read(run) {
    return this.#journal ? this.#journal.turns.read(run) : run();
  }

  /**
   * Runs something that may change the project; it must call tell() in the same turn of the event loop.
   *
   * @template Answer
   * @param {() => Answer} run
   * @returns {Answer | Promise<Awaited<Answer>>} a promise where it has to wait
   */
  write(run) {
    return this.#journal ? this.#journal.turns.write(run) : run();
  }

  /**
   * Records the revisions of a change, if any. Call it immediately after the change.
   *
   * @param {string} userName
   */
  note(userName) {
    this.#journal?.note(userName);
  }

  /**
   * Reports the outcome of a change after it is stored.
   *
   * @param {Held} held
   * @param {boolean} hasChanged
   */
  tell(held, hasChanged) {
    if (!this.#journal) {
      if (hasChanged) this.#storing?.touch();
      return held.tell();
    }
    const { revision } = this.#core;
    const tell = () => {
      this.#told = revision;
      if (hasChanged) this.#storing?.touch();
      held.tell();
    };
    return this.#journal.turns.hold({ ...held, tell }, hasChanged);
  }

  /**
   * Runs something with exclusive use of the project.
   *
   * @param {() => Promise<void>} work
   * @returns {Promise<void>}
   */
  async alone(work) {
    if (!this.#journal) return work();
    const { turns } = this.#journal;
    return turns.read(() => turns.exclusively(work));
  }

  /** @param {() => void} run shows the project; called immediately, or as soon as the project can be read */
  whenReadable(run) {
    if (this.#journal) this.#journal.turns.whenReadable(run);
    else run();
  }

  /** Its data were replaced. */
  noteReset() {
    this.#storing?.touch();
  }

  /** @returns {Promise<void>} resolves when all changes are stored, or cannot be */
  async end() {
    await this.#journal?.end();
  }

  /** @returns {Promise<void>} resolves when the application has stored all changes, or failed to */
  async stored() {
    await this.#storing?.end();
  }
}

module.exports = { Keeping };
