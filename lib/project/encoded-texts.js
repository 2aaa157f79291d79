'use strict';

const { FramesTail } = require('./frames-tail');

/** @typedef {import('../native/addon').Failure} Failure */
/** @typedef {import('./subscriber').SubscriberDialect} SubscriberDialect */
/** @typedef {'commands' | 'reset' | 'flat' | 'sync' | 'data'} View one encoding of the whole project */

/** @typedef {Pick<import('../native/project').Project,
 *   'changesSince' | 'dataset' | 'loadPage' | 'loadStores' | 'versionContent'>} Encoder */

/**
 * The encoded messages of a project. Frequently requested ones are cached until they change.
 */
class EncodedTexts {
  #core;
  #dialects;
  /** @type {Map<View, Buffer[]>} */
  #datasets = new Map();
  /** @type {Map<string, Buffer[]> | undefined} */
  #members;
  /** @type {Map<SubscriberDialect, FramesTail>} the messages of the last revisions in a dialect */
  #tails = new Map();
  #mark = Buffer.alloc(0);
  #markedRevision = -1;

  /**
   * @param {Encoder} core
   * @param {readonly SubscriberDialect[]} dialects all of them, by their numbers in the core
   */
  constructor(core, dialects) {
    this.#core = core;
    this.#dialects = dialects;
  }

  /** The project has new revisions. */
  noteChange() {
    // Clearing an empty map would allocate a new one.
    if (this.#datasets.size > 0) this.#datasets.clear();
    this.#members = undefined;
  }

  /** The project was replaced by other data. */
  forget() {
    this.noteChange();
    this.#markedRevision = -1;
    for (const tail of this.#tails.values()) tail.clear();
  }

  /**
   * @param {View} view
   * @returns {Buffer[]} parts of one message; identical until the next change
   */
  dataset(view) {
    let dataset = this.#datasets.get(view);
    if (!dataset) {
      dataset = this.#core.dataset(view);
      this.#datasets.set(view, dataset);
    }
    return dataset;
  }

  /**
   * @returns {ReadonlyMap<string, Buffer[]>} members of an object: `"project":{…}` and `"tasks":{"rows":[…],"total":N}`
   * of each store, by name and in parts; identical until the next change
   */
  get members() {
    this.#members ??= new Map(this.#core.loadStores());
    return this.#members;
  }

  /** @returns {Buffer} JSON text of the whole project, usable as a data file */
  get text() {
    return Buffer.concat(this.dataset('data'));
  }

  /**
   * @param {object} query for a part of a store
   * @param {number} mostSteps maximum number of steps
   * @returns {{rows: Buffer, total: number, stepsLeft: number} | Failure}
   */
  page(query, mostSteps) {
    return this.#core.loadPage(JSON.stringify(query), mostSteps);
  }

  /**
   * @param {string} command in the client's spelling
   * @param {unknown} versionId
   * @returns {Buffer | undefined} the whole answer; undefined if there is no such version
   */
  versionContent(command, versionId) {
    const isId = typeof versionId === 'string' || typeof versionId === 'number';
    return isId ? this.#core.versionContent(command, versionId) : undefined;
  }

  /**
   * The messages that bring a client from a revision up to date, in the dialect of the log.
   *
   * @param {number} revision
   * @param {string} [client] its id at that revision; undefined: unknown
   * @returns {Buffer[] | undefined} undefined if it needs the whole project
   */
  changesSince(revision, client) {
    return this.#core.changesSince(revision, 0, client);
  }

  /**
   * The same in another dialect: a message for each revision, as contiguous frames.
   *
   * @param {number} revision
   * @param {SubscriberDialect} dialect
   * @returns {Buffer | undefined}
   */
  framesSince(revision, dialect) {
    let tail = this.#tails.get(dialect);
    if (!tail) {
      const number = this.#dialects.indexOf(dialect);
      tail = new FramesTail((last) => this.#core.changesSince(last, number));
      this.#tails.set(dialect, tail);
    }
    return tail.since(revision);
  }

  /**
   * @param {number} epoch
   * @param {number} revision the last one
   * @returns {Buffer} the mark of that state: `<epoch>.<revision>`
   */
  markOf(epoch, revision) {
    if (revision !== this.#markedRevision) {
      this.#mark = Buffer.from(`${epoch}.${revision}`);
      this.#markedRevision = revision;
    }
    return this.#mark;
  }
}

module.exports = { EncodedTexts };
