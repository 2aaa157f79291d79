'use strict';

const { performance } = require('node:perf_hooks');
const { Project } = require('../native/project');
const { AutosaveGate } = require('./autosave-gate');
const { EncodedTexts } = require('./encoded-texts');
const { readPolicies } = require('../native/policies');
const { codedError } = require('../base/errors');
const { quoted } = require('../base/log');
const { ProjectPresence } = require('../presence/project-presence');
const { locksOf } = require('./locking');
const { DataSource, markOf } = require('../storage/data-source');
const { ProjectJournal } = require('./journal');
const { storingWith } = require('./storing');
const { Subscribers } = require('./subscribers');

/** @typedef {import('../net/broadcaster').Broadcaster} Broadcaster */
/** @typedef {import('../native/policies').Policies} Policies */
/** @typedef {import('../native/addon').Failure} Failure */
/** @typedef {import('../native/addon').Outcome} Outcome */
/** @typedef {import('../native/addon').NativePast} Past */
/** @typedef {import('../native/addon').Scope} Scope */
/** @typedef {import('../presence/presence-pace').PresencePace} PresencePace */
/** @typedef {import('../base/log').Log} Log */
/** @typedef {import('../storage/port').Storage} Storage */
/** @typedef {import('../storage/turns').Held} Held */
/** @typedef {import('../storage/data-source').ProjectOptions} ProjectOptions */
/** @typedef {import('./subscriber').Member} Member */
/** @typedef {import('./subscriber').SubscriberDialect} SubscriberDialect */
/** @typedef {'commands' | 'reset' | 'flat' | 'sync' | 'data'} View one way to show the whole project */

/** @typedef {Outcome | Failure} Result of a change */

/**
 * What holds for all projects of a server: those options of its that are about them.
 *
 * @typedef {object} ProjectSettings
 * @property {Policies} conflicts
 * @property {unknown} [onConflict] is somebody asked about conflicts?
 * @property {import('./hooks').HookOptions['onLoad']} [onLoad]
 * @property {import('./hooks').HookOptions['onStore']} [onStore]
 * @property {'off' | 'advisory' | 'enforced'} [locks]
 * @property {number} autoSaveIntervalMins
 * @property {'prefixed' | 'number' | 'uuid'} idFormat
 * @property {string[]} mergeFields
 * @property {number} maxPayload
 * @property {number} [maxLogRevisions]
 * @property {number} [maxLogBytes]
 * @property {number} [maxProjectBytes]
 */

const SINCE_MS = Date.UTC(2020, 0, 1);
const NUMBERS_PER_SECOND = 2 ** 20;
const NUMBERS_OF_THIS_LIFE = Math.floor((Date.now() - SINCE_MS) / 1000) * NUMBERS_PER_SECOND;

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
  #native;
  /** @type {ProjectJournal | undefined} */
  #journal;
  /** Of a project that is kept: the last revision that anybody may know of. */
  #told = 0;
  #opened = 0;
  #tracked;
  #source;
  #log;
  #autosave;
  /** @type {import('./storing').Storing | undefined} */
  #storing;
  #texts;

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
    if (onStore) this.#storing = storingWith(this, onStore, log);
    this.#log = log;
    this.#autosave = new AutosaveGate(options.autoSaveIntervalMins);
    // Who asks by request, and keeps no connection, is told numbers that begin behind this one: a number that another life of
    // the server gave, of which nothing was kept, is less than those of this.
    const toldOffset = storage ? 0 : NUMBERS_OF_THIS_LIFE;
    this.#native = new Project({
      id,
      idFormat: options.idFormat,
      maxMessageBytes: options.maxPayload,
      maxLogRevisions: options.maxLogRevisions,
      maxLogBytes: options.maxLogBytes,
      maxProjectBytes: options.maxProjectBytes,
      mergeFields: options.mergeFields,
      wordings: dialects.map(({ wording }) => wording),
      keepsJournal: storage !== undefined,
      toldOffset,
    });
    this.#texts = new EncodedTexts(this.#native);
    if (storage) this.#journal = this.#keepIn(storage, options);
    /** Who holds which record; none: they cannot be locked. */
    this.locks = locksOf(id, options.locks, this.#native, broadcaster);
  }

  /** @param {Member} member that follows it no more */
  part(member) {
    this.people.leave(member);
    this.locks?.leave(member);
  }

  /**
   * @param {Storage} storage
   * @param {ProjectSettings} options
   * @returns {ProjectJournal}
   */
  #keepIn(storage, { maxLogRevisions, maxLogBytes }) {
    const which = `Project ${quoted(this.id)}`;
    return new ProjectJournal({
      id: String(this.id),
      project: this.#native,
      storage,
      limits: { logRevisions: maxLogRevisions ?? 10_000, logBytes: maxLogBytes ?? 16 << 20 },
      onRestored: () => this.#forgetTexts(),
      report: (what, error) =>
        this.#log.paced('error', what, which, `${which} ${what}: ${error.message}`),
    });
  }

  /**
   * Reads the source and, in one step, makes it the state of the project. On failure nothing has changed.
   *
   * @param {number} epoch that begins with it
   * @returns {Promise<void>}
   */
  async load(epoch) {
    const bytes = await this.#read(epoch);
    await this.#journal?.begin(markOf(bytes));
    this.#forgetTexts();
  }

  /**
   * Makes it the project that was kept, or, where nothing was, that of its source.
   *
   * @param {number} epoch that begins with it
   * @returns {Promise<void>}
   */
  async open(epoch) {
    const began = await this.#journal?.recover();
    if (began === undefined) {
      await this.load(epoch);
    } else {
      this.epoch = epoch;
      this.#forgetTexts();
      const change = await this.#source.changeSince(began);
      const served = `project ${quoted(this.id)} is served as it was kept; a reset takes the file`;
      if (change) this.#log.warn(`${change}: ${served}`);
    }
    this.#opened = this.revision;
  }

  /**
   * @param {number} epoch
   * @returns {Promise<Buffer>} what the source has said
   */
  async #read(epoch) {
    const bytes = await this.#source.read();
    const refusal = await this.#native.load(bytes);
    if (refusal) throw codedError(refusal.code, `${this.#source.place}: ${refusal.message}`);
    this.epoch = epoch;
    this.#autosave.open();
    return bytes;
  }

  /** What was encoded is of another state. */
  #forgetTexts() {
    this.#told = this.#native.revision;
    this.#texts.forget();
  }

  /** @returns {number} the revision with which its data began: the same behind a restart, where it is kept */
  get beganWith() {
    return this.#native.epoch;
  }

  /** @returns {boolean} are its revisions kept, so that numbers mean the same after a restart? */
  get isKept() {
    return this.#journal !== undefined;
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
    const { revision } = this.#native;
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

  /** @returns {Promise<void>} when all that was changed is kept, or cannot be */
  async end() {
    this.locks?.stop();
    await this.#journal?.end();
  }

  /** Its data are others than a moment ago. */
  noteReset() {
    this.#storing?.touch();
  }

  /** @returns {Promise<void>} when the application has stored what was changed, or could not */
  async stored() {
    await this.#storing?.end();
  }

  /** @returns {number} how many revisions came since it was opened */
  get revisionsSinceOpened() {
    return this.revision - this.#opened;
  }

  /** @returns {number} a part of a mode: the dialects that have subscribers */
  get audience() {
    return this.subscribers.audience;
  }

  /**
   * @param {SubscriberDialect} dialect
   * @returns {number} in the core
   */
  numberOf(dialect) {
    return this.dialects.indexOf(dialect);
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
    return this.#journal ? this.#told : this.#native.revision;
  }

  /** @returns {number} of all changes that became a later revision it is known that they did */
  get forgotten() {
    return this.#native.forgotten;
  }

  /**
   * Applies a change, or does with it what the mode says. To be called by Changes alone.
   *
   * @param {Buffer} bytes the whole message
   * @param {{clientId: string, origin: string, userName?: string}} author
   * @param {number} mode a sum of MODE
   * @param {number} base the last revision that the author certainly has
   * @returns {Result}
   */
  submit(bytes, { clientId, origin, userName = '' }, mode, base) {
    const result = this.#native.submit(bytes, clientId, Date.now(), mode, base, origin);
    const outcome = Buffer.isBuffer(result) ? { changed: true, broadcast: result } : result;
    this.#noteOutcome(outcome, userName);
    return outcome;
  }

  /**
   * Makes the project, or a part of it, what it was. To be called by bringBack() alone.
   *
   * @param {Past} past
   * @param {Scope} scope
   * @param {string} userName who asked for it
   * @returns {Result}
   */
  bringBack(past, scope, userName) {
    const outcome = this.#native.bringBack(past, scope, Date.now(), this.audience);
    this.#noteOutcome(outcome, userName);
    return outcome;
  }

  /**
   * @param {Result} outcome
   * @param {string} userName
   */
  #noteOutcome(outcome, userName) {
    if ('changed' in outcome && outcome.changed) this.#texts.noteChange();
    this.#journal?.note(userName);
  }

  /**
   * @param {View} view
   * @returns {Buffer[]} parts of one message; the same ones until the next change
   */
  dataset(view) {
    return this.#texts.dataset(view);
  }

  /**
   * @returns {ReadonlyMap<string, Buffer[]>} members of an object: `"project":{…}` and `"tasks":{"rows":[…],"total":N}` of each
   *   store, by name and in parts; the same ones until the next change
   */
  get members() {
    return this.#texts.members;
  }

  /**
   * @param {object} query for a part of a store
   * @returns {{rows: Buffer, total: number} | Failure}
   */
  page(query) {
    return this.#native.loadPage(JSON.stringify(query));
  }

  /** @returns {string} JSON text: the number of its state as those are told who keep no connection */
  get toldNumber() {
    return this.#native.toldNumber;
  }

  /** @returns {string} of its state now, as HTTP has it. Texts of one state may say the same in other words */
  get tag() {
    return `W/"${NUMBERS_OF_THIS_LIFE.toString(36)}.${this.epoch}.${this.revision}"`;
  }

  /** @returns {Buffer} JSON text of the whole project, which may be a data file */
  get text() {
    return Buffer.concat(this.dataset('data'));
  }

  /**
   * A client begins with the project as it is, or as it was at that revision.
   *
   * @param {string} clientId
   * @param {number} [revision]
   */
  noteLoaded(clientId, revision = this.#native.revision) {
    this.#native.noteLoaded(clientId, revision);
  }

  /**
   * A client holds what it held on another connection.
   *
   * @param {string} clientId
   * @param {string} before its id there
   */
  noteGoesOn(clientId, before) {
    this.#native.noteGoesOn(clientId, before);
  }

  /**
   * What brings a client up to date that has this revision, as the log has it.
   *
   * @param {number} revision
   * @returns {Buffer[] | undefined} undefined: it needs the whole project
   */
  changesSince(revision) {
    return this.#native.changesSince(revision, 0);
  }

  /**
   * The same in another dialect: a message for each revision, as frames in one piece.
   *
   * @param {number} revision
   * @param {SubscriberDialect} dialect
   * @returns {Buffer | undefined}
   */
  framesSince(revision, dialect) {
    return this.#texts.framesSince(revision, this.numberOf(dialect));
  }

  /** @returns {Buffer} the mark of the state that the project has now: `<epoch>.<revision>` */
  get mark() {
    return this.#texts.markOf(this.epoch, this.revision);
  }

  /**
   * @param {string} command as the client spelt it
   * @param {unknown} versionId
   * @returns {Buffer | undefined} the whole answer; undefined: there is no such version
   */
  versionContent(command, versionId) {
    const isId = typeof versionId === 'string' || typeof versionId === 'number';
    return isId ? this.#native.versionContent(command, versionId) : undefined;
  }

  /** @returns {boolean} may the client that asks now save a version? */
  passAutosaveGate() {
    return this.#autosave.pass(performance.now());
  }
}

module.exports = { HostedProject };
