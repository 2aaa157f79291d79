'use strict';

const { TestClient } = require('./test-client');

/** @typedef {Map<string, string>} Heard ids of tasks by their names */

/**
 * Adds tasks and notes all that it is told of, over the lives of a server: what it was told has to be there in each of them.
 */
class Watcher {
  /** @type {Heard} of everything in all lives */
  heard = new Map();
  /** Number of the last revision that it was told of. */
  last = 0;
  /** @type {TestClient} */
  client;

  /** @param {string} name */
  constructor(name) {
    this.name = name;
  }

  /** @param {string} url */
  async connect(url) {
    this.client = await new TestClient(url).open();
  }

  /** @param {Record<string, any> | undefined} changes as the dialect tells them */
  note(changes) {
    for (const { id, name } of changes?.tasks?.added ?? []) this.hearOf(name, id);
  }

  /** @param {string} name of a task @param {string} id */
  hearOf(name, id) {
    const known = this.heard.get(name) ?? id;
    if (known !== id) throw new Error(`${name} is there twice, as ${known} and as ${id}`);
    this.heard.set(name, id);
  }

  /** Goes on hearing until the connection breaks. @returns {Promise<void>} */
  async listen() {
    try {
      for (;;) this.hear(await this.client.next());
    } catch (error) {
      if (!/connection was closed/.test(error.message)) throw error;
    }
  }
}

class CommandsWatcher extends Watcher {
  /** @param {string} address @returns {Promise<void>} when it has what it has missed */
  async come(address) {
    await this.connect(address);
    await this.client.login('admin', 'admin');
    const since = this.last > 0 ? { since: `server-${this.last}` } : {};
    this.client.ask('dataset', { project: 1, ...since });
    this.client.ask('version');
    for (;;) {
      const message = await this.client.next();
      if (message.command === 'version') return;
      if (message.command === 'dataset' && this.last > 0) throw new Error('No delta');
      this.hear(message);
    }
  }

  hear({ command, data }) {
    if (command !== 'project_change') return;
    for (const { revision, changes } of data.revisions) {
      const number = Number(revision.replace('server-', ''));
      if (number !== this.last + 1) throw new Error(`${number} came behind ${this.last}`);
      this.last = number;
      this.note(changes);
    }
  }

  add(name) {
    const added = [{ $PhantomId: `_generated${name}`, name }];
    const revisions = [{ revision: name, changes: { tasks: { added, $input: { added } } } }];
    this.client.ask('project_change', { project: 1, revisions });
  }
}

class FlatWatcher extends Watcher {
  async come(address) {
    await this.connect(address);
    this.client.send({ command: 'login', login: 'alex', password: 'alex' });
    await this.client.until('login');
    this.client.send({ command: 'dataset', project: 1 });
    await this.client.until('dataset');
  }

  hear({ command, changes }) {
    if (command === 'projectChange') this.note(changes);
  }

  add(name) {
    const added = [{ $PhantomId: `_generated${name}`, name }];
    this.client.send({ command: 'projectChange', project: 1, changes: { tasks: { added } } });
  }
}

class SyncWatcher extends Watcher {
  #number = 0;

  async come(address) {
    await this.connect(`${address}/gantt-sync?project=1`);
    await this.client.until('init');
    this.client.send({ type: 'request_delta', payload: { lastRevision: this.last } });
    this.client.send({ type: 'is that all' });
    for (;;) {
      const message = await this.client.next();
      if (message.type === 'error') return;
      if (message.type === 'sync') throw new Error('No delta');
      this.hear(message);
    }
  }

  hear({ type, payload, revision }) {
    if (type === 'changes') this.#take(revision, payload);
    if (type === 'ack') this.#take(payload.serverRevision, payload.changes);
  }

  #take(number, changes) {
    if (number !== this.last + 1) throw new Error(`${number} came behind ${this.last}`);
    this.last = number;
    this.note(changes);
  }

  add(name) {
    const added = [{ $PhantomId: `_generated${name}`, name }];
    this.#number += 1;
    this.client.send({ type: 'changes', payload: { tasks: { added } }, revision: this.#number });
  }
}

module.exports = { Watcher, CommandsWatcher, FlatWatcher, SyncWatcher };
