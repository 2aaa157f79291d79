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

/** What a browser lacks, by where the changes are kept then. */
const LACKS = {
  IndexedDB: '',
  localStorage: 'Object.defineProperty(globalThis, "indexedDB", { value: undefined })',
  // As on a page that came by plain HTTP.
  'IndexedDB, without locks':
    'Object.defineProperty(navigator, "locks", { value: undefined }); delete Crypto.prototype.randomUUID',
};
/** @type {string[]} */
const earlier = [];

for (const [where, lack] of Object.entries(LACKS)) {
  test(`what two tabs made without a connection is in ${where}, and goes out after a reload`, async () => {
    const context = await stage.browser.newContext();
    await context.addInitScript(lack);
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
    // Each tab knows its own only, also one that comes now; one is loaded again, the other is closed.
    const third = await context.newPage();
    await third.goto(`${stage.demo.url}/?charts=0`);
    await start(third);
    await third.waitForFunction("mine.state === 'disconnected'");
    await unsynced(third, 0);
    await third.close();
    for (const page of pages) await unsynced(page, 1);
    await pages[1].close();
    await pages[0].goto('about:blank');
    await pages[0].goto(`${stage.demo.url}/?charts=0`);
    await start(pages[0]);
    await unsynced(pages[0], 2);
    proxy.mend();
    await unsynced(pages[0], 0);
    await kept(pages[0], 0);
    earlier.push(`Kept in ${where} 0`, `Kept in ${where} 1`);
    await untilAdded(earlier.toSorted());
    await context.close();
  });
}

/** What a project says cannot be kept. @param {any} page @returns {Promise<string[]>} */
const problems = async (page) => {
  await page.waitForFunction('globalThis.said?.length');
  return page.evaluate('said');
};

test('a browser that refuses every place is told of, and the project works', async () => {
  const context = await stage.browser.newContext();
  await context.addInitScript(`
    const refuse = () => { throw new DOMException('The user has said no', 'SecurityError'); };
    IDBFactory.prototype.open = refuse;
    Object.defineProperty(globalThis, 'localStorage', { get: refuse });
    globalThis.said = [];
  `);
  const page = await context.newPage();
  await page.goto(`${stage.demo.url}/page/page.css`);
  await page.addScriptTag({ type: 'module', content: APPLICATION });
  await page.waitForFunction('globalThis.make');
  await page.evaluate(`
    globalThis.mine = make(${JSON.stringify(`ws://localhost:${proxy.port}`)});
    mine.on('problem', ({ code, message }) => said.push(code + ' ' + message));
    void mine.connect();`);
  assert.match((await problems(page)).join(), /^ERR_NOT_KEPT SecurityError: The user has said no$/);
  await page.evaluate(
    "mine.change({ tasks: { updated: [{ id: 'dig', name: 'Dug' }] } }).then(() => {})",
  );
  await context.close();
});

test('what a full disk does not keep is told', async () => {
  const context = await stage.browser.newContext();
  const page = await context.newPage();
  await page.goto(`${stage.demo.url}/?charts=0`);
  await start(page);
  await page.waitForFunction("mine.state === 'connected'");
  await page.evaluate(
    "globalThis.said = []; void mine.on('problem', ({ code, message }) => said.push(code + ' ' + message))",
  );
  proxy.cut();
  await page.waitForFunction("mine.state !== 'connected'");
  const devtools = await context.newCDPSession(page);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: stage.demo.url, quotaSize: 1 });
  await page.evaluate(
    "void mine.change({ tasks: { updated: [{ id: 'dig', note: 'x'.repeat(3_000_000) }] } })",
  );
  assert.match((await problems(page)).join(), /^ERR_NOT_KEPT .*Quota/);
  proxy.mend();
  await unsynced(page, 0);
  await context.close();
});

test('who clears what a page has kept need not wait for it, and what is made behind that is kept', async () => {
  const context = await stage.browser.newContext();
  const page = await context.newPage();
  await page.goto(`${stage.demo.url}/?charts=0`);
  await start(page);
  await page.waitForFunction("mine.state === 'connected'");
  proxy.cut();
  await page.waitForFunction("mine.state !== 'connected'");
  await add(page, 'Kept 1');
  await kept(page, 1);
  const told = await page.evaluate(`new Promise((resolve) => {
    const clearing = indexedDB.deleteDatabase('gantt-sync-client');
    for (const name of ['success', 'error', 'blocked']) clearing.addEventListener(name, () => resolve(name));
  })`);
  assert.equal(told, 'success');
  await add(page, 'Kept 2');
  await kept(page, 2);
  await page.goto('about:blank');
  await page.goto(`${stage.demo.url}/?charts=0`);
  await start(page);
  await unsynced(page, 2);
  proxy.mend();
  earlier.push('Kept 1', 'Kept 2');
  await untilAdded(earlier.toSorted());
  await context.close();
});

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
