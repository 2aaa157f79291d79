'use strict';

const REFERENCES = new Set(
  (
    'parentId event task from to fromEvent toEvent fromTask toTask eventId taskId ' +
    'resource resourceId calendar calendarId versionId'
  ).split(' '),
);
const SECTIONS = ['added', 'updated', 'removed'];
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
const TREES = new Set(['tasks', 'calendars']);
const PLACE = new Set(['id', 'parentId', 'parentIndex', 'orderedParentIndex']);

/**
 * The rules by which a change is rewritten before it is applied: ids for new records, references to them, and what
 * others have changed meanwhile. It works in place, on the message that was parsed.
 */
class ChangeRules {
  #project;

  /** @param {import('./plain-project').PlainProject} project */
  constructor(project) {
    this.#project = project;
  }

  /** Gives every new record of a revision its id. */
  bindIds(changes, client) {
    const { phantoms } = this.#project;
    for (const [name, change] of Object.entries(changes)) {
      for (const record of change.added ?? []) {
        const phantom = record.$PhantomId;
        if (phantom === undefined || this.#isKnown(name, phantom)) continue;
        const key = keyOf(phantom, client);
        if (phantoms.has(key)) continue;
        if (record.id !== undefined) this.#project.noteId(record.id);
        phantoms.set(key, record.id ?? this.#project.nextId(name));
      }
    }
  }

  /**
   * Rewrites a revision so that it can be applied as it is.
   *
   * @returns {object[]} tasks that lost their parent, for the server to add elsewhere
   */
  rebase(changes, client) {
    const adopted = [];
    let isCut = false;
    for (const [name, change] of Object.entries(changes)) {
      if (name === 'project') continue;
      for (const section of SECTIONS) {
        for (const record of change[section] ?? []) this.#resolve(name, record, client);
        for (const record of change.$input?.[section] ?? []) this.#resolve(name, record, client);
      }
      this.#rebaseStore(name, change, adopted);
      if (change.$input && this.#rebaseStore(name, change.$input, [])) isCut = true;
      completeInput(change);
    }
    if (isCut) dropDerived(changes);
    return adopted;
  }

  #isKnown(name, id) {
    return (
      this.#project.store(name).records.has(String(id)) || this.#project.removed.has(String(id))
    );
  }

  #resolve(name, record, client) {
    const phantom = record.$PhantomId;
    if (phantom !== undefined) {
      record.id = this.#isKnown(name, phantom) ? phantom : this.#real(phantom, client);
    } else if (record.id === undefined) {
      record.id = this.#project.nextId(name);
    } else {
      record.id = this.#real(record.id, client);
    }
    if (record.$PhantomParentId !== undefined) {
      const parentId = this.#real(record.$PhantomParentId, client);
      delete record.$PhantomParentId;
      delete record.parentId;
      record.parentId = parentId;
    }
    for (const key of Object.keys(record)) {
      const value = record[key];
      if (typeof value === 'string') {
        if (REFERENCES.has(key)) record[key] = this.#real(value, client);
        else if (key[0] !== '$' && key !== 'name' && value.startsWith('_generated')) {
          record[key] = this.#real(value, client);
        }
      } else if (typeof value === 'object' && value !== null) {
        record[key] = this.#resolveInside(value, client);
      }
    }
  }

  #resolveInside(value, client) {
    if (typeof value === 'string' && value.startsWith('_generated')) {
      return this.#real(value, client);
    }
    if (typeof value !== 'object' || value === null) return value;
    for (const key of Object.keys(value)) value[key] = this.#resolveInside(value[key], client);
    return value;
  }

  #real(id, client) {
    return typeof id === 'string' ? (this.#project.phantoms.get(keyOf(id, client)) ?? id) : id;
  }

  /** @returns {boolean} whether an update or a removal was left out, or a move taken back */
  #rebaseStore(name, change, adopted) {
    const { removed } = this.#project;
    const store = this.#project.store(name);
    const gone = new Set();
    let isCut = false;
    if (change.added) this.#rebaseAdded(name, store, change, adopted, gone);
    for (const section of ['updated', 'removed']) {
      if (!change[section]) continue;
      const kept = change[section].filter(({ id }) => !removed.has(String(id)));
      if (kept.length < change[section].length) isCut = true;
      change[section] = kept;
      if (kept.length === 0) delete change[section];
    }
    if (TREES.has(name)) {
      for (const record of change.updated ?? []) isCut = this.#takeBackMove(store, record) || isCut;
    }
    return isCut;
  }

  #rebaseAdded(name, store, change, adopted, gone) {
    const coming = new Set(change.added.map(({ id }) => String(id)));
    const known = change.added.filter(({ id }) => store.records.has(String(id)));
    let added = change.added.filter(({ id }) => !store.records.has(String(id)));
    if (name === 'tasks') {
      const isOrphan = ({ parentId }) => {
        if (parentId === undefined || parentId === null) return false;
        const parent = String(parentId);
        return gone.has(parent) || !(store.records.has(parent) || coming.has(parent));
      };
      for (const record of added) {
        if (!isOrphan(record)) continue;
        gone.add(String(record.id));
        const { parentId, ...fields } = record;
        adopted.push({ ...fields, parentId: this.#ancestor(store, parentId) });
      }
      added = added.filter(({ id }) => !gone.has(String(id)));
    }
    for (const record of known) delete record.$PhantomId;
    if (known.length > 0) change.updated = [...known, ...(change.updated ?? [])];
    change.added = added;
    if (added.length === 0) delete change.added;
  }

  /** The nearest parent that is still there, else none. */
  #ancestor(store, parentId) {
    let at = parentId;
    while (at !== undefined && at !== null && !store.records.has(String(at))) {
      at = this.#project.removed.get(String(at));
    }
    return at ?? null;
  }

  #takeBackMove(store, record) {
    const { id, parentId } = record;
    if (parentId === undefined || parentId === null || !store.records.has(String(id))) return false;
    if (store.records.has(String(parentId)) && !store.isBelow(parentId, id)) return false;
    const place = store.place(id);
    record.parentId = place.parentId;
    if ('parentIndex' in record) record.parentIndex = place.index;
    if ('orderedParentIndex' in record) record.orderedParentIndex = place.index;
    return true;
  }
}

/** What was derived from an edit that was left out goes too: of an update only what the user did stays. */
function dropDerived(changes) {
  for (const [name, change] of Object.entries(changes)) {
    if (name === 'project') continue;
    const said = new Map(
      (change.$input?.updated ?? []).map((record) => [String(record.id), record]),
    );
    const updated = (change.updated ?? [])
      .map((record) => keepSaid(record, said.get(String(record.id)) ?? {}))
      .filter((record) => Object.keys(record).length > 1);
    if (updated.length > 0) change.updated = updated;
    else delete change.updated;
  }
  if (changes.project) changes.project = keepSaid(changes.project, changes.project.$input ?? {});
}

function keepSaid(record, said) {
  const stays = (key) => key in said || PLACE.has(key) || key[0] === '$';
  return Object.fromEntries(Object.entries(record).filter(([key]) => stays(key)));
}

/** Whoever applies $input alone must lose what the others lose. */
function completeInput(change) {
  if (!change.removed) return;
  change.$input ??= {};
  const said = new Set((change.$input.removed ?? []).map(({ id }) => String(id)));
  const missing = change.removed.filter(({ id }) => !said.has(String(id)));
  if (missing.length === 0) return;
  const list = missing.map(({ id }) => ({ id }));
  change.$input.removed = [...(change.$input.removed ?? []), ...list];
}

function keyOf(phantom, client) {
  return UUID.test(phantom) ? String(phantom) : `${client} ${phantom}`;
}

module.exports = { ChangeRules };
