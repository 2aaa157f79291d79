'use strict';

const { ClientIds } = require('./client-ids');
const { Returns } = require('./returns');

/** @typedef {import('../project/projects').Projects} Projects */
/** @typedef {import('../storage/port').Storage} Storage */
/** @typedef {import('./returns').Past} Past */

/**
 * Stores client ids and their state, if the storage supports it, so that clients keep their identity across a restart.
 */
class KeptClients {
  #projects;
  #storage;
  /** The ids and secrets of this server. */
  clientIds = new ClientIds();
  /** Current and former clients. */
  returns;

  /**
   * @param {Projects} projects
   * @param {Storage} [storage] undefined: everything is lost with the process
   */
  constructor(projects, storage) {
    this.#projects = projects;
    this.#storage = storage;
    this.returns = storage?.noteClients
      ? new Returns(this.clientIds, (id, past) => this.#note(id, past))
      : new Returns(this.clientIds);
  }

  /**
   * Loads the stored clients. Call it after the projects are loaded, and before any connection.
   *
   * @returns {Promise<void>}
   */
  async recover() {
    const kept = await this.#storage?.loadClients?.(ClientIds.newIdentity());
    if (!kept) return;
    this.clientIds.identity = kept.identity;
    const projects = new Map(this.#projects.all.map((project) => [String(project.id), project]));
    for (const { id, origin, userName, dialect, project: key, ...numbers } of kept.clients) {
      const project = projects.get(key);
      // Its state is invalid if the data were replaced, or if it is beyond the stored revisions.
      if (!project || numbers.epoch !== project.beganWith || numbers.seen > project.revision)
        continue;
      const { epoch } = project;
      const who = { origin, userName: userName || undefined, dialect };
      const { seen, answered } = numbers;
      this.returns.recover(id, { ...who, project, epoch, seen, answered });
    }
  }

  /**
   * @param {string} id
   * @param {Past} past
   */
  #note(id, { origin, userName = '', dialect, project, epoch, seen, answered }) {
    // Its state belongs to data before a reset, and does not count.
    if (epoch !== project.epoch) return;
    const client = {
      id,
      origin,
      userName,
      dialect,
      project: String(project.id),
      epoch: project.beganWith,
      seen,
      // Its further changes become later revisions.
      answered: Math.min(answered, project.revision),
    };
    this.#storage?.noteClients?.([client]);
  }
}

module.exports = { KeptClients };
