'use strict';

const assert = require('node:assert');
const { applyPossible } = require('./apply-possible');
const { isPhantom, phantomsOf, storesOf } = require('./chaos-edits');
const { ProjectModel } = require('./project-model');

/**
 * What a client of the `calendar` dialect does: it makes its own edits at once, with new records under ids of its own, and does
 * what the server says: what is added, then what is updated, then what is removed. Where it is told of a conflict, it loads
 * everything, and so it does after a lost connection.
 */
class ModelCalendarClient {
  dialect = 'calendar';
  /** @type {ProjectModel | undefined} */
  model;
  /** @type {Map<string, string>} own records that have no id yet, each with its store */
  phantoms = new Map();
  pending = [];
  confirmed = [];
  conflicts = 0;
  isLate = true;
  isReady = false;
  #send;
  #count = 0;
  #isNumbered;
  #return = '';

  /**
   * @param {string} name
   * @param {{asksDelta: boolean, isNested: boolean}} plan asksDelta: it says who it was when it comes back; isNested: it says of
   *   each field what it was
   */
  constructor(name, { asksDelta, isNested }) {
    this.name = name;
    this.asksDelta = asksDelta;
    this.isNested = isNested;
    this.#isNumbered = asksDelta;
  }

  get path() {
    return `/calendar?project=1${this.asksDelta ? this.#return : ''}`;
  }

  /** @param {(message: object) => void} send of a new connection */
  connect(send) {
    this.#send = send;
    send({ type: 'load' });
  }

  lose() {
    this.isReady = false;
  }

  /** @param {Record<string, any>} changes */
  edit(changes) {
    if (!this.isReady) return;
    const own = ownIds(changes);
    const data = this.isNested ? this.#nest(own) : own;
    const revision = this.#isNumbered ? ++this.#count : undefined;
    this.#send({ type: 'sync', data, revision, timestamp: Date.now() });
    for (const [phantom, store] of phantomsOf(changes)) this.phantoms.set(phantom, store);
    this.#take(own);
  }

  /** @param {Record<string, any>} changes @returns {Record<string, any>} as a store of Bryntum's says what was changed */
  #nest(changes) {
    const nested = { ...changes };
    for (const [store, change] of Object.entries(changes)) {
      if (store === 'project' || !change.updated) continue;
      const updated = change.updated.map(({ id, ...fields }) => {
        const before = this.model.find(store, id)?.fields ?? {};
        const said = Object.entries(fields).map(([key, value]) => [
          key,
          { value, oldValue: before[key] },
        ]);
        return { id, ...Object.fromEntries(said) };
      });
      nested[store] = { ...change, updated };
    }
    return nested;
  }

  repeat() {
    if (this.isReady) this.#send({ type: 'load' });
  }

  /** @param {any} message */
  receive({ type, data }) {
    if (type === 'welcome') this.#return = `&clientId=${data.clientId}&resume=${data.resume}`;
    else if (type === 'load') this.#load(data);
    else if (type === 'conflict') this.#yield();
    else if (type === 'sync') {
      if (this.isReady) this.#take(data);
    } else {
      assert.strictEqual(type, 'error', this.name);
      if (data.code === 'ERR_VETOED') this.repeat();
      else assert.strictEqual(data.code, 'ERR_BEFORE_RESET', this.name);
    }
  }

  #yield() {
    this.conflicts++;
    this.#send({ type: 'load' });
  }

  #load(stores) {
    this.model = ProjectModel.ofStores(stores);
    this.phantoms.clear();
    this.isReady = true;
  }

  #take(changes) {
    for (const [store, change] of storesOf(changes)) {
      assert.ok(!change.$input, `${this.name}: $input is not for it`);
      const added = change.added?.map(withoutName);
      applyPossible(this.model, store, { ...change, added });
      for (const { id } of change.removed ?? []) this.phantoms.delete(id);
    }
    if (changes.project) this.model.apply({ project: changes.project });
  }
}

/** New records under ids that their client has made, in place of names. */
function ownIds(changes) {
  const own = {};
  for (const [store, change] of Object.entries(changes)) {
    const { added } = change;
    const named = ({ $PhantomId, $PhantomParentId: _, ...record }) => ({
      ...record,
      id: $PhantomId,
    });
    own[store] = store === 'project' || !added ? change : { ...change, added: added.map(named) };
  }
  return own;
}

function withoutName({ $PhantomId, ...record }) {
  assert.ok($PhantomId === undefined || isPhantom($PhantomId));
  return record;
}

module.exports = { ModelCalendarClient };
