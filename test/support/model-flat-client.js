'use strict';

const assert = require('node:assert');
const { applyPossible } = require('./apply-possible');
const { phantomsOf, storesOf } = require('./chaos-edits');
const { ProjectModel } = require('./project-model');

/**
 * What a client of the `flat` dialect does: it makes its own edits at once, adds its records when they come back with ids,
 * and does what others' changes say. There are no revisions, so after a lost connection it loads everything again; and
 * between two edits of one field at the same time it does not know which came first until then.
 */
class ModelFlatClient {
  dialect = 'flat';
  path = '/';
  /** @type {ProjectModel | undefined} */
  model;
  /** @type {Map<string, string>} own records that have not come back, each with its store */
  phantoms = new Map();
  /** @type {string[]} marks of own records that came back */
  confirmedMarks = [];
  pending = [];
  confirmed = [];
  isLate = true;
  isReady = false;
  #send;

  /** @param {string} name */
  constructor(name) {
    this.name = name;
  }

  /** @param {(message: object) => void} send of a new connection */
  connect(send) {
    this.#send = send;
    send({ command: 'login', login: this.name, password: '' });
    send({ command: 'dataset', project: 1 });
  }

  lose() {
    this.isReady = false;
    this.phantoms.clear();
  }

  /** @param {Record<string, any>} changes */
  edit(changes) {
    if (!this.isReady) return;
    for (const [phantom, store] of phantomsOf(changes)) this.phantoms.set(phantom, store);
    this.#send({ command: 'projectChange', project: 1, changes });
    for (const [store, { updated, removed }] of storesOf(changes)) {
      applyPossible(this.model, store, { updated, removed });
    }
    if (changes.project) this.model.apply({ project: changes.project });
  }

  repeat() {}

  /** @param {any} message */
  receive(message) {
    const { command, error } = message;
    if (error) assert.match(`${command} ${error}`, /^projectChange .*ERR_BEFORE_RESET/, this.name);
    else if (command === 'dataset') this.#load(message.dataset);
    else if (command === 'projectChange') this.#take(message.changes);
    else
      assert.ok(['login', 'users', 'logout', 'reset'].includes(command), JSON.stringify(message));
  }

  #load({ projectMeta: _, ...dataset }) {
    this.model = new ProjectModel(dataset);
    this.phantoms.clear();
    this.isReady = true;
  }

  #take(changes) {
    assert.ok(this.model, 'a change before the dataset');
    for (const [store, change] of storesOf(changes)) {
      assert.ok(!change.$input, `${this.name}: $input is not for flat clients`);
      applyPossible(this.model, store, change);
      for (const { $PhantomId, mark } of change.added ?? []) {
        if (this.phantoms.delete($PhantomId)) this.confirmedMarks.push(mark);
      }
    }
    if (changes.project) this.model.apply({ project: changes.project });
  }
}

module.exports = { ModelFlatClient };
