'use strict';

const { ClientIds } = require('./client-ids');
const { Returns } = require('./returns');

/** @typedef {import('../project/projects').Projects} Projects */
/** @typedef {import('../storage/port').Storage} Storage */
/** @typedef {import('./returns').Past} Past */

/**
 * Keeps who was here under which client id, in a storage that can: so that a client is who it was behind a restart.
 */
class KeptClients {
  #projects;
  #storage;
  /** The ids and secrets of this server. */
  clientIds = new ClientIds();
  /** Who is here, and who was. */
  returns;

  /**
   * @param {Projects} projects
   * @param {Storage} [storage] none: all ends with the process
   */
  constructor(projects, storage) {
    this.#projects = projects;
    this.#storage = storage;
    this.returns = storage?.noteClients
      ? new Returns(this.clientIds, (id, past) => this.#note(id, past))
      : new Returns(this.clientIds);
  }

  /**
   * Goes on from what was kept. To be called when the projects are there, and before anybody comes.
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
      // What it had of other data, or beyond what is kept, is worth nothing.
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
    // What it has is of data that were reset: nothing of it counts.
    if (epoch !== project.epoch) return;
    const client = {
      id,
      origin,
      userName,
      dialect,
      project: String(project.id),
      epoch: project.beganWith,
      seen,
      // What it may change from now on becomes a later revision.
      answered: Math.min(answered, project.revision),
    };
    this.#storage?.noteClients?.([client]);
  }
}

module.exports = { KeptClients };
