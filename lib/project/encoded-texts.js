'use strict';

const { FramesTail } = require('./frames-tail');

/** @typedef {import('../native/addon').Failure} Failure */
/** @typedef {import('./subscriber').SubscriberDialect} SubscriberDialect */
/** @typedef {'commands' | 'reset' | 'flat' | 'sync' | 'data'} View one way to show the whole project */

/** @typedef {Pick<import('../native/project').Project,
 *   'changesSince' | 'dataset' | 'loadPage' | 'loadStores' | 'versionContent'>} Encoder */

/**
 * What is encoded of a project. What many ask for is encoded once, until it says something else.
 */
class EncodedTexts {
  #core;
  #dialects;
  /** @type {Map<View, Buffer[]>} */
  #datasets = new Map();
  /** @type {Map<string, Buffer[]> | undefined} */
  #members;
  /** @type {Map<SubscriberDialect, FramesTail>} what tells of the last revisions in a dialect */
  #tails = new Map();
  #mark = Buffer.alloc(0);
  #markedRevision = -1;

  /**
   * @param {Encoder} core
   * @param {readonly SubscriberDialect[]} dialects all that there are, by their numbers in the core
   */
  constructor(core, dialects) {
    this.#core = core;
    this.#dialects = dialects;
  }

  /** The project has gone on by revisions. */
  noteChange() {
    // To clear an empty map costs a new one.
    if (this.#datasets.size > 0) this.#datasets.clear();
    this.#members = undefined;
  }

  /** The project is another one than a moment ago. */
  forget() {
    this.noteChange();
    this.#markedRevision = -1;
    for (const tail of this.#tails.values()) tail.clear();
  }

  /**
   * @param {View} view
   * @returns {Buffer[]} parts of one message; the same ones until the next change
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
   * @returns {ReadonlyMap<string, Buffer[]>} members of an object: `"project":{…}` and `"tasks":{"rows":[…],"total":N}` of each
   *   store, by name and in parts; the same ones until the next change
   */
  get members() {
    this.#members ??= new Map(this.#core.loadStores());
    return this.#members;
  }

  /** @returns {Buffer} JSON text of the whole project, which may be a data file */
  get text() {
    return Buffer.concat(this.dataset('data'));
  }

  /**
   * @param {object} query for a part of a store
   * @param {number} mostSteps in which it is to be found
   * @returns {{rows: Buffer, total: number, stepsLeft: number} | Failure}
   */
  page(query, mostSteps) {
    return this.#core.loadPage(JSON.stringify(query), mostSteps);
  }

  /**
   * @param {string} command as the client spelt it
   * @param {unknown} versionId
   * @returns {Buffer | undefined} the whole answer; undefined: there is no such version
   */
  versionContent(command, versionId) {
    const isId = typeof versionId === 'string' || typeof versionId === 'number';
    return isId ? this.#core.versionContent(command, versionId) : undefined;
  }

  /**
   * What brings a client up to date that has this revision, as the log has it.
   *
   * @param {number} revision
   * @param {string} [client] the id under which it was there; none: nobody knows
   * @returns {Buffer[] | undefined} undefined: it needs the whole project
   */
  changesSince(revision, client) {
    return this.#core.changesSince(revision, 0, client);
  }

  /**
   * The same in another dialect: a message for each revision, as frames in one piece.
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
