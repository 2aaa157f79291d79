'use strict';

const assert = require('node:assert');
const { applyPossible } = require('./apply-possible');
const { isPhantom, phantomsOf, storesOf } = require('./chaos-edits');
const { ProjectModel } = require('./project-model');

const LOAD_AGAIN = ['ERR_BEFORE_RESET', 'ERR_UNKNOWN_REVISION', 'ERR_VETOED'];

/**
 * What a CrudManager does: it loads, makes its own edits at once, with new records under names of its own, sends them one pack at a
 * time, and takes of each answer the ids of its records, what others have changed, and what is gone. A pack that was not answered
 * it sends again as it was, or it loads everything.
 */
class ModelCrudClient {
  dialect = 'crud';
  path = '/crud/1/';
  /** @type {ProjectModel | undefined} */
  model;
  /** @type {Map<string, string>} own records that have no id yet, each with its store */
  phantoms = new Map();
  confirmed = [];
  isLate = true;
  isReady = false;
  #send;
  #count = 0;
  #revision = 0;
  /** @type {any} the pack that is not answered */
  #asked;
  /** What it shows is not what there is, until it has loaded. */
  #isLoading = true;

  /**
   * @param {string} name
   * @param {{asksDelta: boolean}} plan asksDelta: it asks again what was not answered, in place of loading everything
   */
  constructor(name, { asksDelta }) {
    this.name = name;
    this.asksDelta = asksDelta;
  }

  get pending() {
    return this.#asked ? [this.#asked] : [];
  }

  /** @param {(message: {path: string, pack: object}) => void} send of a new connection */
  connect(send) {
    this.#send = send;
    if (this.#isLoading || !this.asksDelta) return this.#askAll();
    this.isReady = true;
    if (this.#asked) send({ path: 'sync', pack: this.#asked });
    return undefined;
  }

  lose() {
    this.isReady = false;
  }

  /** @param {Record<string, any>} changes */
  edit(changes) {
    if (!this.isReady || this.#asked) return;
    for (const [phantom, store] of phantomsOf(changes)) this.phantoms.set(phantom, store);
    for (const [store, { added, updated, removed }] of storesOf(changes)) {
      const named = added?.map(({ $PhantomId, $PhantomParentId: _, ...fields }) => {
        return { ...fields, id: $PhantomId };
      });
      applyPossible(this.model, store, { added: named, updated, removed });
    }
    if (changes.project) this.model.apply({ project: changes.project });
    const requestId = `${this.name}-${++this.#count}`;
    this.#asked = { type: 'sync', requestId, revision: this.#revision, ...changes };
    this.#send({ path: 'sync', pack: this.#asked });
  }

  /** Asks what the others have done. */
  repeat() {
    this.edit({});
  }

  #askAll() {
    this.#asked = undefined;
    this.#isLoading = true;
    this.phantoms.clear();
    this.isReady = false;
    const requestId = `${this.name}-${++this.#count}`;
    this.#send({ path: 'load', pack: { type: 'load', requestId } });
  }

  /** @param {any} answer */
  receive({ success, requestId, revision, code, message, ...stores }) {
    const what = `${this.name}: ${code} ${message}`;
    if (!success) {
      assert.ok(LOAD_AGAIN.includes(code), what);
      return this.#askAll();
    }
    if (this.#asked) {
      assert.strictEqual(requestId, this.#asked.requestId, what);
      this.#take(stores);
      this.#asked = undefined;
    } else {
      this.#load(stores);
    }
    this.#revision = revision;
    return undefined;
  }

  #load(stores) {
    this.model = ProjectModel.ofStores(stores);
    this.#isLoading = false;
    this.isReady = true;
  }

  /** @param {Record<string, any>} answer */
  #take({ project, ...stores }) {
    for (const [store, { rows = [] }] of storesOf(stores)) {
      for (const { $PhantomId, id } of rows)
        if ($PhantomId !== undefined) this.#name(store, $PhantomId, id);
    }
    assert.deepStrictEqual([...this.phantoms], [], `${this.name}: names without a row`);
    for (const [store, { rows = [], removed = [] }] of storesOf(stores)) {
      for (const { $PhantomId: _, ...row } of rows) this.#takeRow(store, row);
      this.model.apply({ [store]: { removed } });
    }
    if (project) this.model.apply({ project });
  }

  /** Also a record that it brings back under the id that it had, which may be one of before a reset. */
  #name(store, phantom, id) {
    if (isPhantom(phantom)) this.phantoms.delete(phantom);
    const nodes = this.model.stores.get(store);
    const node = nodes?.get(String(phantom));
    if (!node || String(phantom) === String(id)) return;
    nodes.delete(String(phantom));
    nodes.set(String(id), node);
    node.fields.id = id;
    for (const child of node.children) child.fields.parentId = id;
  }

  /** What it does not know is new. */
  #takeRow(store, row) {
    const section = this.model.find(store, row.id) ? 'updated' : 'added';
    this.model.apply({ [store]: { [section]: [row] } });
  }
}

module.exports = { ModelCrudClient };
