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
 * @property {string} [userName] that a guest gives himself
 * @property {import('./sending.js').Queue} [queue] keeps what is not answered over a reload: see `offlineQueue`
 * @property {boolean} [preventUnsavedChanges] has a browser ask before it closes a tab whose changes have not all arrived
 */

/**
 * A project that is shared over a server, without a chart: what it holds, what others do to it, and changes that are sent until
 * they are answered.
 *
 * Events, beside those of its {@link Link} but `message`:
 *
 * - `loaded` `{ reason, dataset }`: `records` are new as a whole; `first`, `reload` or `reset`
 * - `changes` `{ revision, changes, sender, isOwn }`: `records` have changed
 * - `dropped` `{ reason, message, changes }`: a change was lost, and is not sent again; `reason` is a code
 * - `conflict` `{ changes, conflicts, currentState, keepMine }`: others were first; nothing of the change was made
 * - `stale` `{ count, oldest, send, discard }`: changes that were kept are older or more than the queue's bounds, and wait for one of these
 *   functions to be called
 * - `sync` `{ status, unsynced }`: one of them is another than before
 * - `presence` `{ users }`, `selection` `{ clientId, taskId, userName }`, `user_left` `{ clientId }`
 * - `problem` `{ code, message }`: the server complains of something that is no change
 */
export class SyncProject extends Emitter {
  /** What the server has told. */
  records = new Records();
  /** The last revision that is in `records`. */
  revision = 0;
  link;
  #sending;
  /** @type {{clientId?: string, resume?: string}} */
  #identity = {};
  /** All that this client was called. @type {Set<string>} */
  #formerIds = new Set();
  #isLoaded = false;
  /** Is all here that came while it was away? Only then anything is sent. */
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

  /** @returns {string | undefined} this client's name on the server */
  get clientId() {
    return this.#identity.clientId;
  }

  /** @returns {Fields[]} who is here, as far as they have a name */
  get users() {
    return this.#people.users;
  }

  /** @returns {number} how many changes the server has not answered */
  get unsyncedChanges() {
    return this.#sending.size;
  }

  /** @returns {'offline' | 'syncing' | 'synced'} */
  get syncStatus() {
    if (this.state !== 'connected') return 'offline';
    return this.unsyncedChanges || !this.#isCaughtUp ? 'syncing' : 'synced';
  }

  /** @returns {Promise<this>} when it is loaded, and has all that it missed; rejected where it cannot be */
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

  /** The same without waiting for anything. @returns {Promise<boolean>} false: it was closed before it could begin */
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
   * Changes something for everybody. Where there is no connection, it waits for one.
   *
   * @param {Fields} changes by store: `added`, `updated` and `removed`, each a list of records; new ones may have a `$PhantomId`
   *   by which others refer to them
   * @param {object} [options]
   * @param {boolean} [options.force] overrides conflicts, where one may
   * @returns {Promise<{revision: number, changes: Fields}>} when it was made: as it was made, with ids of new records. Rejected
   *   with a {@link SyncError} where it was not
   */
  change(changes, { force } = {}) {
    const base = this.#isLoaded ? this.revision : NaN;
    const made = this.#sending.add(changes, { base, force, isNow: this.#isCaughtUp });
    this.changed();
    return made;
  }

  /**
   * Shows the others where one is.
   *
   * @param {string | number | null} taskId that one has selected
   * @param {{action?: 'viewing' | 'editing', recordType?: string, recordId?: string | number}} [more]
   */
  select(taskId, more) {
    this.#people.select(taskId, more);
  }

  /** Holds back what is changed from now on, until {@link resumeSync}. */
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

  /** @returns {Promise<void>} when every change was answered, or there is no hope of it */
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
   * Goes on with another token: over the connection that stands, or a new one. Where one is connected, it settles when the server has answered;
   * a token that is refused is not used any more.
   *
   * @param {any} token a value or a function
   * @returns {Promise<void>} rejected with a {@link SyncError} where it was refused
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

  /** Ends the connection. What the server has not answered is lost: see {@link saved}. */
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
      // What was kept may be of revisions that there are no more.
      this.#sending.forgetBases(revision);
      this.#fill(project, revision, 'first');
      this.#catchUp();
    } else if (isSame && revision === this.revision) this.#catchUp();
    else {
      this.link.send({ type: 'request_delta', payload: { lastRevision: this.revision } });
      // It is answered behind all that was missed, be that nothing.
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

  /** The whole project: asked for, or since it was reset. @param {Fields} payload */
  #load({ revision, ...dataset }) {
    const isReset = this.#isCaughtUp && this.#reloads === 0;
    if (this.#reloads > 0) this.#reloads--;
    if (isReset) this.#sending.clear('ERR_BEFORE_RESET');
    if (revision < this.revision) this.#sending.forgetBases(-1);
    this.#fill(dataset, revision, isReset ? 'reset' : 'reload');
  }

  /** @param {Fields} changes @param {number} revision @param {string} sender */
  #hear(changes, revision, sender) {
    // What is told before all that was missed comes once more behind it: numbers have no gap.
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

  /** Tells how many changes wait, and keeps them. @internal */
  changed() {
    this.#sending.save(this.#identity);
    const { syncStatus: status, unsyncedChanges: unsynced } = this;
    const told = `${status} ${unsynced} ${this.state}`;
    if (this.#told === told) return;
    this.#told = told;
    this.emit('sync', { status, unsynced });
  }
}
