'use strict';

const assert = require('node:assert');
const { inputOnly } = require('./input-checks');
const { isPhantom, phantomsOf, storesOf } = require('./chaos-edits');
const { PlainRuleError, ProjectModel } = require('./project-model');
const { removeAsChart } = require('./remove-as-chart');

/**
 * What the unmodified Bryntum client does with revisions, without its scheduling: it applies only `$input` of others; its own
 * must come back in the order sent, or it throws; from its own echo it takes over what the server says, and keeps what the
 * server does not mention. Beyond the real one it notices gaps, and may ask for what it missed.
 */
class ModelCommandsClient {
  dialect = 'commands';
  /** @type {ProjectModel | undefined} what is confirmed; own pending revisions are not in it */
  model;
  /** @type {Map<string, string>} own records without an id, each with its store */
  phantoms = new Map();
  /** @type {{revision: string, changes: Record<string, any>}[]} not confirmed yet, in order */
  pending = [];
  /** @type {{number: number, author: string, revision: string}[]} what the server confirmed */
  confirmed = [];
  /** The model began with a dataset in the middle of an epoch, whose indexes are numbered anew. */
  isLate = false;
  isReady = false;
  /** How often it had to load everything. */
  datasets = 0;
  #send;
  #count = 0;
  #client = '';
  #wasClient = new Set();
  /** What went with what it has removed itself, which others may have moved there. */
  #gone = new Set();
  /** @type {number | undefined} the last revision, if there was one since the dataset */
  #last;

  /**
   * @param {string} name
   * @param {{asksSince: boolean}} plan asksSince: after a reconnect it asks for what it missed
   */
  constructor(name, { asksSince }) {
    this.name = name;
    this.asksSince = asksSince;
  }

  /** @returns {string} the client id of its connection */
  get id() {
    return this.#client;
  }

  get path() {
    return '/';
  }

  /** @param {(message: object) => void} send of a new connection */
  connect(send) {
    this.#send = send;
    send({ command: 'login', data: { login: this.name } });
  }

  /** The connection is lost. What is pending may have arrived or not. */
  lose() {
    this.isReady = false;
    if (this.#client) this.#wasClient.add(this.#client);
  }

  /** @param {Record<string, any>} plain without `$input` */
  edit(plain) {
    const changes = {};
    for (const [store, change] of Object.entries(plain)) {
      changes[store] = { ...change, $input: structuredClone(change) };
    }
    const revision = { revision: `local-${++this.#count}`, changes };
    this.pending.push(revision);
    for (const [phantom, store] of phantomsOf(changes)) this.phantoms.set(phantom, store);
    this.#submit([revision]);
  }

  /** Sends new records again under other revisions, as the real client does at times. */
  repeat() {
    const adds = this.pending.find(({ changes }) => phantomsOf(changes).length > 0);
    if (!adds) return;
    const { $input: _, ...tasks } = adds.changes.tasks ?? {};
    if (tasks.added) this.edit({ tasks: { added: tasks.added } });
  }

  /** @param {any} message */
  receive(message) {
    const { command, data, error } = message;
    if (error) assert.match(`${command} ${error}`, /^project_change .*ERR_BEFORE_RESET/, this.name);
    else if (command === 'login') this.#enter(data.client);
    else if (command === 'dataset') this.#load(data);
    else if (command === 'project_change') this.#apply(data.revisions);
    else if (command === 'reset') this.isLate = false;
    else assert.ok(['join', 'users', 'logout'].includes(command), JSON.stringify(message));
  }

  #enter(client) {
    assert.ok(!this.#wasClient.has(client), `${client} is given out a second time`);
    this.#client = client;
    // Like the real client it knows of no secret, so it does not say who it was: then it may send again what was made.
    const since = this.asksSince && this.#last && { since: `server-${this.#last}` };
    this.#send({ command: 'dataset', data: { project: 1, ...since } });
  }

  #load({ dataset, revision }) {
    this.datasets++;
    this.model = new ProjectModel(dataset);
    this.#last = revision?.startsWith('server-') ? Number(revision.slice(7)) : undefined;
    this.isLate = revision !== 'base';
    if (revision === undefined) {
      // A reset: what waited was made on data that is gone.
      this.pending = [];
      this.phantoms.clear();
    } else {
      this.#begin();
    }
  }

  #begin() {
    this.isReady = true;
    if (this.pending.length > 0) this.#submit(this.pending);
  }

  #submit(revisions) {
    if (!this.isReady) return;
    const sent = revisions.map((one) => ({ ...one, clientId: this.#client }));
    const data = { project: 1, client: this.#client, revisions: sent };
    this.#send({ command: 'project_change', data });
  }

  #apply(revisions) {
    for (const revision of revisions) {
      const number = Number(revision.revision.slice('server-'.length));
      assert.ok(this.model, 'a revision before the dataset');
      if (this.#last) assert.strictEqual(number, this.#last + 1, `${this.name}: a gap`);
      this.#last = number;
      if (revision.client === this.#client || this.#wasClient.has(revision.client)) {
        this.#confirm(revision, number);
      } else {
        this.model.apply(inputOnly(revision.changes));
      }
    }
    // The answer to a request for what was missed.
    if (!this.isReady) this.#begin();
  }

  #confirm({ client, localRevision, changes }, number) {
    const own = this.pending.shift();
    if (own?.revision !== localRevision) {
      throw new Error(
        `${this.name}: Cannot commit revision ${localRevision}: ${own?.revision} is before it`,
      );
    }
    this.confirmed.push({ number, author: client, revision: localRevision });
    for (const [phantom] of phantomsOf(own.changes)) this.phantoms.delete(phantom);
    for (const { changes: later } of this.pending) {
      for (const [phantom, store] of phantomsOf(later)) this.phantoms.set(phantom, store);
    }
    this.#keepOwn(own.changes, changes);
    for (const [store, { removed = [] }] of storesOf(changes))
      for (const id of removeAsChart(this.model, store, removed)) this.#gone.add(id);
    this.model.apply(this.#placed(changes));
  }

  /** What it had added below something that is gone by now is shown at the root. */
  #placed(changes) {
    const added = changes.tasks?.added?.map((task) => {
      const isLost =
        this.#gone.has(String(task.parentId)) && !this.model.find('tasks', task.parentId);
      return isLost ? { ...task, parentId: null } : task;
    });
    return added ? { ...changes, tasks: { ...changes.tasks, added } } : changes;
  }

  /** What the server does not mention stays as the client has it. */
  #keepOwn(own, echoed) {
    for (const [store, { updated = [], removed = [] }] of storesOf(own)) {
      const said = echoed[store] ?? {};
      const has = (list, { id }) => said[list]?.some((one) => String(one.id) === String(id));
      for (const record of updated.filter((one) => !has('updated', one))) {
        const known = Object.entries(record).filter(([, value]) => !isPhantom(value));
        this.#try({ [store]: { updated: [Object.fromEntries(known)] } });
      }
      const gone = removed.filter((one) => !has('removed', one));
      removeAsChart(this.model, store, gone);
    }
    if (own.project && !echoed.project) this.model.apply({ project: own.project });
  }

  #try(changes) {
    try {
      this.model.apply(changes);
    } catch (error) {
      // A move that others made impossible meanwhile: the client cannot show it either.
      if (!(error instanceof PlainRuleError)) throw error;
    }
  }
}

module.exports = { ModelCommandsClient };
