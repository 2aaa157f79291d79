'use strict';

const { codedError } = require('../../lib/base/errors');
const { MemoryStorage } = require('../../lib/storage/memory');

/**
 * A storage whose commits wait until the test lets them through, or fail.
 */
class GatedStorage extends MemoryStorage {
  /** @type {import('../../lib/storage/port').Turn[]} all that were asked for */
  turns = [];
  /** @type {{resolve: () => void, reject: (error: Error) => void}[]} */
  #waiting = [];
  #isOpen = true;
  #isBroken = false;
  refusesSnapshots = false;
  /** @type {(() => void) | undefined} */
  #onRead;
  /** @type {(() => void) | undefined} */
  #onAsked;

  /** From now on commits wait. */
  shut() {
    this.#isOpen = false;
  }

  /** @returns {Promise<void>} when a commit waits */
  async asked() {
    if (this.#waiting.length > 0) return;
    await new Promise((resolve) => {
      this.#onAsked = resolve;
    });
  }

  /** Lets the commit that waits through, and all that come. */
  release() {
    this.#isOpen = true;
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }

  /** @param {string} code of the error with which the commit that waits fails; those that come are let through */
  fail(code) {
    this.#isOpen = true;
    const error = Object.assign(new Error('The disk says no'), { code });
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }

  /** Nothing can be read from now on. */
  break() {
    this.#isBroken = true;
  }

  /** @returns {Promise<void>} when it could be read again */
  mend() {
    this.#isBroken = false;
    return new Promise((resolve) => {
      this.#onRead = resolve;
    });
  }

  /**
   * @param {string} project
   * @param {number} logRevisions
   */
  async load(project, logRevisions) {
    if (this.#isBroken) throw codedError('ERR_STORAGE_FAILED', 'The disk is gone');
    const kept = await super.load(project, logRevisions);
    this.#onRead?.();
    return kept;
  }

  /**
   * @param {string} project
   * @param {import('../../lib/storage/port').Start} start
   */
  async saveSnapshot(project, start) {
    if (this.refusesSnapshots) throw codedError('ERR_STORAGE_FULL', 'The disk is full');
    return super.saveSnapshot(project, start);
  }

  /** @param {import('../../lib/storage/port').Turn} turn */
  async append(turn) {
    this.turns.push(turn);
    if (!this.#isOpen) {
      await new Promise((resolve, reject) => {
        this.#waiting.push({ resolve: () => resolve(undefined), reject });
        this.#onAsked?.();
      });
    }
    return super.append(turn);
  }
}

module.exports = { GatedStorage };
