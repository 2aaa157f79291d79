import { SyncError } from './errors.js';
import { keepable } from './keepable.js';
import { Names } from './names.js';
import { isMerged, messageOf, says } from './pending.js';

/** @typedef {import('./pending.js').Entry} Entry */
/** @typedef {Record<string, any>} Fields */

/** Errors about unreadable messages, which have no change number. */
const UNREADABLE = /^ERR_(MESSAGE_TOO_LARGE|TOO_DEEP|INVALID_JSON|INVALID_UTF8|INTERNAL)$/;

/**
 * The stored state of changes.
 *
 * @typedef {object} Kept
 * @property {{clientId?: string, resume?: string}} identity under which they were sent
 * @property {number} number the last used number
 * @property {Pick<Entry, 'number' | 'changes' | 'base' | 'force' | 'isSent' | 'madeAt'>[]} entries
 */

/**
 * The storage of changes; `offlineQueue` creates one.
 *
 * @typedef {object} Queue
 * @property {(project: string, userName?: string) => Promise<Kept | undefined>} open returns the stored state
 * @property {(state: Kept) => void} save stores the current state; entries may have further properties, which are not
 * stored
 * @property {(entries: Kept['entries'], now: number) => {count: number, oldest: number} | undefined} stale returns the
 * changes that need a decision before they are sent, once
 * @property {() => Promise<void>} close
 * @property {(error: any) => void} [onProblem]
 */

/** The own changes of a project, from their creation to their answer. */
export class Sending {
  names = new Names();
  /** Unanswered changes by number, in order. @type {Map<number, Entry>} */
  #pending = new Map();
  #project;
  #number = 0;
  /** Did this connection report an unreadable change? */
  #isRefusalTold = false;

  /** @type {Queue | undefined} */
  #queue;
  /** The result of {@link open}, until it is closed. @type {ReturnType<Sending['open']> | undefined} */
  loaded;
  #isKept = true;
  /** Is a decision about old changes pending? */
  #isAsking = false;
  /** Do new changes wait? */
  isSuspended = false;

  /**
   * @param {{link: import('./link.js').Link, emit: (name: string, detail: object) => void, changed: () => void}} project
   * @param {Queue} [queue]
   */
  constructor(project, queue) {
    this.#project = project;
    this.#queue = queue;
    if (queue)
      queue.onProblem = (error) =>
        project.emit('problem', { code: 'ERR_NOT_KEPT', message: String(error) });
  }

  /**
   * Takes over changes from before a reload, once.
   *
   * @param {string} place of the project
   * @param {string} [userName]
   * @returns {Promise<{clientId?: string, resume?: string} | undefined>} the identity under which they were sent
   */
  open(place, userName) {
    const take = async () => {
      const kept = await this.#queue?.open(place, userName);
      if (!kept || opened !== this.loaded) return undefined;
      // Changes made meanwhile come after them.
      const meanwhile = this.#takeAll();
      this.#number += kept.number;
      for (const entry of kept.entries) this.#put({ ...entry, base: entry.base ?? NaN });
      for (const entry of meanwhile) this.#put({ ...entry, number: entry.number + kept.number });
      this.#project.changed();
      return kept.identity;
    };
    const opened = (this.loaded ??= take());
    return opened;
  }

  /** @param {{clientId?: string, resume?: string}} identity under which they are sent now */
  save(identity) {
    if (this.#isKept || !this.loaded) return;
    this.#isKept = true;
    this.#queue?.save({ identity, number: this.#number, entries: this.#list() });
  }

  /** @returns {number} number of unanswered changes */
  get size() {
    return this.#pending.size;
  }

  /** All missed changes have arrived: sends waiting changes, unless they need a decision. */
  start() {
    const go = (/** @type {boolean} */ isWanted) => () => {
      if (!this.#isAsking) return;
      this.#isAsking = false;
      if (!isWanted) this.clear('ERR_DISCARDED');
      this.flush();
      this.#project.changed();
    };
    const stale = this.#queue?.stale(this.#list(), Date.now());
    if (stale) {
      this.#isAsking = true;
      this.#project.emit('stale', { ...stale, send: go(true), discard: go(false) });
    } else this.flush();
  }

  /**
   * @param {Fields} changes
   * @param {{base: number, force?: boolean, isNow: boolean}} how its base revision; can it be sent now?
   * @returns {Promise<{revision: number, changes: Fields}>}
   */
  add(changes, { base, force, isNow }) {
    let copy;
    try {
      copy = this.names.out(changes);
      // An invalid change must not wait with the others.
      messageOf(/** @type {any} */ ({ base: 0, changes: copy }));
    } catch (error) {
      return Promise.reject(new SyncError('ERR_INVALID_CHANGES', String(error)));
    }
    this.#isKept = false;
    const goes = isNow && !this.isSuspended && !this.#isAsking;
    const last = goes ? undefined : this.#list().at(-1);
    if (
      last?.made &&
      !last.isSent &&
      Object.is(last.base, base) &&
      last.force === force &&
      isMerged(last.changes, copy)
    )
      return last.made;
    const number = ++this.#number;
    /** @type {any} */
    const entry = { number, changes: copy, base, force, isSent: false, madeAt: Date.now() };
    entry.made = new Promise((resolve, reject) => {
      Object.assign(entry, { resolve, reject });
    });
    this.#put(entry);
    // All earlier changes are sent.
    if (goes) this.#send(entry);
    // Callers that listen to events may ignore the promise.
    entry.made.catch(() => {});
    return entry.made;
  }

  /** Sends, in order, the changes that were not sent on this connection. */
  flush() {
    if (this.#isAsking) return;
    for (const entry of this.#list())
      if (!entry.isUnderWay && (entry.isSent || !this.isSuspended)) this.#send(entry);
  }

  /** @param {Entry} entry */
  #send(entry) {
    if (!this.#project.link.send(messageOf(entry))) return;
    entry.isSent = entry.isUnderWay = true;
    this.#isKept = false;
  }

  /** The connection is lost. @param {boolean} isTooLong was it closed because of the size of a message? */
  lost(isTooLong) {
    // Otherwise a change that makes the server close the connection would be sent forever.
    if (isTooLong && !this.#isRefusalTold) this.#drop(this.#takeSent(), 'ERR_MESSAGE_TOO_LARGE');
    this.#isRefusalTold = false;
    this.#isKept = false;
    for (const entry of this.#list()) entry.isUnderWay = false;
  }

  /** @param {Fields} payload of an `ack` */
  made({ clientRevision, serverRevision, changes }) {
    this.#answered(clientRevision)?.resolve?.({
      revision: serverRevision,
      changes: this.names.in(changes),
    });
  }

  /**
   * A change with one of this client's ids may be one whose answer was lost: after a restart of the server, only this
   * reveals it.
   *
   * @param {Fields} changes
   * @param {number} revision
   */
  recognise(changes, revision) {
    this.#isKept = false;
    const made = this.#takeSent((entry) => says(entry.changes, changes));
    made?.resolve?.({ revision, changes: this.names.in(changes) });
    // The answered change is applied; waiting ones are based on it.
    for (const entry of this.#list()) entry.base = Math.max(entry.base, revision);
  }

  /**
   * @param {Fields} payload of a `conflict` @param {(changes: Fields) => Promise<any>} again sends the part that can be
   * applied
   */
  conflicts({ clientRevision, conflicts, currentState }, again) {
    const entry = this.#answered(clientRevision);
    if (!entry) return;
    const changes = this.names.in(entry.changes);
    const keepMine = async () => {
      const kept = keepable(entry.changes, conflicts);
      return kept && again(kept);
    };
    const more = { changes, conflicts, currentState, keepMine };
    entry.reject?.(new SyncError('ERR_CONFLICT', undefined, more));
    this.#project.emit('conflict', more);
  }

  /** @param {Fields} payload of an `error` @returns {boolean} was it about a change? */
  refused({ code, message, clientRevision }) {
    const entry =
      clientRevision === undefined && UNREADABLE.test(code)
        ? this.#takeSent()
        : this.#take(clientRevision);
    if (!entry) return false;
    this.#isRefusalTold = true;
    this.#isKept = false;
    this.#project.link.settle();
    this.#drop(entry, code, message);
    return true;
  }

  /** Discards all changes. @param {string} reason */
  clear(reason) {
    this.#isKept = false;
    for (const entry of this.#takeAll()) this.#drop(entry, reason);
  }

  /**
   * After revision numbers start again, earlier ones are meaningless. @param {number} revision up to which they are
   * known
   */
  forgetBases(revision) {
    const entries = this.#list();
    if (entries.some(({ base }) => base > revision)) for (const entry of entries) entry.base = NaN;
  }

  /** Rejects all pending promises. */
  close() {
    for (const { reject } of this.#takeAll()) reject?.(new SyncError('ERR_CLOSED'));
    void this.#queue?.close();
    this.loaded = undefined;
  }

  /** @param {unknown} number @returns {Entry | undefined} which waits no longer */
  #answered(number) {
    this.#project.link.settle();
    this.#isKept = false;
    return this.#take(number);
  }

  /** @returns {Entry[]} in order */
  #list() {
    return [...this.#pending.values()];
  }

  /** @param {Entry} entry */
  #put(entry) {
    this.#pending.set(entry.number, entry);
  }

  /** @param {unknown} number @returns {Entry | undefined} which is no longer here */
  #take(number) {
    const entry = this.#pending.get(Number(number));
    if (entry) this.#pending.delete(entry.number);
    return entry;
  }

  /**
   * @param {(entry: Entry) => boolean} [isIt]
   * @returns {Entry | undefined} the first that was sent, since the server answers in order, and is no longer here
   */
  #takeSent(isIt = () => true) {
    return this.#take(this.#list().find((entry) => entry.isSent && isIt(entry))?.number);
  }

  /** @returns {Entry[]} all, which are no longer here */
  #takeAll() {
    const all = this.#list();
    this.#pending.clear();
    return all;
  }

  /** @param {Entry | undefined} entry @param {string} reason @param {string} [message] */
  #drop(entry, reason, message = reason) {
    if (!entry) return;
    entry.reject?.(new SyncError(reason, message));
    this.#project.emit('dropped', { reason, message, changes: this.names.in(entry.changes) });
  }
}
