/** @typedef {Record<string, any>} Fields */
/** @typedef {Map<string, Fields>} Store records by their id, as text */

/** @param {unknown} value @returns {value is Fields} */
const isObject = (value) => Object(value) === value && !Array.isArray(value);

/**
 * The content of a project as confirmed by the server: records by store and id. Children have a `parentId`, also if
 * they arrived nested. Read-only for callers.
 */
export class Records {
  /** @type {Map<string, Store>} */
  stores = new Map();
  /** The fields of the project itself. @type {Fields} */
  project = {};

  /** @param {Fields} dataset from the server: lists of rows by store, and `project` */
  load(dataset) {
    this.stores.clear();
    this.project = { ...dataset.project };
    for (const [name, value] of Object.entries(dataset))
      if (Array.isArray(value?.rows)) this.#fill(this.#store(name), value.rows);
  }

  /**
   * @param {string} store
   * @param {string | number} id
   * @returns {Fields | undefined}
   */
  get(store, id) {
    return this.stores.get(store)?.get(String(id));
  }

  /** @param {string} store @returns {Fields[]} all records of a store */
  all(store) {
    return [...(this.stores.get(store)?.values() ?? [])];
  }

  /** @param {Fields} changes by store: `added`, `updated` and `removed` */
  apply(changes) {
    for (const [name, change] of Object.entries(changes)) {
      if (name === 'project') {
        const { id: _generated, ...fields } = plain(change);
        Object.assign(this.project, fields);
      } else if (change) this.#change(this.#store(name), change);
    }
  }

  /** @param {Store} store @param {Fields} change */
  #change(store, { added = [], updated = [], removed = [] }) {
    for (const record of added) store.set(String(record.id), plain(record));
    for (const record of updated) {
      const known = store.get(String(record.id));
      if (known) Object.assign(known, plain(record), { id: known.id });
    }
    if (removed.length > 0) remove(store, removed);
  }

  /** @param {string} name @returns {Store} */
  #store(name) {
    const store = this.stores.get(name) ?? new Map();
    this.stores.set(name, store);
    return store;
  }

  /** @param {Store} store @param {Fields[]} rows @param {unknown} [parentId] */
  #fill(store, rows, parentId) {
    for (const { children, ...record } of rows) {
      const nests = Array.isArray(children) && children.every(isObject);
      if (parentId !== undefined) record.parentId = parentId;
      store.set(String(record.id), nests ? record : { ...record, ...(children && { children }) });
      if (nests) this.#fill(store, children, record.id);
    }
  }
}

/** Removes records with their subtrees. @param {Store} store @param {Fields[]} removed */
const remove = (store, removed) => {
  /** @type {Record<string, string[]>} */
  const below = {};
  for (const [id, { parentId }] of store)
    if (parentId !== undefined) (below[`_${parentId}`] ??= []).push(id);
  const going = new Set(removed.map(({ id }) => String(id)));
  // Also visits ids added during the loop.
  for (const id of going)
    if (store.delete(id)) for (const child of below[`_${id}`] ?? []) going.add(child);
};

/** @param {Fields} record @returns {Fields} without its phantom id */
const plain = (record) =>
  Object.fromEntries(Object.entries(record).filter(([key]) => key[0] !== '$'));
