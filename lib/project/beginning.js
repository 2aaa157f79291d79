'use strict';

const { codedError } = require('../base/errors');
const { quoted } = require('../base/log');
const { markOf } = require('../storage/data-source');

/**
 * @typedef {object} BeginningParts
 * @property {number | string} id of the project
 * @property {import('./keeping').Core} core
 * @property {import('./keeping').Keeping} keeping
 * @property {import('../storage/data-source').DataSource} source
 * @property {import('../base/log').Log} log
 */

/** Where the data of a project come from: its source or, if it is stored, the storage. It warns of what is doubtful. */
class Beginning {
  #which;
  #core;
  #keeping;
  #source;
  #log;

  /** @param {BeginningParts} parts */
  constructor({ id, core, keeping, source, log }) {
    this.#which = `project ${quoted(id)}`;
    this.#core = core;
    this.#keeping = keeping;
    this.#source = source;
    this.#log = log;
  }

  /**
   * Reads the source, and makes it the state of the project in one step. A failure changes nothing.
   *
   * @param {() => boolean} isShown does anybody follow the project?
   * @param {() => void} taken called when the project has the data, before they are stored
   * @returns {Promise<void>}
   */
  async load(isShown, taken) {
    const bytes = await this.#source.read();
    const mark = this.#keeping.isKept ? await markOf(bytes) : '';
    const refusal = await this.#core.load(bytes, isShown());
    if (refusal) throw codedError(refusal.code, `${this.#source.place}: ${refusal.message}`);
    taken();
    await this.#keeping.begin(mark);
    const doubt = this.#source.doubtAbout(bytes);
    if (doubt) this.#log.warn(`${doubt}: ${this.#which} begins empty`);
  }

  /** @returns {Promise<boolean>} is the project stored? Then it has that state */
  async recover() {
    const began = await this.#keeping.recover();
    if (began === undefined) return false;
    const change = await this.#source.changeSince(began);
    const served = `${this.#which} is served as it was kept; a reset takes the file`;
    if (change) this.#log.warn(`${change}: ${served}`);
    if (JSON.parse(this.#core.stats()).isFull)
      this.#log.warn(
        `${capital(this.#which)} was kept with more memory than maxProjectBytes: it is served, and what adds to it is refused`,
      );
    return true;
  }

  /**
   * The last stored revision may be later than now, because the clock was set back.
   *
   * @returns {number | undefined} the time of that revision, in milliseconds since 1970; undefined: it is not later
   */
  checkClock() {
    const { lastTime } = this.#core;
    if (lastTime <= Date.now()) return undefined;
    const last = `its last revision is of ${new Date(lastTime).toISOString()}`;
    this.#log.warn(`${capital(this.#which)}: ${last}, and the clock shows an earlier time`);
    return lastTime;
  }
}

/** @param {string} text */
function capital(text) {
  return text[0].toUpperCase() + text.slice(1);
}

module.exports = { Beginning };
