'use strict';

const { codedError } = require('../base/errors');
const { LastClients } = require('./last-clients');

/** @typedef {import('./port').KeptClient} KeptClient */
/** @typedef {import('./port').Start} Start */
/** @typedef {import('./port').Storage} Storage */
/** @typedef {import('./port').Turn} Turn */

/**
 * Keeps projects in memory until the process ends: for tests, and for servers that restart within one process.
 *
 * @implements {Storage}
 */
class MemoryStorage {
  /** @type {Map<string, {start: Start, head: number, revisions: {number: number, records: Buffer}[], source: string}>} */
  #projects = new Map();
  #clients = new LastClients();
  /** @type {Buffer | undefined} */
  #identity;

  async open() {}

  /**
   * @param {string} project
   * @param {number} logRevisions
   */
  async load(project, logRevisions) {
    const kept = this.#projects.get(project);
    if (!kept) return undefined;
    const { start, head, revisions, source } = kept;
    const first = Math.max(start.epoch, start.number - logRevisions);
    // A message of several revisions is one piece; extra revisions only make the log longer.
    const from = revisions.findIndex(({ number }) => number > first);
    const pieces = from < 0 ? [] : revisions.slice(from).map(({ records }) => records);
    const behind = { revisions: head - start.number, bytes: 0 };
    for (const { number, records } of revisions)
      if (number > start.number) behind.bytes += records.length;
    const records = Buffer.concat(pieces);
    return { number: head, snapshot: start.snapshot, records, behind, source };
  }

  /**
   * @param {string} project
   * @param {Start} start
   */
  async saveSnapshot(project, start) {
    const kept = this.#projects.get(project);
    const head = kept?.head ?? start.number;
    const isAnew = start.epoch === start.number;
    if (isAnew ? start.number < head : start.number > head) throw wrongHead(start.number, head);
    const revisions = isAnew || !kept ? [] : kept.revisions;
    const { source = kept?.source ?? '' } = start;
    this.#projects.set(project, { start, head: Math.max(head, start.number), revisions, source });
  }

  /** @param {Turn} turn */
  async append({ project, head, batches }) {
    const kept = this.#projects.get(project);
    if (!kept || kept.head !== head) throw wrongHead(head, kept?.head);
    for (const { count, records } of batches) {
      kept.head += count;
      kept.revisions.push({ number: kept.head, records });
    }
  }

  /** @param {Buffer} fresh */
  async loadClients(fresh) {
    this.#identity ??= fresh;
    return { identity: this.#identity, clients: this.#clients.all };
  }

  /** @param {KeptClient[]} clients */
  noteClients(clients) {
    this.#clients.note(clients);
  }

  async close() {}
}

/**
 * @param {number} expected
 * @param {number} [head]
 */
function wrongHead(expected, head) {
  const what = head === undefined ? 'nothing is kept' : `${head} is the last`;
  return codedError('ERR_STORAGE_HEAD', `Revision ${expected} was expected, and ${what}`);
}

module.exports = { MemoryStorage };
