'use strict';

const assert = require('node:assert/strict');
const { before, test } = require('node:test');
const { setImmediate: turn } = require('node:timers/promises');

/** @type {any} */
let Turns;
before(async () => {
  ({ Turns } = await import('../../client/src/polling/turns.js'));
});

/** A CrudManager that sends what it is told to, and writes down what it has sent. */
class Manager {
  sent = [];
  #listeners = {};

  on(listeners) {
    this.#listeners = listeners;
    return () => {
      this.#listeners = {};
    };
  }

  async send(requestType) {
    await this.#listeners.beforeSend?.({ requestType });
    this.sent.push(requestType);
    await turn();
  }

  async end(requestType, event = 'requestDone') {
    this.#listeners[event]?.({ requestType });
    await turn();
  }
}

/** @returns {Promise<[Manager, any]>} one that has sent a sync, a load, a sync and a load */
async function stage() {
  const manager = new Manager();
  const turns = new Turns(manager);
  for (const type of ['sync', 'load', 'sync', 'load']) void manager.send(type);
  await turn();
  return [manager, turns];
}

test('a load waits for the syncs, and a sync for the loads, that are under way', async () => {
  const [manager] = await stage();
  assert.deepEqual(manager.sent, ['sync', 'sync']);
  await manager.end('sync');
  assert.deepEqual(manager.sent, ['sync', 'sync'], 'one of two is still under way');
  await manager.end('sync', 'requestFail');
  assert.deepEqual(manager.sent.slice(2), ['load', 'load']);
  void manager.send('sync');
  await manager.end('load');
  assert.equal(manager.sent.length, 4);
  await manager.end('load');
  assert.deepEqual(manager.sent.slice(4), ['sync']);
});

test('what never tells its end holds up the others once, and not for ever', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const [manager] = await stage();
  t.mock.timers.tick(9_999);
  await turn();
  assert.equal(manager.sent.length, 2);
  t.mock.timers.tick(1);
  await turn();
  assert.deepEqual(manager.sent.slice(2), ['load', 'load']);
  await manager.end('load');
  await manager.end('load');
  void manager.send('sync');
  await manager.end('sync');
  await manager.send('load');
  assert.deepEqual(manager.sent.slice(4), ['sync', 'load']);
});

test('nothing waits when it is over', async () => {
  const [manager, turns] = await stage();
  turns.destroy();
  await turn();
  assert.deepEqual(manager.sent, ['sync', 'sync', 'load', 'load']);
  await manager.send('sync');
  assert.equal(manager.sent.length, 5);
});
