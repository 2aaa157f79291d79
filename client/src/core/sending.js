import { SyncError } from './errors.js';
import { Names } from './names.js';
import { Pending, messageOf } from './pending.js';

/** @typedef {import('./pending.js').Entry} Entry */
/** @typedef {Record<string, any>} Fields */

/** What the server says of a message that it could not read, and so without its number. */
const UNREADABLE = new Set([
  'ERR_MESSAGE_TOO_LARGE',
  'ERR_TOO_DEEP',
  'ERR_INVALID_JSON',
  'ERR_INVALID_UTF8',
  'ERR_INTERNAL',
]);

/** A project's own changes, from when they are made until they are answered. */
export class Sending {
  names = new Names();
  #pending = new Pending();
  #project;
  #number = 0;
  /** Has this connection said of one that it could not be read? */
  #isRefusalTold = false;

  /** @param {{link: import('./link.js').Link, emit: (name: string, detail: object) => void}} project */
  constructor(project) {
    this.#project = project;
  }

  /** @returns {number} how many are not answered */
  get size() {
    return this.#pending.size;
  }

  /**
   * @param {Fields} changes
   * @param {{base: number, force?: boolean, isNow: boolean}} how on which revision it was made; is it to be sent now?
   * @returns {Promise<{revision: number, changes: Fields}>}
   */
  add(changes, { base, force, isNow }) {
    const number = ++this.#number;
    const copy = this.names.out(changes);
    const flags = { isSent: false, isUnderWay: false };
    const made = new Promise((resolve, reject) => {
      const entry = { number, changes: copy, base, force, ...flags, resolve, reject };
      this.#pending.add(entry);
      // All that was made before it is on its way.
      if (isNow) this.#send(entry);
    });
    // Who listens to the events need not wait for it.
    made.catch(() => {});
    return made;
  }

  /**
   * Sends again, in order, what is not answered.
   *
   * @param {boolean} withNew and behind it what was never sent
   */
  flush(withNew) {
    // What was sent on this connection is on its way.
    for (const entry of this.#pending.list())
      if (!entry.isUnderWay && (withNew || entry.isSent)) this.#send(entry);
  }

  /** @param {Entry} entry */
  #send(entry) {
    if (this.#project.link.send(messageOf(entry))) entry.isSent = entry.isUnderWay = true;
  }

  /** The connection is lost. @param {boolean} isTooLong was it closed for the length of a message? */
  lost(isTooLong) {
    // One that the server closes the connection for would be sent for ever.
    if (isTooLong && !this.#isRefusalTold)
      this.#drop(this.#pending.takeFirstSent(), 'ERR_MESSAGE_TOO_LARGE');
    this.#isRefusalTold = false;
    for (const entry of this.#pending.list()) entry.isUnderWay = false;
  }

  /** @param {Fields} payload of an `ack` */
  made({ clientRevision, serverRevision, changes }) {
    this.#project.link.settle();
    this.#pending
      .take(clientRevision)
      ?.resolve({ revision: serverRevision, changes: this.names.in(changes) });
  }

  /**
   * What comes under a name of this client's may be a change whose answer was lost: after a restart of the server nothing else
   * tells of it.
   *
   * @param {Fields} changes
   * @param {number} revision
   */
  recognise(changes, revision) {
    this.#pending.takeLike(changes)?.resolve({ revision, changes: this.names.in(changes) });
    this.#pending.raise(revision);
  }

  /** @param {Fields} payload of a `conflict` @param {(changes: Fields) => Promise<any>} again */
  conflicts({ clientRevision, conflicts, currentState }, again) {
    this.#project.link.settle();
    const entry = this.#pending.take(clientRevision);
    if (!entry) return;
    const changes = this.names.in(entry.changes);
    const more = { changes, conflicts, currentState, keepMine: () => again(entry.changes) };
    entry.reject(new SyncError('ERR_CONFLICT', 'Others have changed the same', more));
    this.#project.emit('conflict', more);
  }

  /** @param {Fields} payload of an `error` @returns {boolean} was it about a change? */
  refused({ code, message, clientRevision }) {
    const entry =
      clientRevision === undefined && UNREADABLE.has(code)
        ? this.#pending.takeFirstSent()
        : this.#pending.take(clientRevision);
    if (!entry) return false;
    this.#isRefusalTold = true;
    this.#project.link.settle();
    this.#drop(entry, code, message);
    return true;
  }

  /** The project was reset: what was made is made on data that is gone. */
  reset() {
    for (const entry of this.#pending.clear()) this.#drop(entry, 'ERR_BEFORE_RESET');
  }

  /** Revisions count anew. */
  forgetBases() {
    this.#pending.forgetBases();
  }

  /** Nobody waits for answers any more. */
  close() {
    for (const { reject } of this.#pending.clear())
      reject(new SyncError('ERR_CLOSED', 'The project was closed before the server had answered'));
  }

  /** @param {Entry | undefined} entry @param {string} reason @param {string} [message] */
  #drop(entry, reason, message = reason) {
    if (!entry) return;
    entry.reject(new SyncError(reason, message));
    this.#project.emit('dropped', { reason, message, changes: this.names.in(entry.changes) });
  }
}
