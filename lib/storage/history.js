'use strict';

const { codedError } = require('../base/errors');
const addon = require('../native/addon');
const { CallQueue, answerOf } = require('../native/call-queue');
const { blame } = require('./blame');
const { copyTo } = require('./copy-to');
const { withDepartures } = require('./departures');
const { readAt, readQuery } = require('./history-query');
const { checkFile } = require('./place');

/** @typedef {import('../native/addon').Failure} Failure */
/** @typedef {import('../native/addon').Moment} Moment */
/** @typedef {import('../native/addon').NativePast} Past */
/** @typedef {import('../native/addon').RevisionFilter} Filter */
/** @typedef {{first: number, last: number}} Span */
/** @typedef {import('./history-query').At} At */
/** @typedef {import('./history-query').HistoryQuery} HistoryQuery */
/** @typedef {import('./blame').Written} Written */

/**
 * One revision of a project.
 *
 * @typedef {object} KeptRevision
 * @property {number} revision
 * @property {number} epoch number of the revision at which its epoch began
 * @property {Date} time
 * @property {string} user '' for an author without a name
 * @property {string} client `server` for a revision of the server
 * @property {Record<string, {[list in 'added' | 'updated' | 'removed']?: Record<string, unknown>[]}>} changes by store; of
 *   `project` the fields
 */

const REVISIONS_OF_A_LOOK = 100;

/** Reads the history in a storage file, while a server may use the file: it writes nothing and blocks nobody. */
class History {
  #native = new addon.History();
  #calls = new CallQueue();
  #file;

  /** @param {string} file */
  constructor(file) {
    this.#file = file;
  }

  /**
   * @param {string} file
   * @returns {Promise<History>} to be closed by the caller
   */
  static async open(file) {
    const history = new History(file);
    await orWhy(
      file,
      history.#call((native) => native.open(file)),
    );
    return history;
  }

  /** @returns {Promise<import('../native/addon').KeptProject[]>} */
  projects() {
    return this.#call((native) => native.projects());
  }

  /**
   * @param {number | string} project
   * @param {HistoryQuery} [query]
   * @returns {Promise<KeptRevision[]>} the newest first
   */
  async revisions(project, query = {}) {
    return this.#read(project, await this.#filter(project, query));
  }

  /**
   * @param {number | string} project
   * @param {import('../native/addon').RevisionFilter} filter
   * @returns {Promise<KeptRevision[]>}
   */
  async #read(project, filter) {
    const rows = await this.#call((native) => native.revisions(String(project), filter));
    return rows.map(({ number, epoch, time, user, text }) => {
      const { client, changes } = JSON.parse(text);
      return { revision: number, epoch, time: new Date(time), user, client, changes };
    });
  }

  /**
   * Who wrote the fields of a record, when, and their previous and new values.
   *
   * @param {number | string} project
   * @param {HistoryQuery & {record: number | string}} query
   * @returns {Promise<Written[]>} the newest first; `limit` counts revisions
   */
  async blame(project, query) {
    const { since, until, user, ...filter } = await this.#filter(project, query);
    const { store, record, field, limit } = filter;
    const first = Math.max(filter.first, await this.#firstSince(project, since));
    const last = Math.min(filter.last, await this.#lastUntil(project, until));
    /** @param {Moment} moment */
    const at = (moment) => this.#recordAt(project, moment, { store, record });
    const named = this.#revisionsOf(project, { ...filter, last, field: '' });
    const states = await this.#states(project, { ...filter, first, last });
    return blame(
      // The removal of a record writes no field.
      field === '' ? withDepartures(named, { store, record }, states) : named,
      { store, record, field, user, first, since, until, limit },
      {
        startOf: (epoch) => at({ number: epoch, isAfterReset: true }),
        before: (number) => at({ number: number - 1, isAfterReset: true }),
      },
    );
  }

  /**
   * @param {number | string} project
   * @param {Span & {store: string, record: string}} filter
   * @returns {Promise<import('./departures').States>}
   */
  async #states(project, { store, record, first, last }) {
    const id = String(project);
    const kept = await this.#find(id);
    const snapshots = await this.#call((native) => native.snapshots(id));
    const starts = snapshots.filter(({ number, epoch }, at) => at === 0 || number === epoch);
    return {
      first,
      last: Math.min(last, kept.last),
      starts: starts.map(({ number }) => number).reverse(),
      has: async (number, isAfterReset) =>
        (await this.#recordAt(project, { number, isAfterReset }, { store, record })) !== undefined,
      revision: async (number) => {
        const one = { ...readQuery({}), first: number, last: number, limit: 1 };
        return (await this.#read(project, one))[0];
      },
    };
  }

  /**
   * @param {number | string} project
   * @param {Omit<Filter, 'since' | 'until' | 'user'>} filter
   * @returns {AsyncGenerator<KeptRevision>} all up to the last number that match, at any time by anybody, the newest
   * first
   */
  async *#revisionsOf(project, { last, ...filter }) {
    let next = last;
    for (;;) {
      const all = { ...readQuery({}), ...filter };
      const wanted = { ...all, first: 1, last: next, limit: REVISIONS_OF_A_LOOK };
      const some = await this.#read(project, wanted);
      yield* some;
      if (some.length < REVISIONS_OF_A_LOOK) return;
      next = some[some.length - 1].revision - 1;
    }
  }

  /**
   * @param {number | string} project
   * @param {At} [at]
   * @returns {Promise<Buffer>} JSON text, usable as a data file: {"project":{…},"tasks":{"rows":[…]},…}
   */
  async dataset(project, at = {}) {
    const past = await this.past(project, at);
    try {
      return await past.dataset('data');
    } finally {
      await past.release();
    }
  }

  /**
   * @param {number | string} project
   * @param {At} at
   * @returns {Promise<Past>} to be released by the caller
   */
  async past(project, at) {
    const moment = await this.#moment(project, at);
    const past = moment && (await this.#past(project, moment));
    if (past) return past;
    const when = at.revision === undefined ? 'that time' : `revision ${at.revision}`;
    const what = `Project ${JSON.stringify(project)} is not kept as it was at ${when}`;
    throw codedError('ERR_UNKNOWN_REVISION', what);
  }

  /**
   * @returns {Promise<{revisions: number, snapshots: number, problems: string[]}>} what was read, and the problems
   * found
   */
  check() {
    return this.#call((native) => native.check());
  }

  /**
   * Copies the whole file as of one moment.
   *
   * @param {string} file must not exist
   * @returns {Promise<void>}
   */
  async backup(file) {
    await this.#calls.run(() => copyTo(file, (part) => this.#native.backup(this.#file, part)));
  }

  /**
   * Copies a file of any schema, also of earlier versions.
   *
   * @param {string} from
   * @param {string} to must not exist
   * @returns {Promise<void>}
   */
  static async copy(from, to) {
    const copied = copyTo(to, (part) => new addon.History().backup(from, part));
    await orWhy(from, copied.then(answerOf));
  }

  /**
   * All rows of a project as they are now, for transfer.js: a few of them in memory at a time. Whatever a server gives up
   * meanwhile stays readable until end(), which has to be called.
   *
   * @param {number | string} project
   * @returns {Promise<{project: import('../native/addon').KeptProject, snapshots: AsyncIterable<import('./port').Start>,
   *   revisions: AsyncIterable<import('../native/addon').KeptRevision>, end: () => Promise<void>}>} in their order
   */
  async rows(project) {
    await this.#call((native) => native.hold());
    const end = async () => {
      await this.#call((native) => native.release());
    };
    try {
      const kept = await this.#find(String(project));
      const [snapshots, revisions] = [this.#snapshotsOf(kept), this.#rowsOf(kept)];
      return { project: kept, snapshots, revisions, end };
    } catch (error) {
      await end();
      throw error;
    }
  }

  /** @param {import('../native/addon').KeptProject} kept */
  async *#snapshotsOf({ id }) {
    for (const { row, ...start } of await this.#call((native) => native.snapshots(id))) {
      const snapshot = await this.#call((native) => native.readSnapshot(row));
      yield { ...start, snapshot };
    }
  }

  /** @param {import('../native/addon').KeptProject} kept */
  async *#rowsOf({ id, first, last }) {
    const all = { ...readQuery({}), limit: REVISIONS_OF_A_LOOK, withRecords: true };
    for (let from = Math.max(1, first); from <= last; from += REVISIONS_OF_A_LOOK) {
      const filter = { ...all, first: from, last: Math.min(last, from + REVISIONS_OF_A_LOOK - 1) };
      const some = await this.#call((native) => native.revisions(id, filter));
      yield* some.reverse();
    }
  }

  async close() {
    await this.#call((native) => native.close());
  }

  /**
   * @param {number | string} project
   * @param {HistoryQuery} query
   */
  async #filter(project, query) {
    const filter = readQuery(query);
    await this.#find(String(project));
    return filter;
  }

  /**
   * @param {number | string} project
   * @param {At} at
   * @returns {Promise<Moment | undefined>}
   */
  async #moment(project, at) {
    const { revision, time } = readAt(at);
    const { last } = await this.#find(String(project));
    if (revision !== undefined) return { number: revision, isAfterReset: false };
    if (time !== undefined) return this.#momentAt(project, time);
    return { number: last, isAfterReset: true };
  }

  /**
   * @param {number | string} project
   * @param {number} time
   */
  #momentAt(project, time) {
    return this.#call((native) => native.momentAt(String(project), time));
  }

  /**
   * @param {number | string} project
   * @param {number} since
   * @returns {Promise<number>} number of a revision: those before it are earlier
   */
  async #firstSince(project, since) {
    const number = await this.#call((native) => native.firstSince(String(project), since));
    return number || Number.MAX_SAFE_INTEGER;
  }

  /**
   * @param {number | string} project
   * @param {number} until
   * @returns {Promise<number>} number of a revision: those behind it are later
   */
  async #lastUntil(project, until) {
    return (await this.#momentAt(project, until))?.number ?? 0;
  }

  /**
   * @param {number | string} project
   * @param {Moment} moment
   */
  #past(project, moment) {
    return this.#call((native) =>
      native.past(String(project), moment, { id: project }, addon.Past),
    );
  }

  /**
   * @param {number | string} project
   * @param {Moment} moment
   * @param {{store: string, record: string}} which
   * @returns {Promise<string | undefined>} JSON text; undefined: it did not exist
   */
  async #recordAt(project, moment, { store, record }) {
    const past = await this.#past(project, moment);
    const text = past?.record(store, record);
    await past?.release();
    return text;
  }

  /** @param {string} id */
  async #find(id) {
    const found = (await this.projects()).find((project) => project.id === id);
    if (found) return found;
    throw codedError('ERR_UNKNOWN_PROJECT', `No project ${JSON.stringify(id)} is kept`);
  }

  /**
   * @template Answer
   * @param {(native: import('../native/addon').NativeHistory) => Promise<Answer | Failure>} call
   * @returns {Promise<Answer>}
   */
  #call(call) {
    return this.#calls.run(() => call(this.#native));
  }
}

/**
 * The file is only checked after a failure: the check waits for libuv's pool.
 *
 * @template Answer
 * @param {string} file
 * @param {Promise<Answer>} opening of that file
 * @returns {Promise<Answer>} a rejection names what is wrong with the file, if that is known
 */
async function orWhy(file, opening) {
  try {
    return await opening;
  } catch (error) {
    await checkFile(file);
    throw error;
  }
}

module.exports = { History };
