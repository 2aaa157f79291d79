'use strict';

const { randomUUID } = require('node:crypto');
const { once } = require('node:events');
const { WebSocket } = require('ws');
const { within } = require('./within');

const PROBE = 'is that all';

/** As much of a store of Bryntum's as a manager of its Calendar needs. */
class PlainStore {
  #listeners = {};
  #isSuspended = false;
  /** @type {Map<string, any>} by id */
  records = new Map();

  /** @param {Record<string, (event: any) => void>} listeners */
  on(listeners) {
    this.#listeners = listeners;
  }

  #trigger(name, event) {
    if (!this.#isSuspended) this.#listeners[name]?.(event);
  }

  suspendEvents() {
    this.#isSuspended = true;
  }

  resumeEvents() {
    this.#isSuspended = false;
  }

  /** @param {object[]} rows @returns {any[]} the new records; one without an id gets one that is made up */
  add(rows) {
    const records = rows.map((row) => {
      const data = { id: `_generatedModel_${randomUUID()}`, ...row };
      const record = { id: data.id, data, set: (values) => this.#set(record, values) };
      this.records.set(String(data.id), record);
      return record;
    });
    this.#trigger('add', { records });
    return records;
  }

  getById(id) {
    return this.records.get(String(id));
  }

  remove(record) {
    this.records.delete(String(record.id));
    this.#trigger('remove', { records: [record] });
  }

  #set(record, values) {
    const changes = {};
    for (const [key, value] of Object.entries(values)) {
      const oldValue = record.data[key];
      if (value === oldValue) continue;
      changes[key] = { value, oldValue };
      record.data[key] = value;
    }
    if (Object.keys(changes).length > 0) this.#trigger('update', { record, changes });
  }

  /** @param {object[]} rows in place of all that is there */
  load(rows) {
    this.records.clear();
    this.add(rows);
  }
}

/**
 * What a page does that has a Calendar and the WebSocket manager of Bryntum's guide beside it: what its user does goes out as
 * a `sync`, what comes in is put into the stores without an event, what is done without a connection waits in a queue, and at
 * a conflict the page does what the server says.
 */
class CalendarPage {
  stores = { events: new PlainStore(), resources: new PlainStore(), assignments: new PlainStore() };
  conflicts = [];
  errors = [];
  #address;
  #queue = [];
  #socket;
  #probes = [];

  /** @param {string} address */
  constructor(address) {
    this.#address = address;
    for (const [name, store] of Object.entries(this.stores)) {
      store.on({
        add: ({ records }) => this.#say(name, { added: records.map(({ data }) => data) }),
        update: ({ record, changes }) =>
          this.#say(name, { updated: [{ id: record.id, ...changes }] }),
        remove: ({ records }) => this.#say(name, { removed: records.map(({ id }) => ({ id })) }),
      });
    }
  }

  /** @returns {Promise<void>} when it has its data */
  async connect() {
    const socket = new WebSocket(this.#address);
    socket.on('message', (data) => this.#receive(JSON.parse(data.toString())));
    await within(once(socket, 'open'), 'connection');
    this.#socket = socket;
    for (const message of this.#queue.splice(0)) this.#socket.send(JSON.stringify(message));
    this.#send({ type: 'load' });
    await this.settle();
  }

  /** The line is lost. */
  lose() {
    this.#socket.terminate();
    this.#socket = undefined;
  }

  /** Nothing is read for a while, not even pings. */
  pause() {
    this.#socket.pause();
  }

  resume() {
    this.#socket.resume();
  }

  /** @returns {Promise<void>} when all has come that the server has sent up to now */
  settle() {
    const answered = new Promise((resolve) => {
      this.#probes.push(resolve);
    });
    this.#send({ type: PROBE });
    return within(answered, 'an answer');
  }

  #say(store, change) {
    const message = { type: 'sync', data: { [store]: change }, timestamp: Date.now() };
    if (this.#socket) this.#send(message);
    else this.#queue.push(message);
  }

  #send(message) {
    this.#socket.send(JSON.stringify(message));
  }

  #receive({ type, data }) {
    if (type === 'sync') this.#quietly((store, name) => apply(store, data[name] ?? {}));
    else if (type === 'load') this.#quietly((store, name) => store.load(data[name]?.rows ?? []));
    else if (type === 'conflict') this.#yield(data);
    else if (type === 'error' && data.message.includes(PROBE)) this.#probes.shift()();
    else if (type === 'error') this.errors.push(data.code);
  }

  #yield(conflict) {
    this.conflicts.push(conflict);
    const { recordType, recordId, serverVersion } = conflict;
    this.#quietly((store, name) => {
      if (name === recordType && serverVersion) store.getById(recordId)?.set(serverVersion);
    });
  }

  #quietly(work) {
    for (const [name, store] of Object.entries(this.stores)) {
      store.suspendEvents();
      work(store, name);
      store.resumeEvents();
    }
  }

  /** @returns {Record<string, object[]>} what its stores have, in the order of the ids */
  get data() {
    return shown(
      Object.entries(this.stores).map(([name, { records }]) => [
        name,
        Array.from(records.values(), ({ data }) => data),
      ]),
    );
  }
}

/** As the guide does: what is added, then what is updated, then what is removed. */
function apply(store, { added, updated = [], removed = [] }) {
  if (added) store.add(added);
  for (const values of updated) store.getById(values.id)?.set(values);
  for (const { id } of removed) {
    const record = store.getById(id);
    if (record) store.remove(record);
  }
}

/** @param {[string, object[]][]} stores @returns {Record<string, object[]>} their records by id, without what is nobody's */
function shown(stores) {
  // What a page made undefined is null for everybody else.
  const plain = ({ $PhantomId: _, ...data }) =>
    JSON.parse(JSON.stringify(data, (_key, value) => value ?? undefined));
  const byId = (one, other) => (String(one.id) < String(other.id) ? -1 : 1);
  return Object.fromEntries(stores.map(([name, rows]) => [name, rows.map(plain).sort(byId)]));
}

module.exports = { CalendarPage, shown };
