'use strict';

const FIRST_STORES = [
  'calendars',
  'resources',
  'tasks',
  'dependencies',
  'assignments',
  'versions',
  'changelogs',
];
const TREE_KINDS = ['tasks', 'calendars'];

/** A revision asks for something that the plain rules cannot do: the server let through too much. */
class PlainRuleError extends Error {}

/**
 * @typedef {object} Node
 * @property {Record<string, unknown>} fields as stored, `id` included
 * @property {Node | null} parent null for a root and in a store that is no tree
 * @property {Set<Node>} children in order of arrival
 * @property {number} arrival when it came under its parent
 * @property {boolean} hasSaidOrder whether a client has said its `orderedParentIndex`
 */

/**
 * What a client has of a project: it loads a dataset and applies revisions by the plain rules only.
 * It knows nothing of phantom ids, authors or rebasing, so whatever the server decides has to be in
 * the revisions that it sends.
 */
class ProjectModel {
  /**
   * @param {Record<string, any>} dataset `data.dataset` of a `dataset` message
   * @param {Set<string>} [trees] stores that nest: who configures a client knows them
   */
  constructor(dataset, trees = treesOf(dataset)) {
    this.trees = trees;
    /** @type {Map<string, Map<string, Node>>} store name, then id as text */
    this.stores = new Map(FIRST_STORES.map((name) => [name, new Map()]));
    /** @type {Record<string, unknown>} */
    this.project = Object.create(null);
    this.arrivals = 0;
    /** Has a move without an index left a task with that of a dataset, which only who loaded it then has? */
    this.hasLooseOrder = false;
    /** Has a row of a store that is no tree come back, which is the last of its rows then? */
    this.hasRowBack = false;
    /** @type {Set<string>} names of stores and ids of rows that were removed */
    this.gone = new Set();
    /** @type {((storeName: string, node: Node) => void) | undefined} called before each removal */
    this.onRemove = undefined;
    for (const key of Object.keys(dataset)) {
      if (key === 'project') Object.assign(this.project, dataset.project);
      else this.#load(key.slice(0, -'Data'.length), dataset[key], null);
    }
  }

  /** @param {Record<string, any>} stores with their `rows`, and `project` @returns {ProjectModel} */
  static ofStores(stores) {
    const dataset = Object.create(null);
    for (const [store, value] of Object.entries(stores)) {
      if (store === 'project') dataset.project = value;
      else dataset[`${store}Data`] = value.rows;
    }
    return new ProjectModel(dataset);
  }

  /**
   * Applies the changes of one revision.
   *
   * @param {Record<string, any>} changes
   */
  apply(changes) {
    const names = Object.keys(changes).filter((name) => name !== 'project');
    const known = FIRST_STORES.filter((name) => names.includes(name));
    const others = names.filter((name) => !FIRST_STORES.includes(name));
    for (const name of [...known, ...others]) this.#applyStore(name, changes[name]);
    for (const key of Object.keys(changes.project ?? {})) {
      if (key !== 'id' && !key.startsWith('$')) this.project[key] = changes.project[key];
    }
  }

  /** @param {string} storeName @param {unknown} id @returns {Node | undefined} */
  find(storeName, id) {
    return this.stores.get(storeName)?.get(String(id));
  }

  /** @param {string} storeName @returns {string[]} ids as text, in order of arrival */
  ids(storeName) {
    return [...(this.stores.get(storeName)?.keys() ?? [])];
  }

  /**
   * @param {string} storeName a tree
   * @param {Node | null} parent null for the roots
   * @returns {Node[]} in the order in which a dataset shows them
   */
  childrenOf(storeName, parent) {
    const children = parent ? [...parent.children] : this.#roots(storeName);
    if (storeName !== 'tasks') return children;
    return children.sort((a, b) => compareIndexes(a, b) || a.arrival - b.arrival);
  }

  /** @returns {Record<string, any>} the `data.dataset` that a server with this project serves */
  render() {
    const dataset = Object.create(null);
    for (const [name, store] of this.stores) {
      dataset[`${name}Data`] = this.trees.has(name)
        ? this.childrenOf(name, null).map((node, index) => this.#renderNode(name, node, index))
        : [...store.values()].map((node) => ({ ...node.fields }));
    }
    dataset.project = this.project;
    return dataset;
  }

  /** @param {string} name @returns {Map<string, Node>} */
  #store(name) {
    let store = this.stores.get(name);
    if (!store) this.stores.set(name, (store = new Map()));
    return store;
  }

  #load(name, rows, parent) {
    const isTree = this.trees.has(name);
    for (const row of rows) {
      const node = this.#insert(this.#store(name), row, isTree);
      if (parent) this.#attach(node, parent);
      if (isTree && Array.isArray(row.children)) this.#load(name, row.children, node);
    }
  }

  #applyStore(name, { added, updated, removed }) {
    const store = this.#store(name);
    const isTree = this.trees.has(name);
    const inserted = (added ?? []).map((record) => this.#insert(store, record, isTree, name));
    for (const node of isTree ? inserted : []) this.#place(store, node);
    for (const record of updated ?? []) this.#update(store, record, name);
    for (const { id } of removed ?? []) {
      const node = store.get(String(id));
      if (node) this.#remove(name, store, node);
    }
  }

  /** @param {string} [name] of the store, where a client adds the record */
  #insert(store, record, isTree, name) {
    const key = String(record.id);
    if (record.id === undefined) throw new PlainRuleError('an added record has no id');
    if (store.has(key)) throw new PlainRuleError(`added ${key}, which is already there`);
    const node = { fields: Object.create(null), parent: null, children: new Set(), arrival: 0 };
    for (const field of storedFields(record, isTree, name)) node.fields[field] = record[field];
    node.fields.id = record.id;
    node.hasSaidOrder = Boolean(name) && typeof record.orderedParentIndex === 'number';
    node.arrival = ++this.arrivals;
    store.set(key, node);
    if (!isTree && this.gone.has(`${name} ${key}`)) this.hasRowBack = true;
    return node;
  }

  #update(store, record, name) {
    const node = store.get(String(record.id));
    if (!node) return;
    const isTree = this.trees.has(name);
    const saysIndexAlone =
      typeof record.parentIndex === 'number' && !Object.hasOwn(record, 'orderedParentIndex');
    if (name === 'tasks' && saysIndexAlone) delete node.fields.orderedParentIndex;
    if (Object.hasOwn(record, 'orderedParentIndex') || saysIndexAlone)
      node.hasSaidOrder = typeof record.orderedParentIndex === 'number';
    for (const field of storedFields(record, isTree, name)) node.fields[field] = record[field];
    if (isTree && Object.hasOwn(record, 'parentId')) this.#place(store, node);
  }

  /** Puts a node under the parent that its `parentId` names; stays where it is if that is so. */
  #place(store, node) {
    const { id, parentId } = node.fields;
    const parent = parentId === null || parentId === undefined ? null : store.get(String(parentId));
    if (parent === undefined) throw new PlainRuleError(`${id}: no parent ${parentId}`);
    if (parent === node.parent) return;
    if (!node.hasSaidOrder && typeof node.fields.orderedParentIndex === 'number')
      this.hasLooseOrder = true;
    for (let up = parent; up; up = up.parent) {
      if (up === node) throw new PlainRuleError(`${id}: ${parentId} is below it`);
    }
    this.#attach(node, parent);
  }

  #attach(node, parent) {
    node.parent?.children.delete(node);
    node.parent = parent;
    node.arrival = ++this.arrivals;
    parent?.children.add(node);
  }

  #remove(name, store, node) {
    this.onRemove?.(name, node);
    for (const child of node.children) this.#remove(name, store, child);
    node.parent?.children.delete(node);
    store.delete(String(node.fields.id));
    this.gone.add(`${name} ${node.fields.id}`);
  }

  #roots(storeName) {
    const roots = [...this.stores.get(storeName).values()].filter((node) => !node.parent);
    return roots.sort((a, b) => a.arrival - b.arrival);
  }

  #renderNode(storeName, node, index) {
    const record = { ...node.fields };
    if (storeName === 'tasks') record.parentIndex = record.orderedParentIndex = index;
    const children = this.childrenOf(storeName, node);
    if (children.length) {
      record.children = children.map((child, i) => this.#renderNode(storeName, child, i));
    }
    return record;
  }
}

/**
 * The stores that nest: some by their kind, any other because its data do.
 *
 * @param {Record<string, any>} dataset
 * @returns {Set<string>}
 */
function treesOf(dataset) {
  const nests = (rows) => rows.some(({ children }) => typeof children?.[0] === 'object');
  const nesting = Object.keys(dataset).filter((key) => key !== 'project' && nests(dataset[key]));
  return new Set([...TREE_KINDS, ...nesting.map((key) => key.slice(0, -'Data'.length))]);
}

/** @returns {string[]} the keys of a record that are kept; `id` never changes after the start */
function storedFields(record, isTree, storeName) {
  return Object.keys(record).filter(
    (key) =>
      key !== 'id' &&
      !key.startsWith('$') &&
      !(isTree && key === 'children') &&
      !(storeName === 'versions' && key === 'content'),
  );
}

function indexOf({ fields }) {
  if (typeof fields.orderedParentIndex === 'number') return fields.orderedParentIndex;
  return typeof fields.parentIndex === 'number' ? fields.parentIndex : Infinity;
}

function compareIndexes(a, b) {
  const [left, right] = [indexOf(a), indexOf(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

module.exports = { ProjectModel, PlainRuleError, FIRST_STORES, treesOf };
