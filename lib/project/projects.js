'use strict';

const { codedError } = require('../base/errors');
const { quoted } = require('../base/log');
const { HostedProject } = require('./hosted-project');

/** @typedef {import('../net/broadcaster').Broadcaster} Broadcaster */
/** @typedef {import('./hooks').Hooks} Hooks */
/** @typedef {import('../base/log').Log} Log */
/** @typedef {import('./project-core').ProjectSettings} ProjectSettings */
/** @typedef {import('../storage/data-source').ProjectOptions} ProjectOptions */
/** @typedef {import('../access/rights').Rights} Rights */
/** @typedef {import('../presence/presence-pace').PresencePace} PresencePace */
/** @typedef {import('../storage/port').Storage} Storage */
/** @typedef {import('./subscriber').SubscriberDialect} SubscriberDialect */

/**
 * All projects of a server. Ids of projects compare by their text, as all ids do.
 */
class Projects {
  /** @type {Map<string, HostedProject>} */
  #byId = new Map();
  #broadcaster;
  #hooks;
  #log;
  #loads = 0;
  /** Resets come one after the other, so that no subscriber gets two of them mixed. */
  #lastReset = Promise.resolve();
  /** @type {Map<HostedProject, Promise<void>>} resets that have not begun: who asks for one of the same project means that one */
  #waiting = new Map();

  /**
   * @param {ProjectOptions[]} list
   * @param {ProjectSettings} options
   * @param {{broadcaster: Broadcaster, dialects: readonly SubscriberDialect[], hooks: Hooks, log: Log,
   *   pace: PresencePace, storage?: Storage}} parts `storage`: an
   *   open one
   */
  constructor(list, options, parts) {
    const { broadcaster, hooks, log } = parts;
    this.#broadcaster = broadcaster;
    this.#hooks = hooks;
    this.#log = log;
    for (const project of list) {
      const hosted = new HostedProject(project, options, parts);
      this.#byId.set(String(project.id), hosted);
    }
  }

  /**
   * Reads the data of every project, one after the other, and fails with the first that is wrong.
   *
   * @returns {Promise<void>}
   */
  async load() {
    for (const project of this.#byId.values()) await project.open(++this.#loads);
  }

  /** @returns {Promise<void>} when all that was changed is kept, or cannot be */
  async end() {
    await this.#lastReset;
    await Promise.all(this.all.map((project) => project.end()));
  }

  /** @returns {Promise<void>} when the application has stored what was changed, or could not */
  async stored() {
    await Promise.all(this.all.map((project) => project.keeping.stored()));
  }

  /** @returns {HostedProject[]} */
  get all() {
    return [...this.#byId.values()];
  }

  /**
   * @param {string | number} id
   * @param {Rights} rights
   * @returns {HostedProject | undefined} undefined: there is none, or none that these rights show
   */
  find(id, rights) {
    const project = this.#byId.get(String(id));
    return project && rights.maySee(project.id) ? project : undefined;
  }

  /**
   * @param {string | number} id
   * @returns {HostedProject}
   * @throws {Error} ERR_UNKNOWN_PROJECT
   */
  named(id) {
    const project = this.#byId.get(String(id));
    if (project) return project;
    throw codedError('ERR_UNKNOWN_PROJECT', `There is no project ${JSON.stringify(id)}`);
  }

  /**
   * @param {Rights} rights
   * @returns {{id: number | string, name: string}[]}
   */
  list(rights) {
    return this.all.filter(({ id }) => rights.maySee(id)).map(({ id, name }) => ({ id, name }));
  }

  /**
   * Loads a project anew and tells its subscribers: its dataset, then who did it. Of several that are asked for before one has
   * begun there is one, in the name that came first.
   *
   * @param {number | string} id
   * @param {string} userName
   * @returns {Promise<void>}
   */
  async reset(id, userName) {
    const project = this.named(id);
    const waiting = this.#waiting.get(project);
    if (waiting) return waiting;
    const done = this.#lastReset.then(() => {
      this.#waiting.delete(project);
      return this.#reset(project, userName);
    });
    this.#waiting.set(project, done);
    this.#lastReset = done.catch(() => {});
    return done;
  }

  /**
   * Resets every project, also those after one that fails.
   *
   * @param {string} userName
   * @returns {Promise<void>}
   */
  async resetAll(userName) {
    const results = await Promise.allSettled(this.all.map(({ id }) => this.reset(id, userName)));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  /**
   * @param {HostedProject} project
   * @param {string} userName
   */
  #reset(project, userName) {
    return project.keeping.alone(async () => {
      await project.load(++this.#loads);
      project.keeping.noteReset();
      this.#tellAll(project, userName);
    });
  }

  /**
   * @param {HostedProject} project
   * @param {string} userName
   */
  #tellAll(project, userName) {
    // No event is handled between the new state and these messages: load() is followed by microtasks alone. Nothing
    // from before comes after them, and what an author sends before having seen them is refused.
    const { subscribers } = project;
    for (const { connection, dialect } of subscribers) {
      connection.sendParts(dialect.whole(project, true));
    }
    this.#broadcaster.tell(subscribers, (dialect) => dialect.reset(userName, project.id));
    // Behind the data: who has seen the mark has seen them too.
    for (const { connection } of subscribers) connection.mark(project.mark);
    this.#tellReset(project, userName);
    this.#hooks.onReset?.({ project: project.id, userName });
  }

  /**
   * @param {HostedProject} project
   * @param {string} userName
   */
  #tellReset({ id, name, revision }, userName) {
    // Revisions go on counting, so this is the last one before it.
    const which = `Project ${quoted(id)} (${quoted(name)})`;
    const text = `${which} was reset by ${quoted(userName)}: what was changed up to revision ${revision} is gone`;
    this.#log.paced('warn', 'reset', which, text);
  }
}

module.exports = { Projects };
