'use strict';

const assert = require('node:assert');
const { ProjectModel } = require('./project-model');

/**
 * A `commands` client that is never cut off, but by a restart, and sends nothing: the log as it was broadcast. By the plain
 * rules it must give what the server serves, and it is what the others' claims are held against.
 */
class Witness {
  dialect = 'commands';
  path = '/';
  name = 'Witness';
  isLate = false;
  isReady = false;
  pending = [];
  /** @type {ProjectModel | undefined} */
  model;
  /** @type {Map<number, {author: string, revision: string, changes: any}>} all, of every epoch */
  log = new Map();
  /** @type {any} the last dataset that was asked for */
  served;
  /** Revisions up to this one may have come while it was away. */
  missed = 0;
  #authors = new Set();
  #last = 0;
  #send;

  /** @param {(message: object) => void} send */
  connect(send) {
    this.#send = send;
    this.model = undefined;
    send({ command: 'login', data: { login: this.name } });
    this.ask();
  }

  /** Asks for the dataset, which is in `served` when it has arrived. */
  ask() {
    this.served = undefined;
    this.#send({ command: 'dataset', data: { project: 1 } });
  }

  /** @param {any} message */
  receive({ command, data, error }) {
    assert.strictEqual(error, undefined);
    if (command === 'dataset') this.#load(data);
    if (command === 'project_change') for (const one of data.revisions) this.#note(one);
  }

  #load({ dataset, revision }) {
    this.isReady = true;
    if (revision !== undefined) this.served = dataset;
    if (this.model && revision !== undefined) return;
    // The indexes of a dataset in the middle of an epoch are numbered anew.
    this.isLate = revision?.startsWith('server-') === true;
    if (this.isLate) this.missed = this.#last = Number(revision.slice(7));
    this.model = new ProjectModel(dataset);
    this.#authors.clear();
  }

  #note({ revision, client, localRevision, changes }) {
    const number = Number(revision.slice('server-'.length));
    assert.strictEqual(number, this.#last + 1, 'a gap in the log');
    this.#last = number;
    this.log.set(number, { author: client, revision: localRevision, changes });
    if (localRevision !== undefined) {
      const name = `${client} ${localRevision}`;
      assert.ok(!this.#authors.has(name), `${name} was applied twice`);
      this.#authors.add(name);
    }
    this.model.apply(changes);
  }
}

module.exports = { Witness };
