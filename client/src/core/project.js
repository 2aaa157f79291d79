import { CLOSE } from './close-codes.js';
import { Emitter } from './emitter.js';
import { SyncError } from './errors.js';
import { Link } from './link.js';
import { People } from './people.js';
import { Records } from './records.js';
import { Sending } from './sending.js';
import { syncProtocol } from './sync-protocol.js';
import { guardTab } from './tab.js';

/** @typedef {import('./link.js').LinkOptions} LinkOptions */
/** @typedef {Record<string, any>} Fields */

/**
 * @typedef {object} OwnOptions
 * @property {string} url of the server, `ws://…`, `wss://…` or, in a page, a path
 * @property {string | number} project its id
 * @property {string} [userName] name of a guest
 * @property {import('./sending.js').Queue} [queue] keeps unanswered changes across a reload: see `offlineQueue`
 * @property {boolean} [preventUnsavedChanges] lets the browser ask before it closes a tab with unconfirmed changes
 */

/**
 * A shared project without a chart: its content, the changes of others, and own changes, which are sent until they are
 * answered.
 *
 * Events, in addition to those of its {@link Link} except `message`:
 *
 * - `loaded` `{ reason, dataset }`: `records` were replaced; `first`, `reload` or `reset`
 * - `changes` `{ revision, changes, sender, isOwn }`: `records` have changed
 * - `dropped` `{ reason, message, changes }`: a change was refused, and is not sent again; `reason` is a code
 * - `conflict` `{ changes, conflicts, currentState, keepMine }`: other users were first; the whole change was refused
 * - `stale` `{ count, oldest, send, discard }`: stored changes exceed the limits of the queue, and wait for a call of
 * one of these functions
 * - `sync` `{ status, unsynced }`: one of them has changed
 * - `presence` `{ users }`, `selection` `{ clientId, taskId, userName }`, `user_left` `{ clientId }`
 * - `problem` `{ code, message }`: an error that concerns no change
 */
export class SyncProject extends Emitter {
  /** The content as confirmed by the server. */
  records = new Records();
  /** The last revision in `records`. */
  revision = 0;
  link;
  #sending;
  /** @type {{clientId?: string, resume?: string}} */
  #identity = {};
  /** All ids that this client has had. @type {Set<string>} */
  #formerIds = new Set();
  #isLoaded = false;
  /** Have all missed changes arrived? Nothing is sent before. */
  #isCaughtUp = false;
  #reloads = 0;
  #people;
  #place;
  /** @type {string | undefined} */
  #userName;
  #told = '';
  #isUnsaved;
  #detach = () => {};

  /** @param {OwnOptions & LinkOptions} options */
  constructor({ preventUnsavedChanges = true, queue, ...options }) {
    super();
    this.#place = `${options.url} ${options.project}`;
    this.#userName = options.userName;
    this.link = new Link(
      syncProtocol(options, () => this.#identity),
      options,
    );
    this.link.on('message', (message) => this.#receive(message));
    this.link.on('state', ({ state, ...detail }) => this.#onState(state, detail));
    this.#people = new People(this);
    this.#sending = new Sending(this, queue);
    this.#isUnsaved = () => preventUnsavedChanges && this.unsyncedChanges > 0;
  }

  get state() {
    return this.link.state;
  }

  /** @returns {string | undefined} the client id */
  get clientId() {
    return this.#identity.clientId;
  }

  /** @returns {Fields[]} the people with a name */
  get users() {
    return this.#people.users;
  }

  /** @returns {number} number of unanswered changes */
  get unsyncedChanges() {
    return this.#sending.size;
  }

  /** @returns {'offline' | 'syncing' | 'synced'} */
  get syncStatus() {
    if (this.state !== 'connected') return 'offline';
    return this.unsyncedChanges || !this.#isCaughtUp ? 'syncing' : 'synced';
  }

  /** @returns {Promise<this>} resolves when it is loaded and has all missed changes; rejects if it cannot be loaded */
  open() {
    return new Promise((resolve, reject) => {
      const settle = () => (detach(), resolve(this));
      const fail = (/** @type {Fields} */ { code, reason }) => {
        detach();
        const why = /^ERR/.test(reason) ? reason : 'ERR_STOPPED';
        reject(new SyncError(why, `${reason} (${code})`));
      };
      const detach = this.on({ ready: settle, 'needs-auth': fail, stopped: fail });
      if (this.#isCaughtUp) settle();
      else void this.connect().then((isOpen) => isOpen || fail({ reason: 'closed' }));
    });
  }

  /** Starts to connect. @returns {Promise<boolean>} false: it was closed before it could start */
  async connect() {
    const opened = this.#sending.open(this.#place, this.#userName);
    const identity = await opened;
    const isOpen = opened === this.#sending.loaded;
    if (isOpen) {
      this.#identity = { ...identity, ...this.#identity };
      this.#detach();
      this.#detach = guardTab(this.#isUnsaved);
      this.link.open();
    }
    return isOpen;
  }

  /**
   * Changes the project for everybody. Without a connection, it waits for one.
   *
   * @param {Fields} changes by store: `added`, `updated` and `removed`, each a list of records; new ones may have a
   * `$PhantomId` for references
   * @param {object} [options]
   * @param {boolean} [options.force] overrides conflicts, if allowed
   * @returns {Promise<{revision: number, changes: Fields}>} the change as applied, with the ids of new records. Rejects
   * with a {@link SyncError} if it was refused
   */
  change(changes, { force } = {}) {
    const base = this.#isLoaded ? this.revision : NaN;
    const made = this.#sending.add(changes, { base, force, isNow: this.#isCaughtUp });
    this.changed();
    return made;
  }

  /**
   * Reports the position of the user.
   *
   * @param {string | number | null} taskId the selected task
   * @param {{action?: 'viewing' | 'editing', recordType?: string, recordId?: string | number}} [more]
   */
  select(taskId, more) {
    this.#people.select(taskId, more);
  }

  /** Holds back further changes until {@link resumeSync}. */
  suspendSync() {
    this.#sending.isSuspended = true;
    this.changed();
  }

  resumeSync() {
    this.#sending.isSuspended = false;
    if (this.#isCaughtUp) this.#sending.flush();
    this.changed();
  }

  get isSyncSuspended() {
    return this.#sending.isSuspended;
  }

  /** Loads everything again. */
  reload() {
    if (this.link.send({ type: 'request_sync' })) this.#reloads++;
  }

  /** @returns {Promise<void>} resolves when every change was answered, or cannot be */
  saved() {
    return new Promise((resolve) => {
      const look = () => {
        if (this.unsyncedChanges && this.link.isTrying) return;
        off();
        resolve();
      };
      const off = this.on('sync', look);
      look();
    });
  }

  /**
   * Continues with another token, on the current connection or a new one. While connected, it settles when the server
   * has answered; a refused token is not used any more.
   *
   * @param {any} token a value or a function
   * @returns {Promise<void>} rejects with a {@link SyncError} if the token was refused
   */
  async login(token) {
    const { link } = this;
    const isOnline = this.state === 'connected';
    const value = isOnline && typeof token === 'function' ? await token() : token;
    if (!link.send({ type: 'login', payload: { token: value } })) return link.login(token);
    return new Promise((resolve, reject) => {
      const accept = () => {
        off();
        link.token = token;
        resolve();
      };
      const off = link.on({
        state: accept,
        message: ({ type, payload }) => {
          if (type === 'login') accept();
          else if (type === 'error' && /LOGIN|UNAUTH/.test(payload.code)) {
            off();
            reject(new SyncError(payload.code, payload.message));
          }
        },
      });
    });
  }

  /** Closes the connection. Unanswered changes are lost: see {@link saved}. */
  close() {
    this.link.close();
    this.#detach();
    this.#sending.close();
    this.changed();
  }

  /** @param {string} state @param {Fields} detail */
  #onState(state, detail) {
    if (state !== 'connected') {
      this.#isCaughtUp = false;
      this.#reloads = 0;
      this.#people.end();
      this.#sending.lost(detail.code === CLOSE.TOO_LONG);
    }
    this.emit('state', { state, ...detail });
    this.emit(state, detail);
    this.changed();
  }

  /** @param {Fields} message */
  #receive({ type, payload, revision, sender }) {
    if (type === 'init') this.#begin(payload);
    else if (type === 'pong') this.#catchUp();
    else if (type === 'changes') this.#hear(payload, revision, sender);
    else if (type === 'sync') this.#load(payload);
    else if (type === 'ack') this.#made(payload);
    else if (type === 'conflict')
      this.#sending.conflicts(payload, (changes) => this.change(changes));
    else if (type !== 'error') this.#people.receive(type, payload);
    else if (!this.#sending.refused(payload)) this.emit('problem', payload);
    this.changed();
  }

  /** @param {Fields} init */
  #begin({ clientId, resume, project, revision }) {
    const isSame = clientId === this.#identity.clientId;
    this.#identity = { clientId, resume };
    if (this.#sending.size === 0) this.#formerIds.clear();
    this.#formerIds.add(clientId);
    this.#people.begin();
    if (!this.#isLoaded) {
      // Stored changes may refer to revisions that no longer exist.
      this.#sending.forgetBases(revision);
      this.#fill(project, revision, 'first');
      this.#catchUp();
    } else if (isSame && revision === this.revision) this.#catchUp();
    else {
      this.link.send({ type: 'request_delta', payload: { lastRevision: this.revision } });
      // Its answer comes after all missed changes, if any.
      this.link.send({ type: 'ping' });
    }
  }

  #catchUp() {
    if (this.#isCaughtUp || this.state !== 'connected') return;
    this.#isCaughtUp = true;
    this.#sending.start();
    this.emit('ready');
    this.changed();
  }

  /** @param {Fields} dataset @param {number} revision @param {string} reason */
  #fill(dataset, revision, reason) {
    this.records.load(dataset);
    this.revision = revision;
    this.#isLoaded = true;
    this.emit('loaded', { reason, dataset });
  }

  /** The whole project, on request or after a reset. @param {Fields} payload */
  #load({ revision, ...dataset }) {
    const isReset = this.#isCaughtUp && this.#reloads === 0;
    if (this.#reloads > 0) this.#reloads--;
    if (isReset) this.#sending.clear('ERR_BEFORE_RESET');
    if (revision < this.revision) this.#sending.forgetBases(-1);
    this.#fill(dataset, revision, isReset ? 'reset' : 'reload');
  }

  /** @param {Fields} changes @param {number} revision @param {string} sender */
  #hear(changes, revision, sender) {
    // A change that arrives before the missed ones is sent again after them, because numbers have no gaps.
    if (revision !== this.revision + 1) return;
    const isOwn = this.#formerIds.has(sender);
    this.#advance(changes, revision, sender, isOwn);
    if (isOwn) this.#sending.recognise(changes, revision);
  }

  /** @param {Fields} changes @param {number} revision @param {string | undefined} sender @param {boolean} isOwn */
  #advance(changes, revision, sender, isOwn) {
    this.records.apply(changes);
    this.revision = revision;
    this.emit('changes', { revision, changes: this.#sending.names.in(changes), sender, isOwn });
  }

  /** @param {Fields} payload */
  #made(payload) {
    const { serverRevision, changes } = payload;
    if (serverRevision > this.revision) this.#advance(changes, serverRevision, this.clientId, true);
    this.#sending.made(payload);
  }

  /** Reports the number of unanswered changes, and stores them. @internal */
  changed() {
    this.#sending.save(this.#identity);
    const { syncStatus: status, unsyncedChanges: unsynced } = this;
    const told = `${status} ${unsynced} ${this.state}`;
    if (this.#told === told) return;
    this.#told = told;
    this.emit('sync', { status, unsynced });
  }
}
