'use strict';

const { performance } = require('node:perf_hooks');
const { AutosaveGate } = require('./autosave-gate');
const { EncodedTexts } = require('./encoded-texts');
const { readPolicies } = require('../native/policies');
const { ProjectPresence } = require('../presence/project-presence');
const { locksOf } = require('./locking');
const { DataSource } = require('../storage/data-source');
const { Beginning } = require('./beginning');
const { Keeping } = require('./keeping');
const { coreOf, lifeAt } = require('./project-core');
const { storingWith } = require('./storing');
const { Subscribers } = require('./subscribers');

/** @typedef {import('../net/broadcaster').Broadcaster} Broadcaster */
/** @typedef {import('../native/policies').Policies} Policies */
/** @typedef {import('../native/addon').Failure} Failure */
/** @typedef {import('../native/addon').Outcome} Outcome */
/** @typedef {import('../native/addon').NativePast} Past */
/** @typedef {import('../native/addon').Scope} Scope */
/** @typedef {import('../presence/presence-pace').PresencePace} PresencePace */
/** @typedef {import('./project-core').ProjectSettings} ProjectSettings */
/** @typedef {import('../base/log').Log} Log */
/** @typedef {import('../storage/port').Storage} Storage */
/** @typedef {import('../storage/turns').Held} Held */
/** @typedef {import('../storage/data-source').ProjectOptions} ProjectOptions */
/** @typedef {import('./subscriber').Member} Member */
/** @typedef {import('./subscriber').SubscriberDialect} SubscriberDialect */
/** @typedef {Outcome | Failure} Result of a change */

/**
 * A native project with everything that connections need: name, source, subscribers, people, cached messages, locks,
 * and the gate for autosaved versions.
 */
class HostedProject {
  /**
   * Number of the current load of data, unique within this server. Work that belongs to one epoch must not be done in
   * another.
   */
  epoch = 0;
  #core;
  /** Part of the ETag of its state. */
  #life;
  #opened = 0;
  #tracked;
  #beginning;
  #autosave;

  /**
   * @param {ProjectOptions} project
   * @param {ProjectSettings} options
   * @param {{broadcaster: Broadcaster, dialects: readonly SubscriberDialect[], log: Log, pace: PresencePace, storage?: Storage}} parts
   *   `dialects`: all of them, by their numbers
   */
  constructor({ id, name, source, conflicts = {} }, options, parts) {
    const { broadcaster, dialects, log, pace, storage } = parts;
    this.id = id;
    this.name = name;
    /** All dialects, by their numbers. */
    this.dialects = dialects;
    this.subscribers = new Subscribers(dialects);
    /** The conflict policy of each dialect. */
    this.policies = /** @type {Policies} */ (readPolicies(conflicts, options.conflicts));
    const isAsked = options.onConflict !== undefined;
    this.#tracked = new Set(
      dialects.filter(
        ({ name: dialect, tracks }) =>
          isAsked || tracks || this.policies[dialect] !== 'last-writer-wins',
      ),
    );
    /** @type {ProjectPresence<Member>} its people, and the messages about them */
    this.people = new ProjectPresence(id, pace, (member, message) =>
      broadcaster.send([member], message),
    );
    const { onLoad, onStore } = options;
    this.#autosave = new AutosaveGate(options.autoSaveIntervalMins);
    const isKept = storage !== undefined;
    const life = lifeAt();
    this.#life = life.toString(36);
    this.#core = coreOf(id, options, dialects, isKept, life);
    /** Its encoded messages. */
    this.texts = new EncodedTexts(this.#core, dialects);
    /** Its storage, and what may be shown during a commit. */
    this.keeping = new Keeping({
      id,
      core: this.#core,
      limits: options,
      log,
      onOther: () => this.texts.forget(),
      storage,
      storing: onStore && storingWith(this, onStore, log),
    });
    this.#beginning = new Beginning({
      id,
      core: this.#core,
      keeping: this.keeping,
      source: new DataSource(source ?? (() => onLoad?.({ project: id, name })), name),
      log,
    });
    /** Its record locks; undefined if records cannot be locked. */
    const firstFence = isKept ? life : 0;
    const { locks, lockNews } = locksOf(id, options.locks, this.#core, { ...parts, firstFence });
    this.locks = locks;
    /** Sends lock lists. */
    this.lockNews = lockNews;
  }

  /** @param {Member} member that has left the project */
  part(member) {
    this.people.leave(member);
    this.lockNews?.delete(member);
    this.locks?.leave(member);
  }

  /**
   * Reads the source, and makes it the state of the project in one step. A failure changes nothing.
   *
   * @param {number} epoch that starts with it
   * @returns {Promise<void>}
   */
  async load(epoch) {
    const before = this.epoch;
    const taken = () => {
      this.epoch = epoch;
      this.#autosave.open();
    };
    try {
      await this.#beginning.load(() => !this.subscribers.isEmpty, taken);
    } catch (error) {
      this.epoch = before;
      throw error;
    }
  }

  /**
   * Loads the project from the storage or, if it is not stored, from its source.
   *
   * @param {number} epoch that starts with it
   * @returns {Promise<void>}
   */
  async open(epoch) {
    if (await this.#beginning.recover()) {
      this.epoch = epoch;
      const lastTime = this.#beginning.checkClock();
      if (lastTime !== undefined) this.locks?.expire(lifeAt(lastTime + 1));
    } else {
      await this.load(epoch);
    }
    this.#opened = this.revision;
  }

  /** @returns {number} the revision at which its data began; with a storage, the same after a restart */
  get beganWith() {
    return this.#core.epoch;
  }

  /** @returns {boolean} are its revisions stored, so that their numbers stay valid after a restart? */
  get isKept() {
    return this.keeping.isKept;
  }

  /**
   * Runs something that shows the project, after its current state is stored.
   *
   * @template Answer
   * @param {() => Answer} run
   * @returns {Answer | Promise<Awaited<Answer>>} a promise if it must wait
   */
  read(run) {
    return this.keeping.read(run);
  }

  /**
   * Runs something that may change the project; it must call tell() in the same turn of the event loop.
   *
   * @template Answer
   * @param {() => Answer} run
   * @returns {Answer | Promise<Awaited<Answer>>} a promise if it must wait
   */
  write(run) {
    return this.keeping.write(run);
  }

  /**
   * Reports the outcome of a change after it is stored.
   *
   * @param {Held} held
   * @param {boolean} hasChanged
   */
  tell(held, hasChanged) {
    return this.keeping.tell(held, hasChanged);
  }

  /** @returns {Promise<void>} resolves when all changes are stored, or cannot be */
  async end() {
    this.locks?.stop();
    this.lockNews?.stop();
    await this.keeping.end();
  }

  /** @returns {number} number of revisions since it was opened */
  get revisionsSinceOpened() {
    return this.revision - this.#opened;
  }

  /** @returns {number} a part of the terms: the dialects of its subscribers */
  get audience() {
    return this.subscribers.audience;
  }

  /**
   * @param {SubscriberDialect} dialect
   * @returns {boolean} must the server know what its clients have seen? To find conflicts, or because the dialect
   * requires it
   */
  isTracked(dialect) {
    return this.#tracked.has(dialect);
  }

  /**
   * @returns {number} number of the last revision, 0 before the first; with a storage, of the last one that may be
   * shown
   */
  get revision() {
    return this.keeping.revision;
  }

  /** @returns {number} all changes that became a later revision than this one are still known */
  get forgotten() {
    return this.#core.forgotten;
  }

  /**
   * Submits a change with its terms. Only called by Changes.
   *
   * @param {Buffer} bytes the whole message
   * @param {{clientId: string, origin: string, userName?: string}} author
   * @param {number} terms a sum of TERMS
   * @param {number} base the last revision that the author certainly has
   * @returns {Result}
   */
  submit(bytes, { clientId, origin, userName = '' }, terms, base) {
    const result = this.#core.submit(bytes, clientId, Date.now(), terms, base, origin);
    const outcome = Buffer.isBuffer(result) ? { changed: true, broadcast: result } : result;
    this.#noteOutcome(outcome, userName);
    return outcome;
  }

  /**
   * Restores the project, or a part of it, to a past state. Only called by bringBack(), with exclusive use of the
   * project.
   *
   * @param {Past} past
   * @param {Scope} scope
   * @param {string} userName of the requester
   * @returns {Promise<Result>}
   */
  async bringBack(past, scope, userName) {
    const failure = await this.#core.compare(past, scope);
    if (failure) return failure;
    const outcome = this.#core.bringBack(Date.now(), this.audience);
    this.#noteOutcome(outcome, userName);
    return outcome;
  }

  /**
   * @param {Result} outcome
   * @param {string} userName
   */
  #noteOutcome(outcome, userName) {
    if ('changed' in outcome && outcome.changed) this.texts.noteChange();
    this.keeping.note(userName);
  }

  /** @returns {string} JSON text: the revision number for clients without a connection */
  get toldNumber() {
    return this.#core.toldNumber;
  }

  /** @returns {string} ETag of its current state. It is weak: texts of one state may differ in form */
  get tag() {
    return `W/"${this.#life}.${this.epoch}.${this.revision}"`;
  }

  /**
   * A client starts with the project as of a revision (default: the current one).
   *
   * @param {string} clientId
   * @param {number} [revision]
   */
  noteLoaded(clientId, revision = this.#core.revision) {
    this.#core.noteLoaded(clientId, revision);
  }

  /**
   * A client continues with the state of its earlier connection.
   *
   * @param {string} clientId
   * @param {string} before its id there
   */
  noteGoesOn(clientId, before) {
    this.#core.noteGoesOn(clientId, before);
  }

  /** @returns {Buffer} the mark of the current state: `<epoch>.<revision>` */
  get mark() {
    return this.texts.markOf(this.epoch, this.revision);
  }

  /** @returns {boolean} may a client that asks now save a version? */
  passAutosaveGate() {
    return this.#autosave.pass(performance.now());
  }
}

module.exports = { HostedProject };
