'use strict';

const { Project } = require('./native');
const { AutosaveGate } = require('./autosave-gate');
const { readPolicies } = require('./conflict-policies');
const { codedError } = require('./errors');
const { describeSource, readSource } = require('./project-source');
const { Subscribers } = require('./subscribers');

/** @typedef {import('./conflict-policies').Policies} Policies */
/** @typedef {import('./native').Failure} Failure */
/** @typedef {import('./native').Outcome} Outcome */
/** @typedef {import('./options').ProjectOptions} ProjectOptions */
/** @typedef {import('./options').ResolvedOptions} ResolvedOptions */
/** @typedef {'commands' | 'reset' | 'flat' | 'sync' | 'data'} View one way to show the whole project */

/**
 * A native project together with what the connections need around it: its name, its source, who follows it, the
 * encoded datasets until the next change, and the gate for autosaved versions.
 */
class HostedProject {
  subscribers = new Subscribers();
  /** How often the data was loaded. Nothing that belongs to one epoch may be done in another. */
  epoch = 0;
  #native;
  #source;
  #autosave;
  /** @type {Map<View, Buffer>} */
  #datasets = new Map();

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
    this.#datasets.clear();
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
    if (Buffer.isBuffer(result) || ('changed' in result && result.changed)) this.#datasets.clear();
    return result;
  }

  /**
   * @param {View} view
   * @returns {Buffer} the same one until the next change
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
