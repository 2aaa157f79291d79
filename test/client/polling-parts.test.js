'use strict';

const assert = require('node:assert/strict');
const { before, test } = require('node:test');
const { CrudClient } = require('../support/crud-client');
const { ask } = require('../support/http-server');
const { startServer } = require('../support/test-server');

/** @type {any} */
let Parts;
before(async () => {
  ({ Parts } = await import('../../client/src/polling/parts.js'));
});

const NAMES = ['resources', 'events', 'assignments', 'dependencies'];
const DAYS = { startDate: '2026-03-02', endDate: '2026-03-09' };
const REST = [{ startIndex: 2, count: 2 }, ['resources', 'events', 'assignments']];
const SOURCE = {
  resourcesData: ['a', 'b', 'c', 'd'].map((id) => ({ id, name: id })),
  eventsData: ['a', 'd'].map((of) => ({ id: `of-${of}`, startDate: '2026-03-03', name: of })),
  assignmentsData: ['a', 'd'].map((id) => ({ id, eventId: `of-${id}`, resourceId: id })),
};

/** A store of records by their ids, loaded by parts as the library's. */
class Store {
  constructor(name) {
    this.lazyLoad = name !== 'dependencies';
    this.isResourceStore = name === 'resources';
    this.isAssignmentStore = name === 'assignments';
    this.all = new Map();
  }

  getById(id) {
    return this.all.get(id);
  }

  get records() {
    return [...this.all.values()];
  }

  /** As the library does: a row is a change where it knows the id, else a new record. */
  take({ rows = [], removed = [] } = {}) {
    for (const row of rows) this.all.set(row.id, { ...this.all.get(row.id), ...row });
    for (const { id } of removed) this.all.delete(id);
  }
}

/** A CrudManager that loads parts, as far as it is looked at. */
class Manager {
  crudRevision = null;
  crudStores = NAMES.map((storeId) => ({ storeId, store: new Store(storeId) }));
  resourceStore = this.crudStores[0].store;
  transport = { load: { url: '/crud/1/load' } };
  #listeners;

  constructor(server) {
    this.server = server;
  }

  on(listeners) {
    this.#listeners = listeners;
    return () => {
      this.#listeners = {};
    };
  }

  async loadPart(params, stores = NAMES) {
    const pack = { type: 'load', stores, params: { ...params, ...DAYS } };
    const { body } = await ask(this.server, '/crud/1/load', { json: pack });
    await this.meanwhile?.();
    this.#listeners.beforeLoadApply?.({ response: body, options: pack });
    this.#take(body);
  }

  load() {
    for (const { store } of this.crudStores) store.all.clear();
    return this.loadPart({ startIndex: 0, count: 2 });
  }

  async sync(changes) {
    const pack = { type: 'sync', revision: this.crudRevision ?? undefined, ...changes };
    const { status, body } = await ask(this.server, '/crud/1/sync', { json: pack });
    if (status !== 200) return body.code;
    this.#listeners.beforeSyncApply({ response: body });
    this.#take(body);
    return undefined;
  }

  #take(body) {
    for (const { storeId, store } of this.crudStores) store.take(body[storeId]);
    this.crudRevision = body.revision;
  }

  /** The names of the records of a store, by ids. */
  names(storeId) {
    const { store } = this.crudStores.find((one) => one.storeId === storeId);
    return store.records.map(({ id, name }) => `${id}: ${name}`);
  }
}

async function stage(t) {
  const server = await startServer(t, { projects: [{ id: 1, name: 'P', source: SOURCE }] });
  const manager = new Manager(server);
  const parts = new Parts(manager);
  t.after(() => parts.destroy());
  await manager.load();
  const others = new CrudClient(server);
  return { server, manager, parts, others };
}

test('a later part does not have changes of earlier ones passed over', async (t) => {
  const { manager, others } = await stage(t);
  await others.sync({ resources: { updated: [{ id: 'a', name: 'Ada' }] } });
  await manager.loadPart(...REST);
  await manager.sync();
  assert.deepEqual(manager.names('resources'), ['a: Ada', 'b: b', 'c: c', 'd: d']);
});

test('what has changed while a part was under way is asked for once more', async (t) => {
  const { manager, others } = await stage(t);
  manager.meanwhile = async () => {
    await others.sync({ resources: { updated: [{ id: 'c', name: 'Cem' }] } });
    // Of a record that is not there yet.
    await manager.sync();
  };
  await manager.loadPart(...REST);
  assert.deepEqual(manager.names('resources').at(2), 'c: c');
  await manager.sync();
  assert.deepEqual(manager.names('resources').at(2), 'c: Cem');
});

test('a change of what was not loaded makes no record', async (t) => {
  const { manager, parts, others } = await stage(t);
  await others.sync({
    resources: {
      added: [{ id: 'e', name: 'Eve' }],
      updated: ['b', 'd'].map((id) => ({ id, name: 'New' })),
    },
    events: { updated: [{ id: 'of-d', name: 'His' }] },
    dependencies: { added: [{ id: 1, fromEvent: 'of-a', toEvent: 'of-d' }] },
  });
  manager.resourceStore.all.set('a place that is not loaded', undefined);
  await manager.sync();
  manager.resourceStore.all.delete('a place that is not loaded');
  assert.deepEqual(manager.names('resources'), ['a: a', 'b: New']);
  assert.deepEqual(manager.names('events'), ['of-a: a']);
  assert.equal(manager.names('dependencies').length, 1);
  assert.equal(parts.isBehind, false);
});

const MAY_BE_SHOWN = {
  'an event that has other days': {
    events: { updated: [{ id: 'of-d', startDate: '2026-03-04' }] },
  },
  'an assignment to a resource that is there': {
    assignments: { added: [{ id: 'new', eventId: 'of-d', resourceId: 'b' }] },
  },
  'a resource, where all are there': { resources: { added: [{ id: 'e', name: 'Eve' }] } },
  'the place of a resource in the list': { resources: { removed: [{ id: 'd' }] } },
};
for (const [what, changes] of Object.entries(MAY_BE_SHOWN)) {
  test(`${what} may belong to what is shown`, async (t) => {
    const { manager, parts, others } = await stage(t);
    await others.sync(changes);
    await manager.sync();
    assert.equal(parts.isBehind, true);
    await parts.load();
    assert.equal(parts.isBehind, false);
  });
}

test('one’s own new records are not left out', async (t) => {
  const { manager, parts } = await stage(t);
  const name = '_generatedResourceModel_9b456d67-2014-46eb-8d40-6a1481c3a4a6';
  await manager.sync({ resources: { added: [{ $PhantomId: name, name: 'Mine' }] } });
  assert.equal(manager.names('resources').length, 3);
  assert.equal(parts.isBehind, false);
});

test('after a reset a part does not hide that all has to be loaded again', async (t) => {
  const { server, manager, parts } = await stage(t);
  await server.resetDataSet(1);
  await manager.loadPart(...REST);
  assert.equal(await manager.sync(), 'ERR_BEFORE_RESET');
  await parts.load();
  assert.equal(await manager.sync(), undefined);
});

test('in a tree, what goes below what was not opened is left for when that is', async (t) => {
  const tasks = [
    { id: 'open', children: [{ id: 'child' }] },
    { id: 'shut', children: [{ id: 'hidden' }] },
  ];
  const server = await startServer(t, {
    projects: [{ id: 1, name: 'P', source: { tasksData: tasks } }],
  });
  const manager = new Manager(server);
  const store = Object.assign(new Store('tasks'), { tree: true });
  manager.crudStores = [{ storeId: 'tasks', store }];
  const parts = new Parts(manager);
  t.after(() => parts.destroy());
  const { revision } = await new CrudClient(server).load();
  manager.crudRevision = revision;
  store.take({ rows: [{ id: 'open', children: [{ id: 'child' }] }, { id: 'child' }] });
  store.take({ rows: [{ id: 'shut', children: true }] });
  const others = new CrudClient(server);
  const told = async (changes) => {
    parts.isBehind = false;
    await others.sync({ tasks: changes });
    await manager.sync();
    return [store.all.size, parts.isBehind];
  };
  assert.deepEqual(await told({ updated: [{ id: 'hidden', name: 'Named' }] }), [3, false]);
  assert.deepEqual(await told({ added: [{ id: 'new', parentId: 'shut' }] }), [3, false]);
  assert.deepEqual(await told({ added: [{ id: 'more', parentId: 'open' }] }), [3, true]);
  assert.deepEqual(await told({ updated: [{ id: 'child', parentId: 'shut' }] }), [3, true]);
  assert.equal(store.getById('child').parentId, undefined);
});
