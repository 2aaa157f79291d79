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
 * @property {() => void} onOther the project is another one than a moment ago: loaded, or brought back to what is kept
 * @property {Storage} [storage] none: it is in memory alone
 * @property {Storing} [storing] what gives it to an application that keeps it elsewhere
 */

/**
 * What is kept of one project, and what anybody may know of it meanwhile: where there is a storage, nothing is shown that is not
 * kept.
 */
class Keeping {
  #core;
  #onOther;
  #storing;
  /** @type {ProjectJournal | undefined} */
  #journal;
  /** Of a project that is kept: the last revision that anybody may know of. */
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

  /** @returns {boolean} are its revisions kept, so that numbers mean the same after a restart? */
  get isKept() {
    return this.#journal !== undefined;
  }

  /** @returns {number} of the last revision, 0 before the first; where it is kept, of the last that anybody may know of */
  get revision() {
    return this.#journal ? this.#told : this.#core.revision;
  }

  /**
   * Keeps the project as it has just been loaded.
   *
   * @param {string} source mark of what it was loaded from
   * @returns {Promise<void>}
   */
  async begin(source) {
    await this.#journal?.begin(source);
    this.#beginAnew();
  }

  /**
   * Makes the project what is kept of it.
   *
   * @returns {Promise<string | undefined>} the mark of the source that it began with; undefined: nothing is kept
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
   * Does something that shows the project: when all that it is now is kept.
   *
   * @template Answer
   * @param {() => Answer} run
   * @returns {Answer | Promise<Awaited<Answer>>} a promise where it has to wait
   */
  read(run) {
    return this.#journal ? this.#journal.turns.read(run) : run();
  }

  /**
   * Does something that may change the project, and then calls tell() in the same turn of the event loop.
   *
   * @template Answer
   * @param {() => Answer} run
   * @returns {Answer | Promise<Awaited<Answer>>} a promise where it has to wait
   */
  write(run) {
    return this.#journal ? this.#journal.turns.write(run) : run();
  }

  /**
   * Notes what a change has brought, if it was anything. To be called right behind it.
   *
   * @param {string} userName
   */
  note(userName) {
    this.#journal?.note(userName);
  }

  /**
   * Says what came of a change, when it is kept.
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
   * Does something while nobody else has to do with the project.
   *
   * @param {() => Promise<void>} work
   * @returns {Promise<void>}
   */
  async alone(work) {
    if (!this.#journal) return work();
    const { turns } = this.#journal;
    return turns.read(() => turns.exclusively(work));
  }

  /** @param {() => void} run shows the project: at once, or, where it cannot be read, when it can */
  whenReadable(run) {
    if (this.#journal) this.#journal.turns.whenReadable(run);
    else run();
  }

  /** Its data are others than a moment ago. */
  noteReset() {
    this.#storing?.touch();
  }

  /** @returns {Promise<void>} when all that was changed is kept, or cannot be */
  async end() {
    await this.#journal?.end();
  }

  /** @returns {Promise<void>} when the application has stored what was changed, or could not */
  async stored() {
    await this.#storing?.end();
  }
}

module.exports = { Keeping };
