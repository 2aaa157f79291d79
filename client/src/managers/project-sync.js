import { floatDates } from '../bryntum/floating-dates.js';
import { Emitter } from '../core/emitter.js';
import { SyncProject } from '../core/project.js';
import { guardTab } from '../core/tab.js';
import { settle } from '../widgets/conflicts.js';
import { Hands } from './hands.js';
import {
  Given,
  basedOn,
  inline,
  mapUpdated,
  named,
  plain,
  shared,
  withDerived,
  withoutCalculated,
  withoutDerived,
} from './packs.js';

/** @typedef {Record<string, any>} Fields */

const USUAL_PAUSE_MS = 100;
// The user may edit again during a calculation; the wait for the engine is limited.
const MOST_ROUNDS = 10;
const TOLD = ['state', 'connecting', 'connected', 'disconnected', 'needs-auth', 'stopped', 'sync'];
const PASSED = [...TOLD, 'selection', 'user_left', 'problem', 'stale'];
// The order of stores: references may exist until a removal, and an added record must exist before its references.
const STORES = ['calendars', 'resources', 'events', 'tasks', 'dependencies', 'assignments'];

/**
 * Keeps a Bryntum project in sync with a project on a server, over `sync`. Own changes are sent after a short pause.
 * Changes of others are applied, and so are the server's corrections of own changes, so that all clients end up equal.
 *
 * Events: those of a `SyncProject`, `presenceUpdate` `{ users }`, and `conflict` `{ changes, conflicts, currentState, resolve }`.
 */
export class ProjectSync extends Emitter {
  /** Are changes of others being applied? These are not sent. */
  suspendSync = false;
  project;
  client;
  #pause;
  /** @type {any} */
  #timer;
  /** Number of running collections of changes. */
  #collecting = 0;
  #detach = () => {};
  #unguard = () => {};
  #hands;
  #given = new Given();
  #working = Promise.resolve();
  /** Revisions of others that are not applied yet, the oldest first. @type {number[]} */
  #unseen = [];

  /**
   * @param {any} project of Bryntum's
   * @param {ConstructorParameters<typeof SyncProject>[0] & {pause?: number}} options `pause`: milliseconds for
   * collecting changes
   */
  constructor(project, { pause = USUAL_PAUSE_MS, preventUnsavedChanges = true, ...options }) {
    super();
    this.project = project;
    this.#pause = pause;
    this.#hands = new Hands(project);
    this.client = new SyncProject({ ...options, preventUnsavedChanges: false });
    if (preventUnsavedChanges) this.#unguard = guardTab(() => this.unsyncedChanges > 0);
    for (const name of PASSED) this.client.on(name, (detail) => this.emit(name, detail));
    this.client.on({
      loaded: ({ dataset, reason }) => {
        const { revision } = this.client;
        this.#work(() => this.#load(dataset, reason), revision);
      },
      changes: (told) => {
        if (!told.isOwn) this.#unseen.push(told.revision);
        this.#work(() => this.#apply(told), told.revision);
      },
      presence: ({ users }) => {
        this.emit('presence', { users });
        this.emit('presenceUpdate', { users });
      },
      conflict: (conflict) => this.#conflict(conflict),
      // What the project shows is not what there is.
      dropped: (detail) => (this.emit('dropped', detail), this.client.reload()),
    });
    void this.client.connect();
  }

  get state() {
    return this.client.state;
  }

  get users() {
    return this.client.users;
  }

  get clientId() {
    return this.client.clientId;
  }

  get serverRevision() {
    return this.client.revision;
  }

  get unsyncedChanges() {
    return this.client.unsyncedChanges + (this.#hasUnsent ? 1 : 0);
  }

  get syncStatus() {
    const { syncStatus } = this.client;
    return syncStatus === 'synced' && this.#hasUnsent ? 'syncing' : syncStatus;
  }

  /** @param {any} taskId @param {object} [more] */
  select(taskId, more) {
    this.client.select(taskId, more);
  }

  suspend() {
    this.client.suspendSync();
  }

  resume() {
    this.client.resumeSync();
  }

  /** Sends changes without the pause. @param {Fields} [_changes] what a listener has found; all is found anyway */
  async sendChanges(_changes) {
    if (this.suspendSync) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#collecting++;
    await Promise.resolve(this.project.commitAsync?.()).finally(() => this.#collecting--);
    this.#hand();
  }

  /** Hands to the client what has changed and is calculated. */
  #hand() {
    if (this.project.isDestroyed) return;
    const changes = shared(this.project.changes);
    this.project.acceptChanges();
    if (!changes) return;
    const told = withDerived(changes, (name, record) => this.#derived(name, record), this.#given);
    this.#given.clear();
    if (told) void this.client.change(basedOn(this.#unseen[0] - 1, told));
  }

  /** Sends what waits for the end of the pause, ends everything, and listens to nothing any more; the project stays. */
  destroy() {
    clearTimeout(this.#timer);
    const isWaiting = this.#timer !== undefined || this.#collecting > 0;
    if (isWaiting && !this.suspendSync) this.#hand();
    this.#timer = undefined;
    this.#detach();
    this.#unguard();
    this.#hands.end();
    this.client.close();
  }

  /** Was something changed here that is not handed to the client yet? What is written to the engine is told when it is calculated. */
  get #hasUnsent() {
    return (
      this.#timer !== undefined ||
      this.#collecting > 0 ||
      (!this.suspendSync && isAtWork(this.project.replica))
    );
  }

  /** What was changed here and is not sent yet would go with what comes, or be taken for theirs. */
  async #sendFirst() {
    for (let rest = MOST_ROUNDS; rest > 0 && this.#hasUnsent && !this.suspendSync; rest--)
      await this.sendChanges();
  }

  /** @param {string} name of a store, or `project` @param {Fields} record of a change @returns {string[]} keys that are calculated */
  #derived(name, record) {
    const isOfStore = name !== 'project';
    const one = isOfStore ? this.#store(name)?.getById(record.id) : this.project;
    return this.#hands.takeDerived(one, record);
  }

  /** Jobs one after the other. @param {() => Promise<void>} job @param {number} shown the revision that it shows */
  #work(job, shown) {
    const isHere = () => this.client.state !== 'stopped' && !this.project.isDestroyed;
    this.#working = this.#working
      .then(() => (isHere() ? job() : undefined))
      .catch((error) => this.emit('problem', { code: 'ERR_NOT_APPLIED', message: String(error) }))
      .finally(() => (this.#unseen = this.#unseen.filter((revision) => revision > shown)));
  }

  /** @param {Fields} dataset @param {string} reason */
  async #load(dataset, reason) {
    if (reason === 'reset') await this.#forget();
    else await this.#sendFirst();
    this.#detach();
    const { taskStore = this.project.eventStore, crudStores = [] } = this.project;
    floatDates({ taskStore, crudStores });
    await this.#silently(() => this.project.loadInlineData(inline(dataset)), true);
    this.#detach = this.project.on({ change: () => this.#schedule() });
    // The library takes what somebody does while it loads for what was loaded.
    const missed = shared(this.#hands.changes());
    if (missed) void this.client.change(missed);
    this.emit('loaded', { reason });
  }

  /** What was done to a project that is reset is lost, as if it had been sent. */
  async #forget() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#hasUnsent) await this.project.commitAsync();
    const changes = shared(this.project.changes);
    const reason = 'ERR_BEFORE_RESET';
    if (changes) this.emit('dropped', { reason, message: reason, changes });
  }

  #schedule() {
    if (this.suspendSync || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => void this.sendChanges(), this.#pause);
  }

  /** @param {{changes: Fields, isOwn: boolean, revision: number, sender?: string}} told */
  async #apply({ changes, isOwn, revision, sender }) {
    await this.#sendFirst();
    this.#given.add(changes);
    const names = Object.keys(changes).sort((a, b) => STORES.indexOf(a) - STORES.indexOf(b));
    await this.#silently(() => {
      for (const name of names) {
        const store = this.#store(name);
        const change = this.project.replica ? withoutDerived(changes[name]) : changes[name];
        if (store) store.applyChangeset(named(change, store, isOwn), null, '$PhantomId');
      }
    });
    this.emit('changes', { changes, isOwn, revision, sender });
  }

  /** @param {string} name on the server */
  #store(name) {
    const { project } = this;
    if (name === 'tasks') return project.taskStore ?? project.eventStore;
    if (name === 'calendars' && project.calendarManagerStore) return project.calendarManagerStore;
    return (
      project[`${name.replace(/ies$/, 'y').replace(/s$/, '')}Store`] ?? project[`${name}Store`]
    );
  }

  /** @param {Fields} conflict */
  #conflict({ changes: based, conflicts, currentState }) {
    const mine = mapUpdated(based, plain);
    const changes = withoutCalculated(mine);
    // On what there is now; of a record that is gone, or locked, it would conflict again and again.
    const kept = settle({ changes: mine, conflicts, currentState }, 'keep_local');
    const keepMine = async () => kept && this.client.change(kept);
    const resolve = async (/** @type {string} */ strategy, /** @type {Fields} */ merged) => {
      if (strategy === 'keep_local') await keepMine();
      else if (strategy === 'merge') await this.client.change(merged);
      this.client.reload();
    };
    this.emit('conflict', { changes, conflicts, currentState, keepMine, resolve });
  }

  /**
   * Theirs is shown and not sent. What somebody does here while it is calculated is.
   *
   * @param {() => any} act
   * @param {boolean} [isLoad] has the library forget what is done meanwhile?
   */
  async #silently(act, isLoad = false) {
    const { project } = this;
    this.suspendSync = true;
    const acting = act();
    project.acceptChanges();
    this.#hands.begin(isLoad);
    try {
      await acting;
      await project.commitAsync?.();
    } finally {
      this.suspendSync = false;
    }
    // What follows from it, its author has calculated as well.
    if (this.#hands.hasSeen) this.#schedule();
    else {
      project.acceptChanges();
      this.#given.clear();
    }
  }
}

/** @param {any} replica the engine of a project, if it has one @returns {boolean} is something written to it that it has not told yet? */
const isAtWork = (replica) => Boolean(replica?.isCommitting || replica?.hasPendingAutoCommit?.());
