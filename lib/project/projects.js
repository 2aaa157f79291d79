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
 * All projects of a server. Project ids are compared by their text, like all ids.
 */
class Projects {
  /** @type {Map<string, HostedProject>} */
  #byId = new Map();
  #broadcaster;
  #hooks;
  #log;
  #loads = 0;
  /** Resets run one after the other, so that no subscriber gets two of them mixed. */
  #lastReset = Promise.resolve();
  /**
   * @type {Map<HostedProject, Promise<void>>} resets that have not begun; further requests for the same project join
   * them
   */
  #waiting = new Map();

  /**
   * @param {ProjectOptions[]} list
   * @param {ProjectSettings} options
   * @param {{broadcaster: Broadcaster, dialects: readonly SubscriberDialect[], hooks: Hooks, log: Log,
   *   pace: PresencePace, storage?: Storage}} parts `storage` is open
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
   * Loads the projects one after the other, and fails with the first error.
   *
   * @returns {Promise<void>}
   */
  async load() {
    for (const project of this.#byId.values()) await project.open(++this.#loads);
  }

  /** @returns {Promise<void>} resolves when all changes are stored, or cannot be */
  async end() {
    await this.#lastReset;
    await Promise.all(this.all.map((project) => project.end()));
  }

  /** @returns {Promise<void>} resolves when the application has stored all changes, or failed to */
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
   * @returns {HostedProject | undefined} undefined if it does not exist or is not visible with these rights
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
   * Loads a project again, and sends its subscribers the dataset, then the user who reset it. Several requests before a
   * reset begins cause one reset, in the name of the first user.
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
   * Resets every project, even if one fails.
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
    // No event is handled between the new state and these messages, because only microtasks follow load(). No earlier
    // change is sent after them, and changes of authors who have not seen them are refused.
    const { subscribers } = project;
    for (const { connection, dialect } of subscribers) {
      connection.sendParts(dialect.whole(project, true));
    }
    this.#broadcaster.tell(subscribers, (dialect) => dialect.reset(userName, project.id));
    // After the data: a client that has seen the mark has the data, too.
    for (const { connection } of subscribers) connection.mark(project.mark);
    this.#tellReset(project, userName);
    this.#hooks.onReset?.({ project: project.id, userName });
  }

  /**
   * @param {HostedProject} project
   * @param {string} userName
   */
  #tellReset({ id, name, revision }, userName) {
    // Revision numbers continue, so this is the last one before the reset.
    const which = `Project ${quoted(id)} (${quoted(name)})`;
    const text = `${which} was reset by ${quoted(userName)}: what was changed up to revision ${revision} is gone`;
    this.#log.paced('warn', 'reset', which, text);
  }
}

module.exports = { Projects };
