'use strict';

const { performance } = require('node:perf_hooks');
const { AutosaveGate } = require('./autosave-gate');
const { EncodedTexts } = require('./encoded-texts');
const { readPolicies } = require('../native/policies');
const { codedError } = require('../base/errors');
const { quoted } = require('../base/log');
const { ProjectPresence } = require('../presence/project-presence');
const { locksOf } = require('./locking');
const { DataSource, markOf } = require('../storage/data-source');
const { Keeping } = require('./keeping');
const { coreOf, lifeNow } = require('./project-core');
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
 * A native project together with what the connections need around it: its name, its source, who follows it, the
 * encoded datasets until the next change, and the gate for autosaved versions.
 */
class HostedProject {
  /**
   * Which load of data this is; no other one of this server has the same number. Nothing that belongs to one epoch may be
   * done in another.
   */
  epoch = 0;
  #core;
  /** Part of the tag of its state. */
  #life;
  #opened = 0;
  #tracked;
  #source;
  #log;
  #autosave;

  /**
   * @param {ProjectOptions} project
   * @param {ProjectSettings} options
   * @param {{broadcaster: Broadcaster, dialects: readonly SubscriberDialect[], log: Log, pace: PresencePace, storage?: Storage}} parts
   *   `dialects`: all that there are, by their numbers
   */
  constructor({ id, name, source, conflicts = {} }, options, parts) {
    const { broadcaster, dialects, log, pace, storage } = parts;
    this.id = id;
    this.name = name;
    /** All that there are, by their numbers. */
    this.dialects = dialects;
    this.subscribers = new Subscribers(dialects);
    /** How conflicts are resolved, in each dialect. */
    this.policies = /** @type {Policies} */ (readPolicies(conflicts, options.conflicts));
    const isAsked = options.onConflict !== undefined;
    this.#tracked = new Set(
      dialects.filter(
        ({ name: dialect, tracks }) =>
          isAsked || tracks || this.policies[dialect] !== 'last-writer-wins',
      ),
    );
    /** @type {ProjectPresence<Member>} its people, and what these are told of each other */
    this.people = new ProjectPresence(id, pace, (member, message) =>
      broadcaster.send([member], message),
    );
    const { onLoad, onStore } = options;
    this.#source = new DataSource(source ?? (() => onLoad?.({ project: id, name })), name);
    this.#log = log;
    this.#autosave = new AutosaveGate(options.autoSaveIntervalMins);
    const isKept = storage !== undefined;
    const life = lifeNow();
    this.#life = life.toString(36);
    this.#core = coreOf(id, options, dialects, isKept, life);
    /** What is encoded of it. */
    this.texts = new EncodedTexts(this.#core, dialects);
    /** What is kept of it, and what anybody may know of it meanwhile. */
    this.keeping = new Keeping({
      id,
      core: this.#core,
      limits: options,
      log,
      onOther: () => this.texts.forget(),
      storage,
      storing: onStore && storingWith(this, onStore, log),
    });
    /** Who holds which record; none: they cannot be locked. */
    const firstFence = isKept ? life : 0;
    const { locks, lockNews } = locksOf(id, options.locks, this.#core, { ...parts, firstFence });
    this.locks = locks;
    /** What those who listen are told of that. */
    this.lockNews = lockNews;
  }

  /** @param {Member} member that follows it no more */
  part(member) {
    this.people.leave(member);
    this.lockNews?.delete(member);
    this.locks?.leave(member);
  }

  /**
   * Reads the source and, in one step, makes it the state of the project. On failure nothing has changed.
   *
   * @param {number} epoch that begins with it
   * @returns {Promise<void>}
   */
  async load(epoch) {
    const before = this.epoch;
    const bytes = await this.#source.read();
    const mark = this.isKept ? await markOf(bytes) : '';
    await this.#take(bytes, epoch);
    try {
      await this.keeping.begin(mark);
    } catch (error) {
      // It is what it was.
      this.epoch = before;
      throw error;
    }
    const doubt = this.#source.doubtAbout(bytes);
    if (doubt) this.#log.warn(`${doubt}: project ${quoted(this.id)} begins empty`);
  }

  /**
   * Makes it the project that was kept, or, where nothing was, that of its source.
   *
   * @param {number} epoch that begins with it
   * @returns {Promise<void>}
   */
  async open(epoch) {
    const began = await this.keeping.recover();
    if (began === undefined) {
      await this.load(epoch);
    } else {
      this.epoch = epoch;
      const change = await this.#source.changeSince(began);
      const served = `project ${quoted(this.id)} is served as it was kept; a reset takes the file`;
      if (change) this.#log.warn(`${change}: ${served}`);
      if (JSON.parse(this.#core.stats()).isFull)
        this.#log.warn(
          `Project ${quoted(this.id)} was kept with more memory than maxProjectBytes: it is served, and what adds to it is refused`,
        );
    }
    this.#opened = this.revision;
  }

  /**
   * @param {Buffer} bytes what the source has said
   * @param {number} epoch
   */
  async #take(bytes, epoch) {
    const refusal = await this.#core.load(bytes);
    if (refusal) throw codedError(refusal.code, `${this.#source.place}: ${refusal.message}`);
    this.epoch = epoch;
    this.#autosave.open();
  }

  /** @returns {number} the revision with which its data began: the same behind a restart, where it is kept */
  get beganWith() {
    return this.#core.epoch;
  }

  /** @returns {boolean} are its revisions kept, so that numbers mean the same after a restart? */
  get isKept() {
    return this.keeping.isKept;
  }

  /**
   * Does something that shows the project: when all that it is now is kept.
   *
   * @template Answer
   * @param {() => Answer} run
   * @returns {Answer | Promise<Awaited<Answer>>} a promise where it has to wait
   */
  read(run) {
    return this.keeping.read(run);
  }

  /**
   * Does something that may change the project, and then calls tell() in the same turn of the event loop.
   *
   * @template Answer
   * @param {() => Answer} run
   * @returns {Answer | Promise<Awaited<Answer>>} a promise where it has to wait
   */
  write(run) {
    return this.keeping.write(run);
  }

  /**
   * Says what came of a change, when it is kept.
   *
   * @param {Held} held
   * @param {boolean} hasChanged
   */
  tell(held, hasChanged) {
    return this.keeping.tell(held, hasChanged);
  }

  /** @returns {Promise<void>} when all that was changed is kept, or cannot be */
  async end() {
    this.locks?.stop();
    this.lockNews?.stop();
    await this.keeping.end();
  }

  /** @returns {number} how many revisions came since it was opened */
  get revisionsSinceOpened() {
    return this.revision - this.#opened;
  }

  /** @returns {number} a part of the terms: the dialects that have subscribers */
  get audience() {
    return this.subscribers.audience;
  }

  /**
   * @param {SubscriberDialect} dialect
   * @returns {boolean} has one to know what its clients have seen? To find conflicts, or because the dialect needs it
   */
  isTracked(dialect) {
    return this.#tracked.has(dialect);
  }

  /** @returns {number} of the last revision, 0 before the first; where it is kept, of the last that anybody may know of */
  get revision() {
    return this.keeping.revision;
  }

  /** @returns {number} of all changes that became a later revision it is known that they did */
  get forgotten() {
    return this.#core.forgotten;
  }

  /**
   * Applies a change, or does with it what the terms say. To be called by Changes alone.
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
   * Makes the project, or a part of it, what it was. To be called by bringBack() alone, while nobody else has to do with it.
   *
   * @param {Past} past
   * @param {Scope} scope
   * @param {string} userName who asked for it
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

  /** @returns {string} JSON text: the number of its state as those are told who keep no connection */
  get toldNumber() {
    return this.#core.toldNumber;
  }

  /** @returns {string} of its state now, as HTTP has it. Texts of one state may say the same in other words */
  get tag() {
    return `W/"${this.#life}.${this.epoch}.${this.revision}"`;
  }

  /**
   * A client begins with the project as it is, or as it was at that revision.
   *
   * @param {string} clientId
   * @param {number} [revision]
   */
  noteLoaded(clientId, revision = this.#core.revision) {
    this.#core.noteLoaded(clientId, revision);
  }

  /**
   * A client holds what it held on another connection.
   *
   * @param {string} clientId
   * @param {string} before its id there
   */
  noteGoesOn(clientId, before) {
    this.#core.noteGoesOn(clientId, before);
  }

  /** @returns {Buffer} the mark of the state that the project has now: `<epoch>.<revision>` */
  get mark() {
    return this.texts.markOf(this.epoch, this.revision);
  }

  /** @returns {boolean} may the client that asks now save a version? */
  passAutosaveGate() {
    return this.#autosave.pass(performance.now());
  }
}

module.exports = { HostedProject };
