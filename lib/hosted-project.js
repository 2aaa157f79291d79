'use strict';

const { Project } = require('./native');
const { AutosaveGate } = require('./autosave-gate');
const { codedError } = require('./errors');
const { describeSource, readSource } = require('./project-source');

/** @typedef {import('./options').ProjectOptions} ProjectOptions */
/** @typedef {import('./options').ResolvedOptions} ResolvedOptions */
/** @typedef {import('./session').Session} Session */
/** @typedef {{code: string, message: string}} Refusal what the core answers in place of a result */

/**
 * A native project together with what the connections need around it: its name, its source, who follows it, the
 * encoded dataset until the next change, and the gate for autosaved versions.
 */
class HostedProject {
  /** @type {Set<Session>} */
  subscribers = new Set();
  #native;
  #source;
  #autosave;
  /** @type {Buffer | undefined} */
  #dataset;

  /**
   * @param {ProjectOptions} project
   * @param {ResolvedOptions} options
   */
  constructor({ id, name, source }, options) {
    this.id = id;
    this.name = name;
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
    this.#dataset = undefined;
    this.#autosave.open();
  }

  /**
   * Applies a change.
   *
   * @param {Buffer} bytes the whole `project_change`
   * @param {string} clientId of its author
   * @returns {Buffer | Refusal} the message for every subscriber
   */
  submit(bytes, clientId) {
    const result = /** @type {Buffer | Refusal} */ (
      this.#native.submit(bytes, clientId, Date.now())
    );
    if (Buffer.isBuffer(result)) this.#dataset = undefined;
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
