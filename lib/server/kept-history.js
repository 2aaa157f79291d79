'use strict';

const { SERVER_NAME } = require('../access/names');
const { codedError } = require('../base/errors');
const { quoted } = require('../base/log');
const { bringBack } = require('../project/bring-back');
const { forgetUser } = require('../storage/forget-user');
const { readWanted } = require('../storage/scope');

/** @typedef {import('../project/delivery').Delivery} Delivery */
/** @typedef {import('../project/hooks').Hooks} Hooks */
/** @typedef {import('../project/projects').Projects} Projects */
/** @typedef {import('../base/log').Log} Log */
/** @typedef {import('../storage/history').History} History */
/** @typedef {import('../storage/port').Storage} Storage */

/** History queries, restores and forgetting on a running server. */
class KeptHistory {
  #parts;

  /** @param {{delivery: Delivery, hooks: Hooks, log: Log, projects: Projects, storage?: Storage}} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /**
   * @returns {Promise<History>} to be closed by the caller
   * @throws {Error} ERR_NO_HISTORY
   */
  async open() {
    const { storage } = this.#parts;
    const history = await storage?.history?.();
    if (history) return history;
    const what = storage ? 'The storage has no history' : 'The projects are in memory alone';
    throw codedError('ERR_NO_HISTORY', `${what}: there is nothing to look into`);
  }

  /**
   * @param {string} name
   * @param {string} [pseudonym]
   * @returns {Promise<string>} the pseudonym
   * @throws {Error} ERR_NO_HISTORY, ERR_UNKNOWN_USER
   */
  async forgetUser(name, pseudonym) {
    const { log, storage } = this.#parts;
    if (!storage?.forgetUser)
      throw codedError('ERR_NO_HISTORY', 'No names are kept that could be forgotten');
    const given = await forgetUser(storage, name, pseudonym);
    log.info(`A user was forgotten: ${quoted(given)} stands in place of the name`);
    return given;
  }

  /**
   * @param {number | string} id of a project
   * @param {import('../storage/scope').Wanted} wanted
   * @returns {Promise<number | undefined>} number of the restoring revision; undefined: nothing differed
   */
  async restore(id, wanted) {
    const { log, projects } = this.#parts;
    const { at, scope } = readWanted(wanted);
    const { userName = SERVER_NAME } = wanted;
    const project = projects.named(id);
    const history = await this.open();
    try {
      const past = await history.past(id, at);
      const revision = await bringBack(project, { past, scope, userName }, this.#parts).finally(
        () => past.release(),
      );
      const what = scope.record === undefined ? 'all of it' : `its record ${quoted(scope.record)}`;
      log.info(`Project ${quoted(id)}: ${what} was restored by ${quoted(userName)}`);
      return revision;
    } finally {
      await history.close();
    }
  }
}

module.exports = { KeptHistory };
