import { conflictOf, hasAdded, isRenaming, renamed, stateOf } from './messages.js';

/** @typedef {Record<string, any>} Fields */
/** @typedef {import('./messages.js').Update} Update */
/** @typedef {import('./wire.js').Past} Past */

const BEFORE_RESET = 'ERR_BEFORE_RESET';

/**
 * Events that arrived during a request.
 *
 * @typedef {object} Told
 * @property {Update[]} updates
 * @property {Fields[]} conflicts
 * @property {Update} [load]
 * @property {boolean} isReset was there a reset, which invalidates everything before?
 * @property {Fields} [error]
 */

/** Converts received events to `sync` messages for a `SyncProject`. */
export class Telling {
  #past;
  #jobs;
  #say;

  /**
   * @param {Past} past
   * @param {import('./jobs.js').Jobs} jobs
   * @param {(type: string, payload: any, more?: object) => void} say
   */
  constructor(past, jobs, say) {
    this.#past = past;
    this.#jobs = jobs;
    this.#say = say;
  }

  /** @returns {import('../core/project.js').SyncProject} */
  get #client() {
    return /** @type {any} */ (this.#past.client);
  }

  /**
   * Reports a conflict that was detected before sending a change.
   *
   * @param {number} number of the change
   * @param {{store: string, id: any, fields: string[], mine: Fields}[]} found
   */
  overtaken(number, found) {
    this.#say(
      'conflict',
      conflictPayload(
        number,
        found.map((one) => this.#conflict(one)),
      ),
    );
  }

  /** @param {{store: string, id: any, fields: string[], mine: Fields}} found @returns {Fields} */
  #conflict({ store, id, fields, mine }) {
    const serverVersion = { ...this.#client.records.get(store, id), id };
    const clientVersion = { ...serverVersion, ...mine };
    const told = { recordType: store, recordId: id, fields, serverVersion, clientVersion };
    return conflictOf(told);
  }

  /** Reports the result of a change. @param {number} number @param {Fields} changes @param {Told} told */
  settle(number, changes, { updates, conflicts, load, isReset, error }) {
    const client = this.#client;
    const isRefused = Boolean(error) || conflicts.length > 0;
    // It was made before a reset: the client drops it with all waiting changes.
    if (load && error?.code === BEFORE_RESET && this.reload(load)) {
      this.#tellAll(since(updates, load));
      return;
    }
    const own = isRefused ? undefined : ownOf(updates);
    const ack = (/** @type {Fields} */ made) =>
      this.#say('ack', { clientRevision: number, serverRevision: client.revision, ...made });
    let isSettled = isRefused;
    for (const update of inOrder(updates)) {
      if (load) break;
      if (update.revision !== own?.revision) {
        this.tell(update);
      } else {
        ack({ serverRevision: own.revision, changes: renamed(own.changes) });
        isSettled = true;
      }
    }
    if (error) this.#say('error', { ...error, clientRevision: number });
    else if (isRefused) this.#say('conflict', conflictPayload(number, conflicts.map(conflictOf)));
    else if (!isSettled) ack({ changes });
    // It puts right what is shown. And what was added already, on a connection that broke, is there under ids that nobody tells.
    const isTold = !hasAdded(changes) || isRenaming(own?.changes ?? {});
    if (load && (error || isReset)) this.deliver({ updates, load });
    else if (load || (!isRefused && !isTold)) client.reload();
  }

  /** @param {Pick<Told, 'updates' | 'load'>} told */
  deliver({ updates, load }) {
    if (load) this.reload(load);
    this.#tellAll(since(updates, load));
  }

  /** @param {Update[]} updates in order */
  #tellAll(updates) {
    for (const update of updates) this.tell(update);
  }

  /** @param {Update} update of somebody else */
  tell({ changes, revision }) {
    const client = this.#client;
    if (revision <= client.revision) return;
    if (revision > client.revision + 1) {
      client.reload();
      return;
    }
    const { overtaken } = this.#past;
    if (client.unsyncedChanges === 0) overtaken.clear();
    else overtaken.note(changes, revision);
    this.#say('changes', changes, { revision });
  }

  /** @param {Update} load @returns {boolean} does the client treat it as a reset? */
  reload({ changes, revision }) {
    const client = this.#client;
    const { records, unsyncedChanges } = client;
    const before = new Map(unsyncedChanges > 0 ? records.stores : []);
    let isReset = false;
    const off = client.on('loaded', ({ reason }) => (isReset = reason === 'reset'));
    this.#jobs.dropChanges(() => (this.#say('sync', { ...changes, revision }), isReset));
    off();
    this.#past.overtaken.noteLoad(before, records.stores, revision);
    return isReset;
  }
}

/** @param {Update[]} updates @param {Update} [load] @returns {Update[]} the later ones, in order */
const since = (updates, load) =>
  inOrder(updates).filter(({ revision }) => revision > (load?.revision ?? -1));

/** @param {number} clientRevision @param {Fields[]} conflicts */
const conflictPayload = (clientRevision, conflicts) => ({
  clientRevision,
  conflicts,
  currentState: stateOf(conflicts),
});

/**
 * What others did was told when it was made, and once more with the rest; one's own only with that, or under new ids.
 *
 * @param {Update[]} updates
 * @returns {Update | undefined}
 */
const ownOf = (updates) =>
  updates.find(({ changes }) => isRenaming(changes)) ??
  updates.find(
    ({ revision: one }) => updates.filter(({ revision }) => revision === one).length === 1,
  );

/** @param {Update[]} updates @returns {Update[]} each once, by their numbers */
const inOrder = (updates) =>
  [...new Map(updates.map((update) => [update.revision, update])).values()].sort(
    (one, other) => one.revision - other.revision,
  );
