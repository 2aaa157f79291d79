'use strict';

const { Project } = require('./native');
const { AutosaveGate } = require('./autosave-gate');
const { readPolicies } = require('./conflict-policies');
const { codedError } = require('./errors');
const { describeSource, readSource } = require('./project-source');

/** @typedef {import('./conflict-policies').Policies} Policies */
/** @typedef {import('./native').Failure} Failure */
/** @typedef {import('./native').Outcome} Outcome */
/** @typedef {import('./options').ProjectOptions} ProjectOptions */
/** @typedef {import('./options').ResolvedOptions} ResolvedOptions */
/** @typedef {import('./session').Session} Session */

/**
 * A native project together with what the connections need around it: its name, its source, who follows it, the
 * encoded dataset until the next change, and the gate for autosaved versions.
 */
class HostedProject {
  /** @type {Set<Session>} */
  subscribers = new Set();
  /** A sum of MODE: the dialects besides `commands` that have subscribers. */
  audience = 0;
  /** How often the data was loaded. Nothing that belongs to one epoch may be done in another. */
  epoch = 0;
  #native;
  #source;
  #autosave;
  /** @type {Buffer | undefined} */
  #dataset;

  /**
   * @param {ProjectOptions} project
   * @param {ResolvedOptions} options
   */
  constructor({ id, name, source, conflicts = {} }, options) {
    this.id = id;
    this.name = name;
    /** How conflicts are resolved, in each dialect. */
    this.policies = /** @type {Policies} */ (readPolicies(conflicts, options.conflicts));
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
   * @returns {Promise<void>}
   */
  async load() {
    const bytes = await readSource(this.#source, this.name);
    const refusal = await this.#native.load(bytes);
    if (refusal) {
      const place = describeSource(this.#source, this.name);
      throw codedError(refusal.code, `${place}: ${refusal.message}`);
    }
    this.epoch++;
    this.#dataset = undefined;
    this.#autosave.open();
  }

  /** @returns {number} of the last revision, 0 before the first */
  get revision() {
    return this.#native.revision;
  }

  /**
   * Applies a change, or does with it what the mode says. To be called by Changes alone.
   *
   * @param {Buffer} bytes the whole message
   * @param {string} clientId of its author
   * @param {number} mode a sum of MODE
   * @param {number} base the last revision that the author certainly has
   * @returns {Buffer | Outcome | Failure} a Buffer is the message for every subscriber
   */
  submit(bytes, clientId, mode, base) {
    const result = this.#native.submit(bytes, clientId, Date.now(), mode, base);
    if (Buffer.isBuffer(result) || ('changed' in result && result.changed)) {
      this.#dataset = undefined;
    }
    return result;
  }

  /** @returns {Buffer} the answer to a request for the dataset, the same one until the next change */
  get dataset() {
    this.#dataset ??= this.#native.dataset('commands');
    return this.#dataset;
  }

  /** @returns {Buffer} the dataset as a reset sends it */
  get datasetAfterReset() {
    return this.#native.dataset('reset');
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
