'use strict';

const { performance } = require('node:perf_hooks');
const { SqliteStorage } = require('../../lib/storage/sqlite');

/** A file that notes its commits: of one project each turn is one. */
class CountedStorage extends SqliteStorage {
  /** @type {{revisions: number, milliseconds: number}[]} */
  #commits = [];

  /** @param {import('../../lib/storage/port').Turn} turn */
  async append(turn) {
    const began = performance.now();
    await super.append(turn);
    const revisions = turn.batches.reduce((sum, { count }) => sum + count, 0);
    this.#commits.push({ revisions, milliseconds: performance.now() - began });
  }

  /** @returns {{revisions: number, milliseconds: number}[]} the commits since the last call */
  take() {
    return this.#commits.splice(0);
  }
}

module.exports = { CountedStorage };
