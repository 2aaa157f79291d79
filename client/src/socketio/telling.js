import { conflictOf, hasAdded, isRenaming, renamed, stateOf } from './messages.js';

/** @typedef {Record<string, any>} Fields */
/** @typedef {import('./messages.js').Update} Update */
/** @typedef {import('./wire.js').Past} Past */

/**
 * What came while something was asked.
 *
 * @typedef {object} Told
 * @property {Update[]} updates
 * @property {Fields[]} conflicts
 * @property {Update} [load]
 * @property {Fields} [error]
 */

/** What a `SyncProject` is told, in messages of `sync`, of what has come as events. */
export class Telling {
  #past;
  #say;

  /** @param {Past} past @param {(type: string, payload: any, more?: object) => void} say */
  constructor(past, say) {
    this.#past = past;
    this.#say = say;
  }

  /** @returns {import('../core/project.js').SyncProject} */
  get #client() {
    return /** @type {any} */ (this.#past.client);
  }

  /**
   * Others were first, which is found out before a change is sent.
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

  /** What became of a change. @param {number} number @param {Fields} changes @param {Told} told */
  settle(number, changes, { updates, conflicts, load, error }) {
    const client = this.#client;
    const isRefused = Boolean(error) || conflicts.length > 0;
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
    // With a refused change it is of a reset; else it puts right what is shown. And what was added already, on a connection that broke, is
    // there under ids that nobody tells.
    const isTold = !hasAdded(changes) || isRenaming(own?.changes ?? {});
    if (load && error) this.reload(load);
    else if (load || (!isRefused && !isTold)) client.reload();
  }

  /** @param {Told} told */
  deliver({ updates, load }) {
    if (load) this.reload(load);
    else for (const update of inOrder(updates)) this.tell(update);
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

  /** @param {Update} load */
  reload({ changes, revision }) {
    const { records, unsyncedChanges } = this.#client;
    const before = new Map(unsyncedChanges > 0 ? records.stores : []);
    this.#say('sync', { ...changes, revision });
    this.#past.overtaken.noteLoad(before, records.stores, revision);
  }
}

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
