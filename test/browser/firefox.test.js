'use strict';

// The core of the package and its queue in Firefox: two tabs, and a program without a browser.

const assert = require('node:assert/strict');
const http = require('node:http');
const path = require('node:path');
const { after, before, describe, test } = require('node:test');
const { pathToFileURL } = require('node:url');
const { WebSocket } = require('ws');
const { Firefox, findFirefox } = require('./support/firefox');
const { FlakyProxy } = require('./support/flaky-proxy');
const { WebSocketServer } = require('../..');

const ROOT = path.join(__dirname, '../..');
const PLAN = { tasks: { rows: [{ id: 'dig', name: 'Dig' }] } };
const PAGE = `<!doctype html><meta charset="utf-8"><title>Core</title><script type="module">
import { openProject } from '/client/core/index.js';
import { offlineQueue } from '/client/offline/index.js';
const url = new URLSearchParams(location.search).get('url');
globalThis.told = [];
globalThis.come = async (userName, hasQueue) => {
  const queue = hasQueue ? offlineQueue() : undefined;
  globalThis.project = await openProject({ url, project: 1, userName, queue, retryDelay: () => 20, preventUnsavedChanges: false });
  project.on({ dropped: (event) => told.push(event.reason), problem: (event) => told.push(event.code), conflict: () => told.push('conflict') });
};
globalThis.until = async (isThere) => {
  while (!isThere()) await new Promise((resolve) => { const off = project.on({ changes: done, loaded: done, state: done, sync: done, presence: done }); function done() { off(); resolve(); } });
};
globalThis.names = () => project.records.all('tasks').map(({ name }) => name).sort();
</script>`;

const skip = findFirefox()
  ? false
  : 'There is no Firefox (Debian: firefox-esr); FIREFOX may name one.';

describe('The core in Firefox', { skip, timeout: 120_000 }, () => {
  /** @type {Firefox} */
  let firefox;
  /** @type {any} */
  let server;
  /** @type {http.Server} */
  let page;
  /** @type {FlakyProxy} */
  let proxy;
  /** A program without a browser. @type {any} */
  let robot;
  /** @type {string} */
  let address;

  before(async () => {
    const { staticFiles } = await import(
      pathToFileURL(path.join(ROOT, 'demo/static-files.js')).href
    );
    const files = staticFiles({ '/client/': path.join(ROOT, 'client/src') }, '/');
    page = http.createServer((request, response) => {
      if (request.url.startsWith('/?')) response.setHeader('content-type', 'text/html').end(PAGE);
      else void files(request, response);
    });
    server = new WebSocketServer({
      server: page,
      projects: [{ id: 1, name: 'Plan', source: PLAN }],
      groups: { anonymous: { projects: '*' } },
    });
    await server.init();
    await new Promise((resolve) => {
      page.listen(0, '127.0.0.1', () => resolve());
    });
    const { port } = page.address();
    proxy = await FlakyProxy.open(port);
    address = `http://127.0.0.1:${port}/?url=${encodeURIComponent(`ws://127.0.0.1:${proxy.port}`)}`;
    const { openProject } = await import('../../client/src/core/index.js');
    robot = await openProject({ url: `ws://127.0.0.1:${port}`, project: 1, WebSocket });
    firefox = await Firefox.launch();
  });
  after(async () => {
    robot?.close();
    await firefox?.close();
    await proxy?.close();
    await server?.destroy();
    page?.closeAllConnections();
    page?.close();
  });

  /** Waits until the program has as many tasks of a name. */
  async function untilRobot(name, count = 1) {
    const all = () => robot.records.all('tasks').filter((task) => task.name === name).length;
    while (all() !== count)
      await new Promise((resolve) => {
        const off = robot.on('changes', () => (off(), resolve()));
      });
  }

  test('a change reaches another tab and a program, and theirs come back; a line that breaks loses and doubles nothing', async () => {
    const [ada, ben] = [await firefox.visit(address), await firefox.visit(address)];
    await ada.run("await come('Ada')");
    await ben.run("await come('Ben')");
    const added = await ada.run(
      "return (await project.change({ tasks: { added: [{ $PhantomId: 'a', name: 'Plant' }] } })).changes.tasks.added[0]",
    );
    assert.match(added.id, /^events-/);
    await ben.run("await until(() => names().includes('Plant'))");
    await robot.change({ tasks: { updated: [{ id: 'dig', name: 'Dig deep' }] } });
    await ada.run("await until(() => names().includes('Dig deep'))");

    proxy.cut();
    await ada.run("await until(() => project.state !== 'connected')");
    await ada.run("void project.change({ tasks: { added: [{ name: 'In the dark' }] } })");
    assert.deepEqual(await ada.run('return [project.unsyncedChanges, project.syncStatus]'), [
      1,
      'offline',
    ]);
    proxy.mend();
    await ada.run('await project.saved()');
    await untilRobot('In the dark');
    await ben.run("await until(() => names().includes('In the dark'))");
    assert.deepEqual(await ben.run('return names()'), await ada.run('return names()'));
    assert.deepEqual([await ada.run('return told'), await ben.run('return told')], [[], []]);
    await ada.run('project.close()');
    await ben.run('project.close()');
    await ada.close();
    await ben.close();
  });

  test('what waits in the queue outlives a reload, and is made once', async () => {
    const ada = await firefox.visit(address);
    await ada.run("await come('Ada', true)");
    proxy.cut();
    await ada.run("await until(() => project.state !== 'connected')");
    await ada.run("project.change({ tasks: { added: [{ name: 'Kept' }] } }).catch(() => {})");
    await ada.run(`
      const { bestStore } = await import('/client/offline/index.js');
      const store = await bestStore();
      for (;;) {
        const all = await Promise.all((await store.keys('gantt-sync ')).map((key) => store.read(key)));
        if (all.some(({ entries }) => entries.length > 0)) return;
      }`);
    await ada.reload();
    proxy.mend();
    await ada.run("await come('Ada', true)");
    await ada.run('await project.saved()');
    await untilRobot('Kept');
    assert.deepEqual(await ada.run('return told'), []);
    await ada.run('project.close()');
  });
});
