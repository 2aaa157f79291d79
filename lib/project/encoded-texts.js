'use strict';

const { FramesTail } = require('./frames-tail');

/** @typedef {import('./hosted-project').View} View */

/** @typedef {Pick<import('../native/project').Project, 'changesSince' | 'dataset' | 'loadStores'>} Encoder */

/**
 * What is encoded of a project, until it says something else: many ask for the same.
 */
class EncodedTexts {
  #native;
  /** @type {Map<View, Buffer[]>} */
  #datasets = new Map();
  /** @type {Map<string, Buffer[]> | undefined} */
  #members;
  /** @type {Map<number, FramesTail>} what tells of the last revisions in a dialect, by its number */
  #tails = new Map();
  #mark = Buffer.alloc(0);
  #markedRevision = -1;

  /** @param {Encoder} native */
  constructor(native) {
    this.#native = native;
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
      dataset = this.#native.dataset(view);
      this.#datasets.set(view, dataset);
    }
    return dataset;
  }

  /**
   * @returns {ReadonlyMap<string, Buffer[]>} members of an object: `"project":{…}` and `"tasks":{"rows":[…],"total":N}` of each
   *   store, by name and in parts; the same ones until the next change
   */
  get members() {
    this.#members ??= new Map(this.#native.loadStores());
    return this.#members;
  }

  /**
   * What brings a client up to date that has this revision: a message for each later one, as frames in one piece.
   *
   * @param {number} revision
   * @param {number} dialect by its number
   * @returns {Buffer | undefined} undefined: it needs the whole project
   */
  framesSince(revision, dialect) {
    let tail = this.#tails.get(dialect);
    if (!tail) {
      tail = new FramesTail((last) => this.#native.changesSince(last, dialect));
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
