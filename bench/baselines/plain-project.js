'use strict';

const { ChangeRules } = require('./plain-rules');
const { PlainStore, PlainTree } = require('./plain-stores');

/** @typedef {Record<string, any>} Fields */

const ORDER = ['calendars', 'resources', 'tasks', 'dependencies', 'assignments', 'versions'];
const STORES = [...ORDER, 'changelogs'];
const SHOWN = ['tasks', 'resources', 'dependencies', 'assignments', 'calendars', 'versions'];
const MAX_REMEMBERED = 10_000;

/**
 * A project as one would write it in plain JavaScript: records are objects in Maps, children are kept per parent, a
 * message is parsed once and stringified once, and the text of the dataset is kept until the next change.
 */
class PlainProject {
  #lastRevision = 0;
  #isChanged = false;
  #lastId = 100;
  /** @type {Map<string, string | number>} */
  phantoms = new Map();
  /** Of removed records: the parent that they had. @type {Map<string, unknown>} */
  removed = new Map();
  /** @type {Map<string, PlainStore>} */
  stores = new Map();
  /** @type {Map<string, unknown>} */
  #contents = new Map();
  /** @type {Fields} */
  #fields = {};
  /** @type {Buffer | undefined} */
  #dataset;

  /** @param {number | string} id */
  constructor(id) {
    this.id = id;
    this.rules = new ChangeRules(this);
  }

  /** @param {Buffer | string} text of a data file; replaces the whole state */
  load(text) {
    const data = JSON.parse(text.toString());
    this.stores = new Map();
    this.phantoms.clear();
    this.removed.clear();
    this.#contents.clear();
    this.#fields = {};
    this.#dataset = undefined;
    this.#isChanged = false;
    for (const name of STORES) this.store(name);
    for (const [key, value] of Object.entries(data)) {
      if (key === 'project') this.#fields = value;
      else this.#loadStore(key.replace(/Data$/, ''), Array.isArray(value) ? value : value.rows);
    }
  }

  /** @param {string} name */
  store(name) {
    let store = this.stores.get(name);
    if (!store) {
      const isTree = name === 'tasks' || name === 'calendars';
      store = isTree ? new PlainTree(name === 'tasks') : new PlainStore();
      this.stores.set(name, store);
    }
    return store;
  }

  /** @param {string} store */
  nextId(store) {
    return `${store === 'tasks' ? 'events' : store}-${++this.#lastId}`;
  }

  /** @param {unknown} id that came from outside */
  noteId(id) {
    const number = typeof id === 'number' ? id : Number(/(\d{1,15})$/.exec(String(id))?.[1] ?? 0);
    if (number > this.#lastId) this.#lastId = number;
  }

  /**
   * @param {Buffer} bytes a whole `project_change`
   * @param {string} client
   * @returns {Buffer | {code: string, message: string}} the broadcast
   */
  submit(bytes, client) {
    let message;
    try {
      message = JSON.parse(bytes.toString());
    } catch {
      return { code: 'ERR_INVALID_JSON', message: 'The message is not JSON text' };
    }
    return this.submitParsed(message, client);
  }

  /**
   * @param {any} message
   * @param {string} client
   * @returns {Buffer | {code: string, message: string}}
   */
  submitParsed(message, client) {
    const fault = findFault(message);
    if (fault) return fault;
    const revisions = [];
    for (const { changes } of message.data.revisions) this.rules.bindIds(changes, client);
    for (const sent of message.data.revisions) {
      const adopted = this.rules.rebase(sent.changes, client);
      this.#apply(sent.changes);
      revisions.push({
        revision: `server-${++this.#lastRevision}`,
        localRevision: sent.revision,
        client,
        changes: sent.changes,
        conflictResolutionFor: sent.conflictResolutionFor ?? undefined,
      });
      if (adopted.length > 0) revisions.push(this.#adopt(adopted));
    }
    this.#isChanged = true;
    this.#dataset = undefined;
    const text = { command: 'project_change', data: { revisions, project: this.id } };
    return Buffer.from(JSON.stringify(text));
  }

  /** @returns {Buffer} the answer to a request for the dataset, the same one until the next change */
  get dataset() {
    this.#dataset ??= this.#encodeDataset(
      this.#isChanged ? `server-${this.#lastRevision}` : 'base',
    );
    return this.#dataset;
  }

  /** @returns {Buffer} the dataset as a reset sends it */
  get datasetAfterReset() {
    return this.#encodeDataset(undefined);
  }

  /** @param {unknown} id */
  hasVersion(id) {
    return this.store('versions').records.has(String(id));
  }

  /** @param {unknown} id */
  versionContent(id) {
    return this.#contents.get(String(id)) ?? null;
  }

  #encodeDataset(revision) {
    const dataset = {};
    for (const name of [...SHOWN, 'changelogs', ...this.stores.keys()]) {
      dataset[`${name}Data`] ??= this.store(name).toRows();
    }
    dataset.project = this.#fields;
    const data = { project: this.id, dataset, revision };
    return Buffer.from(JSON.stringify({ command: 'dataset', data }));
  }

  #loadStore(name, rows, parentId) {
    const store = this.store(name);
    for (const [position, row] of (rows ?? []).entries()) {
      const { children, ...fields } = row;
      this.#keepContent(name, fields);
      if (parentId !== undefined) fields.parentId ??= parentId;
      this.noteId(fields.id);
      store.load(fields, parentId !== undefined && row.parentId === undefined, position);
      if (Array.isArray(children)) this.#loadStore(name, children, fields.id);
    }
  }

  #apply(changes) {
    const names = Object.keys(changes).filter((name) => name !== 'project');
    const ordered = STORES.filter((name) => changes[name]);
    for (const name of names) if (!STORES.includes(name)) ordered.push(name);
    for (const name of ordered) {
      const store = this.store(name);
      const { added = [], updated = [], removed = [] } = changes[name];
      for (const record of added) {
        this.#keepContent(name, record);
        this.removed.delete(String(record.id));
        store.add(stored(record));
      }
      for (const record of updated) {
        this.#keepContent(name, record);
        store.update(record);
      }
      for (const { id } of removed) this.#remove(store, id);
    }
    if (changes.project) {
      for (const [key, value] of Object.entries(changes.project)) {
        if (key !== 'id' && key[0] !== '$') this.#fields[key] = value;
      }
    }
  }

  #remove(store, id) {
    for (const { id: gone, parentId } of store.remove(id)) {
      this.removed.set(String(gone), parentId);
    }
    for (const [id2] of this.removed) {
      if (this.removed.size <= MAX_REMEMBERED) break;
      this.removed.delete(id2);
    }
  }

  #keepContent(name, record) {
    if (name !== 'versions' || record.content === undefined) return;
    this.#contents.set(String(record.id), record.content);
    delete record.content;
  }

  #adopt(records) {
    const added = records.map(({ $PhantomId, parentIndex, orderedParentIndex, ...rest }) => rest);
    const changes = { tasks: { added, $input: { added } } };
    this.#apply(changes);
    return { revision: `server-${++this.#lastRevision}`, client: 'server', changes };
  }
}

/** What is kept of a record that came: all but the keys that begin with $. */
function stored(record) {
  const fields = {};
  for (const key of Object.keys(record)) if (key[0] !== '$') fields[key] = record[key];
  return fields;
}

/** The shape of a message, before anything is changed. */
function findFault(message) {
  if (!isObject(message.data))
    return { code: 'ERR_INVALID_DATA', message: 'data is not an object' };
  const { revisions } = message.data;
  if (!Array.isArray(revisions) || !revisions.every((revision) => isObject(revision?.changes))) {
    return { code: 'ERR_INVALID_REVISION', message: 'A revision has the wrong shape' };
  }
  const fine = revisions.every(({ changes }) => Object.values(changes).every(isStoreChange));
  return fine
    ? undefined
    : { code: 'ERR_INVALID_CHANGES', message: 'The changes have the wrong shape' };
}

function isStoreChange(change) {
  if (!isObject(change)) return false;
  const lists = [change.added, change.updated, change.removed];
  return lists.every((list) => !Array.isArray(list) || list.every(isObject));
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

module.exports = { PlainProject };
