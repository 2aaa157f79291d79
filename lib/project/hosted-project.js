'use strict';

const { performance } = require('node:perf_hooks');
const { Project } = require('../native/project');
const { AutosaveGate } = require('./autosave-gate');
const { readPolicies } = require('../native/policies');
const { codedError } = require('../base/errors');
const { ProjectPresence } = require('../presence/project-presence');
const { describeSource, readSource } = require('../storage/data-source');
const { Subscribers } = require('./subscribers');
const { SyncTail } = require('../dialects/sync/tail');

/** @typedef {import('../net/broadcaster').Broadcaster} Broadcaster */
/** @typedef {import('../native/policies').Policies} Policies */
/** @typedef {import('../dialects').DialectName} DialectName */
/** @typedef {import('../native/addon').Failure} Failure */
/** @typedef {import('../native/addon').Outcome} Outcome */
/** @typedef {import('../presence/presence-pace').PresencePace} PresencePace */
/** @typedef {import('../options/options').ProjectOptions} ProjectOptions */
/** @typedef {import('../options/options').ResolvedOptions} ResolvedOptions */
/** @typedef {import('../session/session').Member} Member */
/** @typedef {'commands' | 'reset' | 'flat' | 'sync' | 'data'} View one way to show the whole project */

/** @typedef {Outcome | Failure} Result of a change */

/** @type {DialectName[]} */
const DIALECTS = ['commands', 'flat', 'sync'];

/**
 * A native project together with what the connections need around it: its name, its source, who follows it, the
 * encoded datasets until the next change, and the gate for autosaved versions.
 */
class HostedProject {
  subscribers = new Subscribers();
  /**
   * Which load of data this is; no other one of this server has the same number. Nothing that belongs to one epoch may be
   * done in another.
   */
  epoch = 0;
  #native;
  #source;
  #autosave;
  /** @type {Map<View, Buffer[]>} */
  #datasets = new Map();
  #syncTail = new SyncTail((revision) => this.#native.changesSince(revision, 'sync'));
  /** @type {Buffer} */
  #mark = Buffer.alloc(0);
  #markedRevision = -1;

  /**
   * @param {ProjectOptions} project
   * @param {ResolvedOptions} options
   * @param {Broadcaster} broadcaster
   * @param {PresencePace} pace
   */
  constructor({ id, name, source, conflicts = {} }, options, broadcaster, pace) {
    this.id = id;
    this.name = name;
    /** How conflicts are resolved, in each dialect. */
    this.policies = /** @type {Policies} */ (readPolicies(conflicts, options.conflicts));
    const isAsked = options.onConflict !== undefined;
    /**
     * The dialects of which one has to know what their clients have seen: to find conflicts, and because a flat client is told
     * of its own change when it had not seen one before it.
     */
    this.tracked = DIALECTS.filter(
      (dialect) => isAsked || dialect === 'flat' || this.policies[dialect] !== 'last-writer-wins',
    );
    /** @type {ProjectPresence<Member>} those of its people that speak `sync`, and what these are told of them */
    this.people = new ProjectPresence(pace, (member, message) =>
      broadcaster.send([member], message),
    );
    this.#source = source;
    this.#autosave = new AutosaveGate(options.autoSaveIntervalMins);
    this.#native = new Project({
      id,
      idFormat: options.idFormat,
      maxMessageBytes: options.maxPayload,
      maxLogRevisions: options.maxLogRevisions,
      maxLogBytes: options.maxLogBytes,
      maxProjectBytes: options.maxProjectBytes,
    });
  }

  /**
   * Reads the source and, in one step, makes it the state of the project. On failure nothing has changed.
   *
   * @param {number} epoch that begins with it
   * @returns {Promise<void>}
   */
  async load(epoch) {
    const bytes = await readSource(this.#source, this.name);
    const refusal = await this.#native.load(bytes);
    if (refusal) {
      const place = describeSource(this.#source, this.name);
      throw codedError(refusal.code, `${place}: ${refusal.message}`);
    }
    this.epoch = epoch;
    this.#markedRevision = -1;
    this.#datasets.clear();
    this.#syncTail.clear();
    this.#autosave.open();
  }

  /** @returns {number} a sum of MODE: the dialects besides `commands` that have subscribers */
  get audience() {
    return this.subscribers.mode;
  }

  /** @returns {number} of the last revision, 0 before the first */
  get revision() {
    return this.#native.revision;
  }

  /** @returns {number} of all changes that became a later revision it is known that they did */
  get forgotten() {
    return this.#native.forgotten;
  }

  /**
   * Applies a change, or does with it what the mode says. To be called by Changes alone.
   *
   * @param {Buffer} bytes the whole message
   * @param {{clientId: string, origin: string}} author
   * @param {number} mode a sum of MODE
   * @param {number} base the last revision that the author certainly has
   * @returns {Result}
   */
  submit(bytes, { clientId, origin }, mode, base) {
    const result = this.#native.submit(bytes, clientId, Date.now(), mode, base, origin);
    const outcome = Buffer.isBuffer(result) ? { changed: true, commands: result } : result;
    // To clear an empty map costs a new one.
    const isStale = 'changed' in outcome && outcome.changed && this.#datasets.size > 0;
    if (isStale) this.#datasets.clear();
    return outcome;
  }

  /**
   * @param {View} view
   * @returns {Buffer[]} parts of one message; the same ones until the next change
   */
  dataset(view) {
    let dataset = this.#datasets.get(view);
    if (!dataset) {
      dataset = this.#native.dataset(view);
      this.#datasets.set(view, dataset);
    }
    return dataset;
  }

  /**
   * What brings a client up to date that has this revision.
   *
   * @param {number} revision
   * @param {'commands' | 'sync'} dialect
   * @returns {Buffer[] | undefined} undefined: it needs the whole project
   */
  changesSince(revision, dialect) {
    return this.#native.changesSince(revision, dialect);
  }

  /**
   * The same for a client that speaks `sync`, as frames in one piece.
   *
   * @param {number} revision
   * @returns {Buffer | undefined}
   */
  framesSince(revision) {
    return this.#syncTail.since(revision);
  }

  /** @returns {Buffer} the mark of the state that the project has now: `<epoch>.<revision>` */
  get mark() {
    const { epoch, revision } = this;
    if (revision !== this.#markedRevision) {
      this.#mark = Buffer.from(`${epoch}.${revision}`);
      this.#markedRevision = revision;
    }
    return this.#mark;
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
