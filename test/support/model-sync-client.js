'use strict';

const assert = require('node:assert');
const { canonical } = require('./compare-datasets');
const { phantomsOf } = require('./chaos-edits');
const { ProjectModel } = require('./project-model');

/**
 * A client of the `sync` dialect: it counts revisions and misses none, keeps its changes until they are acknowledged, sends
 * those again under their old numbers after a lost connection, and where it is told of a conflict, takes what the server has.
 */
class ModelSyncClient {
  dialect = 'sync';
  /** @type {ProjectModel | undefined} what is acknowledged */
  model;
  /** @type {Map<string, string>} own records without an id, each with its store */
  phantoms = new Map();
  /** @type {{revision: number, payload: Record<string, any>, message: object, timesSent: number}[]} not acknowledged yet, in order */
  pending = [];
  /** @type {{number: number, author: string, revision: number}[]} what the server acknowledged */
  confirmed = [];
  conflicts = 0;
  isLate = false;
  isReady = false;
  #send;
  #clientId = '';
  #secret = '';
  #count = 0;
  #last = 0;
  /** The revision that init told of: until then, a delta is on its way. */
  #target = 0;

  /**
   * @param {string} name
   * @param {{asksDelta: boolean, isNested: boolean}} plan asksDelta: after a reconnect it asks for what it missed, in place
   *   of what `init` brings; isNested: it names the base of each update
   */
  constructor(name, { asksDelta, isNested }) {
    this.name = name;
    this.asksDelta = asksDelta;
    this.isNested = isNested;
  }

  get path() {
    const who = this.#clientId && `&clientId=${this.#clientId}&resume=${this.#secret}`;
    return `/gantt-sync?project=1${who}`;
  }

  /** @param {(message: object) => void} send of a new connection; the server begins */
  connect(send) {
    this.#send = send;
  }

  /** The connection is lost. What is pending may have arrived or not. */
  lose() {
    this.isReady = false;
  }

  /** @param {Record<string, any>} payload */
  edit(payload) {
    const revision = ++this.#count;
    const said = this.isNested ? this.#nest(payload) : payload;
    const message = { type: 'changes', payload: said, revision, clientId: this.#clientId };
    const sent = { revision, payload, message, timesSent: 0 };
    this.pending.push(sent);
    for (const [phantom, store] of phantomsOf(payload)) this.phantoms.set(phantom, store);
    if (this.isReady) this.#submit(sent);
  }

  #submit(sent) {
    sent.timesSent++;
    this.#send(sent.message);
  }

  #nest(payload) {
    const nested = { ...payload };
    for (const [store, change] of Object.entries(payload)) {
      if (store === 'project' || !change.updated) continue;
      const updated = change.updated.map(({ id, ...changes }) => {
        return { id, baseRevision: this.#last, changes };
      });
      nested[store] = { ...change, updated };
    }
    return nested;
  }

  /** Sends a change again that is not acknowledged, or asks for everything. */
  repeat() {
    if (!this.isReady) return;
    if (this.pending.length > 0) this.#submit(this.pending[0]);
    else this.#send({ type: 'request_sync' });
  }

  /** @param {any} message */
  receive({ type, payload, revision, sender }) {
    if (type === 'init') this.#init(payload);
    else if (type === 'sync') this.#load(payload);
    else if (type === 'changes') this.#take(revision, sender, payload);
    else if (type === 'ack') this.#acknowledge(payload);
    else if (type === 'conflict') this.#yield(payload);
    else if (type === 'error') this.#drop(payload);
    else assert.strictEqual(type, 'user_left');
  }

  #init({ clientId, resume, project, revision }) {
    const isSame = clientId === this.#clientId;
    const isAnother = !isSame && this.#clientId !== '';
    this.#secret = resume;
    if (!isSame) this.#restart(clientId);
    // It says that it has understood that it is not the same one.
    if (isAnother) {
      this.#show({ ...project, revision });
      return this.#send({ type: 'request_sync' });
    }
    if (!isSame || !this.asksDelta) return this.#load({ ...project, revision });
    this.#target = revision;
    this.#send({ type: 'request_delta', payload: { lastRevision: this.#last } });
    return this.#begin();
  }

  /** The server did not take the old name: what was made under it is of another epoch. */
  #restart(clientId) {
    this.#clientId = clientId;
    this.pending = [];
    this.phantoms.clear();
  }

  #load(project) {
    this.#show(project);
    this.#begin();
  }

  #show({ revision, ...stores }) {
    this.model = ProjectModel.ofStores(stores);
    this.isLate = true;
    this.#last = this.#target = revision;
  }

  #begin() {
    if (this.isReady) return;
    this.isReady = true;
    for (const one of this.pending) this.#submit(one);
  }

  /** What comes before a delta that was asked for will be in it; what comes again is known. */
  #isNext(number) {
    const awaitsDelta = this.#last < this.#target;
    if (number > this.#last + 1 && awaitsDelta) return false;
    assert.ok(number <= this.#last + 1, `${this.name}: a gap, ${number} after ${this.#last}`);
    return number === this.#last + 1;
  }

  #take(number, sender, payload) {
    if (!this.#isNext(number)) return;
    if (sender === this.#clientId) this.#name(payload);
    this.model.apply(payload);
    this.#last = number;
  }

  #acknowledge({ clientRevision, serverRevision, changes }) {
    const index = this.pending.findIndex(({ revision }) => revision === clientRevision);
    this.confirmed.push({
      number: serverRevision,
      author: this.#clientId,
      revision: clientRevision,
    });
    if (index >= 0) this.#forget(index);
    if (!this.#isNext(serverRevision)) return;
    this.model.apply(changes);
    this.#last = serverRevision;
  }

  /** What the server shows of a conflict is what it has at this moment; where it says so again, what it had then. */
  #yield({ clientRevision, conflicts, currentState }) {
    assert.ok(conflicts.length > 0);
    this.conflicts++;
    const index = this.pending.findIndex(({ revision }) => revision === clientRevision);
    if (index < 0) return;
    const { timesSent } = this.pending[index];
    this.#forget(index);
    if (timesSent > 1 || this.#last < this.#target) return;
    for (const [store, records] of Object.entries(currentState)) {
      for (const record of records) this.#compare(store, record);
    }
  }

  #compare(store, record) {
    const node = this.model.find(store, record.id);
    assert.ok(node, `${this.name}: ${store} ${record.id} of a conflict is not there`);
    const known = { ...node.fields };
    const isTree = this.model.trees.has(store);
    if (isTree) known.parentId = node.parent?.fields.id;
    const [shown, own] = [plain(record, isTree), plain(known, isTree)].map(canonical);
    assert.strictEqual(shown, own, `${this.name}: what a conflict shows`);
  }

  #drop({ code, clientRevision }) {
    assert.ok(['ERR_BEFORE_RESET', 'ERR_VETOED'].includes(code), `${this.name}: ${code}`);
    const index = this.pending.findIndex(({ revision }) => revision === clientRevision);
    if (index >= 0) this.#forget(index);
  }

  #forget(index) {
    const [{ payload }] = this.pending.splice(index, 1);
    for (const [phantom] of phantomsOf(payload)) this.phantoms.delete(phantom);
    for (const later of this.pending) this.#keep(later.payload);
  }

  #keep(payload) {
    for (const [phantom, store] of phantomsOf(payload)) this.phantoms.set(phantom, store);
  }

  #name(payload) {
    for (const [phantom] of phantomsOf(payload)) this.phantoms.delete(phantom);
  }
}

/** A record without its place, which a dataset numbers anew. */
function plain(record, isTree) {
  const fields = { ...record };
  if (isTree) {
    for (const key of ['children', 'parentIndex', 'orderedParentIndex']) delete fields[key];
    // A root has none, or null.
    if (fields.parentId === null || fields.parentId === undefined) delete fields.parentId;
  }
  return fields;
}

module.exports = { ModelSyncClient };
