'use strict';

// What the package keeps in the browser: IndexedDB, else localStorage, over reloads and with several tabs.

const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const { WebSocket } = require('ws');
const { FlakyProxy } = require('./support/flaky-proxy');
const { Stage } = require('./support/stage');

const APPLICATION = `
import { openProject, SyncProject } from '/client/core/index.js';
import { offlineQueue } from '/client/offline/index.js';

globalThis.make = (url) => new SyncProject({ url, project: 1, retryDelay: () => 100, queue: offlineQueue() });
`;

/** @type {Stage} */
let stage;
/** @type {FlakyProxy} */
let proxy;
/** @type {any} */
let robot;

before(async () => {
  stage = await Stage.open({ charts: 0 });
  proxy = await FlakyProxy.open(stage.demo.server.port);
  const { openProject } = await import('../../client/src/core/index.js');
  const url = `ws://localhost:${stage.demo.server.port}`;
  robot = await openProject({ url, project: 1, WebSocket });
});
after(async () => {
  robot?.close();
  await stage?.close();
  await proxy?.close();
});

/** The names of the tasks that were added by this test. */
const added = () =>
  robot.records
    .all('tasks')
    .map(({ name }) => name)
    .filter((name) => name.startsWith('Kept'))
    .sort();

/** @param {any} page that is open, or was loaded again */
async function start(page) {
  await page.addScriptTag({ type: 'module', content: APPLICATION });
  await page.waitForFunction('globalThis.make');
  await page.evaluate(
    `globalThis.mine = make(${JSON.stringify(`ws://localhost:${proxy.port}`)}); void mine.connect();`,
  );
}

const add = (page, name) =>
  page.evaluate(`void mine.change({ tasks: { added: [{ name: ${JSON.stringify(name)} }] } })`);

const unsynced = (page, count) => page.waitForFunction(`mine.unsyncedChanges === ${count}`);

/** Waits until the queues hold as many changes. */
const kept = (page, count) =>
  page.waitForFunction(
    `(async () => {
      const { bestStore } = await import('/client/offline/index.js');
      const store = await bestStore();
      const keys = await store.keys('gantt-sync ');
      const all = await Promise.all(keys.map((key) => store.read(key)));
      return all.reduce((sum, { entries }) => sum + entries.length, 0) === ${count};
    })()`,
  );

async function untilAdded(names) {
  while (added().length < names.length) {
    await new Promise((resolve) => {
      const off = robot.on('changes', () => (off(), resolve()));
    });
  }
  assert.deepEqual(added(), names);
}

for (const where of ['IndexedDB', 'localStorage']) {
  test(`what two tabs made without a connection is in ${where}, and goes out after a reload`, async () => {
    const context = await stage.browser.newContext();
    if (where === 'localStorage')
      await context.addInitScript(
        'Object.defineProperty(globalThis, "indexedDB", { value: undefined })',
      );
    const pages = [await context.newPage(), await context.newPage()];
    for (const page of pages) {
      await page.goto(`${stage.demo.url}/?charts=0`);
      await start(page);
      await page.waitForFunction("mine.state === 'connected'");
    }
    proxy.cut();
    for (const page of pages) await page.waitForFunction("mine.state !== 'connected'");
    for (const [index, page] of pages.entries()) await add(page, `Kept in ${where} ${index}`);
    await kept(pages[0], 2);
    // Each tab knows its own only; one is loaded again, the other is closed.
    for (const page of pages) await unsynced(page, 1);
    await pages[1].close();
    await pages[0].goto('about:blank');
    await pages[0].goto(`${stage.demo.url}/?charts=0`);
    await start(pages[0]);
    await unsynced(pages[0], 2);
    proxy.mend();
    await unsynced(pages[0], 0);
    await kept(pages[0], 0);
    const earlier = where === 'IndexedDB' ? [] : ['Kept in IndexedDB 0', 'Kept in IndexedDB 1'];
    await untilAdded([...earlier, `Kept in ${where} 0`, `Kept in ${where} 1`]);
    await context.close();
  });
}

test('a tab asks before it closes only while something would be lost', async () => {
  const page = await stage.visit('?charts=0');
  await start(page);
  await page.waitForFunction("mine.syncStatus === 'synced'");
  const asks = () =>
    page.evaluate("!dispatchEvent(new Event('beforeunload', { cancelable: true }))");
  assert.equal(await asks(), false);
  await page.evaluate('mine.suspendSync()');
  await add(page, 'Kept back');
  assert.equal(await asks(), true);
  await page.evaluate('mine.resumeSync()');
  await unsynced(page, 0);
  assert.equal(await asks(), false);
});
