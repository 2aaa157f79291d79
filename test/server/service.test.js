'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const net = require('node:net');
const { test } = require('node:test');
const { Authenticator } = require('../../lib/access/authenticator');
const { resolveOptions } = require('../../lib/options/resolve-options');
const { Hooks } = require('../../lib/project/hooks');
const { Service } = require('../../lib/server/service');
const { MemoryStorage } = require('../../lib/storage/memory');
const { enterSync } = require('../support/sync-client');
const { testLog } = require('../support/test-log');
const { PROJECTS, connect, enter } = require('../support/test-server');

/** A storage that notes when it is opened and closed. */
class NotedStorage extends MemoryStorage {
  done = [];

  async open() {
    this.done.push('open');
  }

  async load(...args) {
    this.done.push('load');
    return super.load(...args);
  }

  async close() {
    this.done.push('close');
  }
}

/** A service that has not started, which ends with the test. */
function stage(t, given = {}, projects = PROJECTS) {
  const options = resolveOptions({ host: '127.0.0.1', ...given });
  const { log, lines } = testLog();
  const hooks = new Hooks(options, log);
  const service = new Service(options, projects, {
    authenticator: new Authenticator(options, hooks),
    hooks,
    log,
  });
  t.after(() => service.stop());
  const start = async () => {
    await service.start(0);
    return { address: `${service.scheme}://127.0.0.1:${service.port}` };
  };
  return { service, start, lines };
}

test('the storage is open before a project is loaded, and closed when all is told', async (t) => {
  const storage = new NotedStorage();
  const { service, start, lines } = stage(t, { storage });
  await start();
  assert.deepEqual(storage.done, ['open', 'load', 'load', 'load']);
  await service.stop();
  assert.equal(storage.done[4], 'close');
  assert.match(lines[0], /^info: Projects are kept in a storage of the application/);
  assert.match(lines.at(-1), /^info: Ended: 0 revisions of 3 projects/);
});

test('no port is open before the projects are loaded', async (t) => {
  const { service, start } = stage(t, {}, [{ id: 1, name: 'One', source: { tasksData: 7 } }]);
  await assert.rejects(start(), { code: 'ERR_INVALID_DATA_FILE' });
  assert.equal(service.port, undefined);
});

test('people of every dialect come in, and are let go when it stops', async (t) => {
  const { service, start } = stage(t);
  const server = await start();
  const clients = [await enter(t, server, 'Ada', 1), await enterSync(t, server)];
  const { port } = service;
  await service.stop();
  assert.deepEqual(await Promise.all(clients.map(({ closed }) => closed)), [1012, 1012]);
  const socket = net.connect(port, '127.0.0.1');
  await assert.rejects(once(socket, 'connect'), { code: 'ECONNREFUSED' });
});

test('who does not log in in time is closed, and who does is not', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { start } = stage(t, { authTimeout: 5 });
  const server = await start();
  const [stranger, ada] = [await connect(t, server), await enter(t, server, 'Ada')];
  t.mock.timers.tick(5000);
  assert.match((await stranger.next()).message, /\(ERR_LOGIN_TIMEOUT\)$/);
  assert.equal(await stranger.closed, 4408);
  assert.equal((await ada.request({ command: 'version' })).command, 'version');
});

test('when nothing has come for long the projects are reset, and that is a warning', async (t) => {
  const { start, lines } = stage(t, { resetDelay: 30 });
  const server = await start();
  const ada = await enter(t, server, 'Ada', 1);
  let told;
  do told = await ada.next();
  while (told.command !== 'reset');
  assert.deepEqual(told.data, { userName: 'Server', project: 1 });
  assert.ok(lines.some((line) => line.startsWith('warn: Nothing has come for 30 ms')));
});
