'use strict';

const assert = require('node:assert/strict');
const { before, test } = require('node:test');
const { CrudClient } = require('../support/crud-client');
const { ask } = require('../support/http-server');
const { startServer } = require('../support/test-server');
const { within } = require('../support/within');

/** @type {any} */
let Polling;
before(async () => {
  ({ Polling } = await import('../../client/src/polling/index.js'));
});

const LONG = { interval: 3_600_000, longestWait: 7_200_000 };

/** A CrudManager on a server, as far as polling looks at it. `told`: what came, in order. */
class Manager {
  forceSync = false;
  isDestroyed = false;
  told = [];
  #client;
  #listeners = new Set();

  constructor(server, options) {
    this.#client = new CrudClient(server, options);
    this.server = server;
  }

  on(listeners) {
    this.#listeners.add(listeners);
    return () => this.#listeners.delete(listeners);
  }

  get listeners() {
    return this.#listeners.size;
  }

  async load() {
    const { tasks } = await this.#client.load();
    this.told.push(['load', tasks.rows.map(({ name }) => name)]);
  }

  /** Does the server take what it is asked, and never answer? */
  isSilent = false;
  activeRequests = {};

  cancelRequest(request, reject) {
    request.abort();
    reject({ cancelled: true });
  }

  async sync() {
    const { revision } = this.#client;
    // As in the library, what is given up ends without a word.
    if (this.isSilent)
      return new Promise((reject) => {
        const abort = () => this.told.push(['abort']);
        this.activeRequests = { load: null, sync: { type: 'sync', request: { abort }, reject } };
      });
    const { status, body } = await this.#client.send({ type: 'sync', revision });
    if (status !== 200) {
      for (const { syncFail } of this.#listeners) syncFail?.({ response: body });
      throw Object.assign(new Error('Sync failed'), { rawResponse: { status } });
    }
    this.#client.revision = body.revision;
    this.told.push(['sync', (body.tasks?.rows ?? []).map(({ name }) => name)]);
    return body;
  }

  destroy() {
    this.isDestroyed = true;
    for (const { destroy } of [...this.#listeners]) destroy?.();
  }
}

/** One that polls, and what it says: `next(name)` waits for the next of that name. */
async function polling(t, server, { client, ...options } = LONG) {
  const manager = new Manager(server, client);
  await manager.load();
  const polls = new Polling(manager, { ...LONG, ...options });
  t.after(() => polls.destroy());
  const next = (name) =>
    within(
      new Promise((resolve) => {
        const off = polls.on(name, (detail) => {
          off();
          resolve(detail);
        });
      }),
      name,
    );
  return { manager, polls, next };
}

/** A page, as far as polling looks at it. */
function makePage(t) {
  const page = new EventTarget();
  page.visibilityState = 'visible';
  globalThis.document = page;
  t.after(() => {
    delete globalThis.document;
  });
  return {
    look(state) {
      page.visibilityState = state;
      page.dispatchEvent(new Event('visibilitychange'));
    },
  };
}

const rename = (server, name) =>
  new CrudClient(server).sync({ tasks: { updated: [{ id: 'events-1', name }] } });

test('asks again and again, and hears each change of the others once', async (t) => {
  const server = await startServer(t);
  const { manager, polls, next } = await polling(t, server, { interval: 1 });
  const synced = next('synced');
  polls.start();
  await synced;
  assert.equal(manager.forceSync, true);
  await rename(server, 'Plough');
  while (!manager.told.some(([, names]) => names.includes('Plough'))) await next('synced');
  await next('synced');
  const heard = manager.told.filter(([, names]) => names.includes('Plough'));
  assert.equal(heard.length, 1);
  polls.destroy();
  assert.deepEqual([manager.forceSync, manager.listeners, polls.state], [false, 0, 'stopped']);
});

test('a page that nobody sees asks nothing, and asks at once when it is seen again', async (t) => {
  const page = makePage(t);
  const server = await startServer(t);
  const { manager, polls, next } = await polling(t, server);
  const first = next('synced');
  polls.start();
  await first;
  page.look('hidden');
  assert.equal(polls.state, 'paused');
  const asked = manager.told.length;
  await rename(server, 'Plough');
  assert.equal(manager.told.length, asked);
  const again = next('synced');
  page.look('visible');
  await again;
  assert.deepEqual(manager.told.at(-1), ['sync', ['Plough']]);
  // What is asked when it is hidden is answered, and then it waits.
  page.look('hidden');
  page.look('visible');
  page.look('hidden');
  await next('synced');
  assert.equal(polls.state, 'paused');
});

test('what fails is tried again later each time, and a success ends that', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const server = await startServer(t);
  const manager = new Manager(server);
  let isDown = true;
  manager.sync = async () => {
    if (isDown) throw new Error('no network');
  };
  const polls = new Polling(manager, { interval: 1000, longestWait: 8000 });
  t.after(() => polls.destroy());
  const failures = [];
  const turn = (name) =>
    new Promise((resolve) => {
      polls.on(name, resolve);
    });
  polls.on('failed', (detail) => failures.push(detail));
  polls.start();
  for (let count = 1; count <= 5; count++) {
    while (failures.length < count) await turn('failed');
    assert.deepEqual([failures.at(-1).status, failures.at(-1).code], [0, undefined]);
    if (count === 5) isDown = false;
    t.mock.timers.tick(failures.at(-1).retryIn);
  }
  const bounds = [2000, 4000, 8000, 8000, 8000];
  for (const [index, { retryIn }] of failures.entries())
    assert.ok(retryIn >= bounds[index] / 2 && retryIn <= bounds[index], `${index}: ${retryIn}`);
  await turn('synced');
  isDown = true;
  t.mock.timers.tick(1000);
  await turn('failed');
  assert.ok(failures.at(-1).retryIn <= 2000);
});

test('who is not let in asks no more until it is started anew', async (t) => {
  const server = await startServer(t, {
    users: { ada: { token: 'key-of-ada', group: 'team' } },
    groups: { team: { projects: [1] }, others: { projects: [2] } },
  });
  const headers = { authorization: 'Bearer key-of-ada' };
  const { manager, polls, next } = await polling(t, server, { client: { headers } });
  const stopped = next('stopped');
  headers.authorization = 'Bearer wrong';
  polls.start();
  assert.deepEqual(await stopped, { status: 401, code: 'ERR_UNAUTHORIZED' });
  assert.deepEqual([polls.state, manager.forceSync], ['stopped', false]);
  headers.authorization = 'Bearer key-of-ada';
  const synced = next('synced');
  polls.start();
  await synced;
});

test('a project that was reset is loaded again', async (t) => {
  const server = await startServer(t);
  await rename(server, 'Plough');
  const { manager, polls, next } = await polling(t, server);
  await server.resetDataSet(1);
  const synced = next('synced');
  polls.start();
  await synced;
  assert.deepEqual(manager.told, [
    ['load', ['Plough']],
    ['load', ['Dig']],
  ]);
});

test('what was not saved when a project was reset is told as dropped', async (t) => {
  const server = await startServer(t);
  const { manager, polls, next } = await polling(t, server);
  manager.changes = { tasks: { updated: [{ id: 1, name: 'Mine' }] } };
  const dropped = next('dropped');
  await rename(server, 'Plough');
  await server.resetDataSet(1);
  polls.start();
  assert.deepEqual(await dropped, { reason: 'ERR_BEFORE_RESET', changes: manager.changes });
});

test('of two that ask by one CrudManager, the end of one leaves the other asking', async (t) => {
  const server = await startServer(t);
  const { manager, polls } = await polling(t, server);
  const other = new Polling(manager, LONG);
  t.after(() => other.destroy());
  polls.start();
  other.start();
  polls.stop();
  assert.equal(manager.forceSync, true);
  other.stop();
  assert.equal(manager.forceSync, false);
});

for (const status of [409, 412, 500, 502, 503])
  test(`an answer ${status} is no end: it asks again, with what was not saved`, async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const changes = { tasks: { updated: [{ id: 1, name: 'Mine' }] } };
    const sent = [];
    const crudManager = {
      changes,
      isDestroyed: false,
      crudStoreHasChanges: () => true,
      on: () => () => {},
      async sync() {
        sent.push(this.changes);
        if (sent.length === 1)
          throw Object.assign(new Error('Sync failed'), { rawResponse: { status } });
      },
    };
    const polls = new Polling(crudManager, LONG);
    t.after(() => polls.destroy());
    const next = (name) =>
      new Promise((resolve) => {
        polls.on(name, resolve);
      });
    const failed = next('failed');
    polls.start();
    const { retryIn, ...told } = await failed;
    assert.deepEqual(told, { status, code: undefined });
    const synced = next('synced');
    t.mock.timers.tick(retryIn);
    await synced;
    assert.deepEqual(sent, [changes, changes]);
  });

test('it ends with its CrudManager, and an answer that comes later starts nothing', async (t) => {
  const server = await startServer(t);
  const { manager, polls } = await polling(t, server);
  let told = 0;
  polls.on({ synced: () => told++, failed: () => told++ });
  polls.start();
  manager.destroy();
  assert.deepEqual([polls.state, manager.listeners], ['stopped', 0]);
  await ask(server, '/crud/1/load');
  while (manager.told.length < 2) await ask(server, '/crud/1/load');
  assert.deepEqual([told, polls.state], [0, 'stopped']);
  polls.start();
  assert.equal(polls.state, 'stopped');
});

test('what is never answered is given up, and tried again', async (t) => {
  const server = await startServer(t);
  const { manager, polls, next } = await polling(t, server, { interval: 1, timeout: 20 });
  manager.isSilent = true;
  const failed = next('failed');
  polls.start();
  assert.equal((await failed).status, 0);
  assert.deepEqual(manager.told.at(-1), ['abort']);
  manager.isSilent = false;
  await next('synced');
});
