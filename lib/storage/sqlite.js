'use strict';

const { performance } = require('node:perf_hooks');
const { setTimeout: pause } = require('node:timers/promises');
const { Journal } = require('../native/addon');
const { CallQueue, answerOf } = require('../native/call-queue');
const { History } = require('./history');
const { LastClients } = require('./last-clients');
const { checkFolder } = require('./place');

const SYNC_INTERVAL_MS = 1000;
// Connects and disconnects are stored with the next change, or after this time.
const CLIENTS_MS = 1000;
// A reader of the file delays the removal of a name.
const WIPE_AGAIN_MS = 50;

/** @typedef {import('./port').KeptClient} KeptClient */
/** @typedef {import('./port').Start} Start */

/**
 * The stored history: whichever member keeps more; without both, everything.
 *
 * @typedef {object} KeepHistory
 * @property {number} [revisions] number of the latest revisions
 * @property {number} [age] milliseconds
 *
 * @typedef {object} SqliteOptions
 * @property {'commit' | 'interval' | 'none'} [durability] when changes are on the disk: before anybody is told; within
 * a second; when the system decides
 * @property {KeepHistory} [keepHistory]
 */

/** @typedef {import('./port').Storage} Storage */
/** @typedef {import('./port').Turn} Turn */

/**
 * Stores projects in one SQLite file. All turns that arrive during a commit, of any project, form the next commit.
 *
 * @implements {Storage}
 */
class SqliteStorage {
  /** @type {import('./port').Upgrade | undefined} */
  upgrade;
  #path;
  #keepHistory;
  #journal = new Journal();
  #calls = new CallQueue();
  /** @type {{turns: Turn[], done: Promise<void>} | undefined} the next commit */
  #next;
  /** @type {NodeJS.Timeout | undefined} */
  #syncs;
  /** Clients that are not stored yet. */
  #clients = new LastClients();
  /** @type {NodeJS.Timeout | undefined} the latest time to store them */
  #clientsDue;

  /**
   * @param {string} file
   * @param {SqliteOptions} [options]
   */
  constructor(file, { durability = 'commit', keepHistory = {} } = {}) {
    this.#path = file;
    this.place = file;
    this.#keepHistory = keepHistory;
    this.durability = durability;
  }

  async open() {
    await checkFolder(this.#path);
    const begin = performance.now();
    const upgrade = await this.#calls.run(() => {
      const { revisions = 0, age = 0 } = this.#keepHistory;
      return this.#journal.open(this.#path, this.durability, revisions, age);
    });
    if (upgrade) this.upgrade = { ...upgrade, ms: Math.ceil(performance.now() - begin) };
    if (this.durability !== 'interval') return;
    this.#syncs = setInterval(() => {
      // A failed write is repeated by the next sync, or fails in append().
      this.#calls.run(() => this.#journal.sync()).catch(() => {});
    }, SYNC_INTERVAL_MS);
    this.#syncs.unref();
  }

  /**
   * @param {string} project
   * @param {number} logRevisions
   */
  load(project, logRevisions) {
    return this.#calls.run(() => this.#journal.load(project, logRevisions));
  }

  /**
   * @param {string} project
   * @param {Start} start
   */
  async saveSnapshot(project, start) {
    await this.#calls.run(() => this.#journal.saveSnapshot(project, start));
  }

  /**
   * @param {Turn} turn
   * @returns {Promise<void>}
   */
  append(turn) {
    if (!this.#next) {
      /** @type {Turn[]} */
      const turns = [];
      const done = this.#calls.run(() => {
        this.#next = undefined;
        return this.#commit(turns);
      });
      this.#next = { turns, done: done.then(() => {}) };
    }
    this.#next.turns.push(turn);
    return this.#next.done;
  }

  /**
   * @param {Turn[]} turns
   * @returns {Promise<import('../native/addon').Failure | undefined>}
   */
  async #commit(turns) {
    const clients = this.#clients;
    this.#clients = new LastClients();
    clearTimeout(this.#clientsDue);
    this.#clientsDue = undefined;
    const failure = await this.#journal.append(turns.flatMap(messagesOf), clients.all);
    if (failure) {
      clients.note(this.#clients.all);
      this.#clients = clients;
    }
    return failure;
  }

  /** @param {Buffer} fresh */
  loadClients(fresh) {
    return this.#calls.run(() => this.#journal.loadClients(fresh));
  }

  /** @param {KeptClient[]} clients */
  noteClients(clients) {
    this.#clients.note(clients);
    this.#clientsDue ??= setTimeout(() => this.#keepClients(), CLIENTS_MS).unref();
  }

  /** A failed write is repeated with the next commit; a client that is lost loads its project again. */
  #keepClients() {
    return this.#calls.run(() => this.#commit([])).catch(() => {});
  }

  /**
   * Makes a snapshot of the stored project, concurrently with all other work.
   *
   * @param {string} project
   * @param {{logFirst: number}} limits of the project's log
   * @returns {Promise<Omit<Start, 'time'>>}
   */
  async compact(project, { logFirst }) {
    return answerOf(await this.#journal.compact(this.#path, project, logFirst));
  }

  /**
   * Replaces the name of a user by a pseudonym.
   *
   * @param {string} name
   * @param {string} pseudonym
   * @returns {Promise<boolean>} false: no user has the name, or the pseudonym is in use
   */
  async forgetUser(name, pseudonym) {
    const wasThere = await this.#calls.run(async () => {
      // Otherwise pending clients with that name would be stored under it a moment later.
      const failure = await this.#commit([]);
      return failure ?? this.#journal.forgetUser(name, pseudonym);
    });
    if (wasThere)
      while (!(await this.#calls.run(() => this.#journal.wipe()))) await pause(WIPE_AGAIN_MS);
    return wasThere;
  }

  /** @param {() => Promise<void>} work */
  async together(work) {
    await this.#calls.run(() => this.#journal.begin());
    try {
      await work();
    } catch (error) {
      await this.#calls.run(() => this.#journal.end(false));
      throw error;
    }
    await this.#calls.run(() => this.#journal.end(true));
  }

  history() {
    return History.open(this.#path);
  }

  async close() {
    clearInterval(this.#syncs);
    if (this.#clients.size > 0) await this.#keepClients();
    clearTimeout(this.#clientsDue);
    await this.#calls.run(() => this.#journal.close());
  }
}

/**
 * @param {Turn} turn
 * @returns {{project: string, head: number, user: string, records: Buffer}[]}
 */
function messagesOf({ project, head, batches }) {
  let last = head;
  return batches.map(({ user, count, records }) => {
    last += count;
    return { project, head: last - count, user, records };
  });
}

module.exports = { SqliteStorage };
