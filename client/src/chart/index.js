import { Emitter } from '../core/emitter.js';
import { RecordLocks } from '../locks/record-locks.js';

export { lockEdits } from './lock-edits.js';

/** @typedef {import('../widgets/live.js').Lock} Lock */

// The stores of a Bryntum project, by the store name of the server.
const STORES = new Map([
  ['tasks', 'taskStore'],
  ['events', 'eventStore'],
  ['resources', 'resourceStore'],
  ['assignments', 'assignmentStore'],
  ['dependencies', 'dependencyStore'],
  ['calendars', 'calendarManagerStore'],
]);

/**
 * Adapts a `LiveProject` of a chart to the interface that the widgets use, and subscribes to presence.
 */
export class ChartLive extends Emitter {
  /** @type {Record<string, any>[]} */
  users = [];
  #project;
  /** @type {{recordId?: string | number, action?: string}} */
  #place = {};
  #end;
  #endOfConnection = () => {};

  #held = new RecordLocks(
    (command, { recordId }) =>
      this.#project.liveSend(command, { project: this.#project.liveProjectId, recordId }),
    () => this.emit('locks', { locks: this.locks }),
  );

  /** @param {any} project */
  constructor(project) {
    super();
    this.#project = project;
    const state = (/** @type {object} */ detail) => {
      if (this.state !== 'connected') {
        this.users = [];
        this.#held.lost();
      }
      this.emit('state', { ...detail, state: this.state });
      this.emit('sync');
    };
    const dropped = (/** @type {{count: number}} */ { count }) =>
      this.emit('dropped', { reason: 'ERR_DROPPED', message: `reset or refused (${count})` });
    const detach = project.on({
      liveOnline: (/** @type {any} */ detail) => (this.#listen(), state(detail)),
      liveOffline: state,
      liveClosed: state,
      liveRefused: state,
      /** @param {{reset?: boolean}} detail */
      liveDataset: ({ reset }) => {
        this.emit('loaded', { reason: reset ? 'reset' : 'reload' });
        this.#tellPlace();
      },
      liveQueue: () => this.emit('sync'),
      liveDropped: dropped,
      liveError: (/** @type {{message: string}} */ { message }) =>
        this.emit('problem', { message }),
    });
    this.#end = detach;
    if (this.state === 'connected') {
      this.#listen();
      this.#tellPlace();
    }
  }

  /** The locks of others. @returns {Lock[]} */
  get locks() {
    return this.#held.others;
  }

  get state() {
    return this.link?.state ?? 'stopped';
  }

  get link() {
    return this.#project.liveConnection ?? undefined;
  }

  /** @returns {string | undefined} */
  get clientId() {
    return this.link?.client ?? undefined;
  }

  get unsyncedChanges() {
    const { waiting, underWay } = this.#project.liveQueue;
    return waiting + underWay;
  }

  get syncStatus() {
    if (this.state !== 'connected') return 'offline';
    return this.unsyncedChanges > 0 ? 'syncing' : 'synced';
  }

  get isSyncSuspended() {
    return Boolean(this.#project.isAutoSyncSuspended);
  }

  suspendSync() {
    this.#project.suspendAutoSync();
    this.emit('sync');
  }

  resumeSync() {
    this.#project.resumeAutoSync();
    this.emit('sync');
  }

  /** Requests it; `loaded` reports that it is done. */
  reset() {
    this.#project.liveReset();
  }

  close() {
    this.#project.liveLogout();
  }

  /** @param {string} password or a token */
  login(password) {
    this.link?.login(password);
  }

  records = {
    /** @param {string} store @param {string | number} id @returns {any} */
    get: (store, id) => this.#project[STORES.get(store) ?? '']?.getById(id),
  };

  /**
   * @param {string | number | null} recordId of the current task
   * @param {{action?: 'viewing' | 'editing'}} [how]
   */
  select(recordId, { action } = {}) {
    this.#place = recordId === null ? {} : { recordId, ...(action && { action }) };
    this.#tellPlace();
  }

  /**
   * Locks a task exclusively until {@link unlock}.
   *
   * @param {string | number} recordId
   * @returns {Promise<boolean>} false: another user holds it, and is in `locks`
   */
  lock(recordId) {
    return this.#held.take(recordId);
  }

  /** @param {string | number} recordId */
  unlock(recordId) {
    this.#held.giveBack(recordId);
  }

  /** Removes its listeners; the project stays connected. */
  destroy() {
    this.#held.lost();
    if (typeof this.#end === 'function') this.#end();
    this.#endOfConnection();
  }

  /** A client that reports its position gets those of the others. */
  #tellPlace() {
    this.#project.liveSend('presence', { project: this.#project.liveProjectId, ...this.#place });
  }

  /** @param {any} data of a `lock`, or of a change that was refused for one @param {string} [error] */
  #hearLock(data, error) {
    if (data) this.#held.hear(data);
    else if (error) this.#held.refused();
  }

  /** @param {{locks: any[], all?: boolean}} data the lock list */
  #hearLocks({ locks, all }) {
    const told = locks.map(({ client, ...lock }) => ({ ...lock, clientId: client }));
    this.#held.tell(told, Boolean(all), this.clientId);
  }

  #listen() {
    this.#endOfConnection();
    this.#endOfConnection = this.link.on({
      /** @param {any} message */
      message: ({ command, data, error }) => {
        if (command === 'lock') this.#hearLock(data, error);
        if (command === 'locks' && data) this.#hearLocks(data);
        if (command !== 'presence' || !data?.users) return;
        this.users = data.users.map((/** @type {any} */ { client, userName, ...user }) => ({
          ...user,
          clientId: client,
          name: userName,
        }));
        this.emit('presence', { users: this.users });
      },
      connecting: () => this.emit('state', { state: 'connecting' }),
    });
  }
}

/**
 * @param {any} project a `LiveProject` of a chart
 * @returns {ChartLive} for the widgets
 */
export const liveOf = (project) => new ChartLive(project);
