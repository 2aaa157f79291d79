'use strict';

/*
 * One person has several tabs with a chart and a queue, each over a bad line. By lot they are switched, put to sleep, woken, closed and
 * opened in any order, what they say to each other is late, and the server is started anew. In the end each edit is there once, or some tab was
 * told that it is not, and all tabs show the same.
 *
 *   BROWSER_TABS=50 BROWSER_TABS_SEED=1 npm run test:browser -- tabs
 */

const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { WebSocket } = require('ws');
const { BadNetwork } = require('./support/bad-network');
const { Stage } = require('./support/stage');
const { Random } = require('../support/random');

const COUNT = Number(process.env.BROWSER_TABS ?? 2);
const FIRST_SEED = Number(process.env.BROWSER_TABS_SEED ?? 1);
const TURNS = 12;
const SHARES = { before: 0.02, behind: 0.02, silent: 0.01, slow: 0.1 };
/** A place is where a tab is, one after the other; each has a task and a parent of its own. */
const PLACES = [
  { task: 'dig', parent: 'ground' },
  { task: 'floor', parent: 'inside' },
  { task: 'cake', parent: 'party' },
];

/** What tabs say to each other comes late, each by another time. */
const LATE_WORDS = `
const say = BroadcastChannel.prototype.postMessage;
BroadcastChannel.prototype.postMessage = function (word) {
  setTimeout(() => { try { say.call(this, word); } catch {} }, Math.random() * 100);
};`;
/** As on a page that came by plain HTTP. */
const NO_LOCKS = 'Object.defineProperty(navigator, "locks", { value: undefined });';

const APPLICATION = `
import { Gantt, ProjectModel } from '@bryntum/gantt';
import { GanttWebSocketManager } from '/client/managers/index.js';
import { bestStore, offlineQueue } from '/client/offline/index.js';

let writes = 0;
const counted = (act) => async (...given) => {
  writes++;
  try {
    return await act(...given);
  } finally {
    writes--;
  }
};

globalThis.begin = async (port) => {
  const kept = await bestStore();
  const store = { ...kept, write: counted(kept.write), remove: counted(kept.remove) };
  const project = new ProjectModel({ autoSetConstraints: false });
  new Gantt({ appendTo: document.body, height: 300, project });
  const wsUrl = 'ws://localhost:' + port + '/gantt-sync?project=1';
  const manager = new GanttWebSocketManager({
    project,
    wsUrl,
    userName: 'Ann',
    queue: offlineQueue({ store }),
    retryDelay: () => 50,
    heartbeatInterval: 1000,
    heartbeatTimeout: 2000,
    connectTimeout: 4000,
  });
  for (const name of ['conflict', 'dropped', 'problem'])
    manager.on(name, ({ changes, code, reason }) => void heard(name, { changes, code, reason }));
  // As somebody who does not give in.
  manager.on('conflict', ({ resolve }) => void resolve('keep_local'));
  Object.assign(globalThis, {
    project,
    manager,
    task: (id) => project.taskStore.getById(id),
    isKept: () => manager.unsyncedChanges === manager.client.unsyncedChanges && writes === 0,
    isQuiet: () =>
      manager.syncStatus === 'synced' && !manager.suspendSync && !project.replica.hasPendingAutoCommit(),
    lines: () =>
      project.taskStore.allRecords
        .map(({ id, parent, name, note, duration }) => JSON.stringify([id, parent.isRoot || parent.id, name, note, duration]))
        .sort(),
  });
  await new Promise((resolve) => manager.on('loaded', resolve));
};
globalThis.isReady = true;
`;

/** @type {Stage} */
let stage;
/** @type {any} */
let robot;
/** @type {string} */
let folder;
before(async () => {
  if (COUNT === 0) return;
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tabs-'));
  stage = await Stage.open({
    charts: 0,
    server: { storage: `sqlite:${path.join(folder, 'journal.db')}`, guests: true },
  });
});
after(async () => {
  await stage?.close();
  if (folder) fs.rmSync(folder, { recursive: true });
});

/** A tab at one place, which may be asleep. */
class Tab {
  /** @param {any} context @param {BadNetwork} line @param {(name: string, detail: any) => void} heard */
  static async open(context, line, heard) {
    const tab = new Tab();
    tab.page = await context.newPage();
    tab.page.setDefaultTimeout(30_000);
    tab.errors = [];
    tab.page.on('pageerror', (error) => tab.errors.push(error.stack));
    await tab.page.exposeFunction('heard', heard);
    await tab.page.goto(`${stage.demo.url}/?charts=0`);
    await tab.page.addScriptTag({ type: 'module', content: APPLICATION });
    await tab.page.waitForFunction('globalThis.isReady');
    await tab.page.evaluate(`begin(${line.port})`);
    tab.devtools = await context.newCDPSession(tab.page);
    return tab;
  }

  /** @param {string} code */
  act(code) {
    return this.page.evaluate(`void (${code})`);
  }

  async sleep() {
    if (this.isAsleep) return;
    // A browser that puts a tab to sleep has let it end what it was doing.
    await this.page.waitForFunction('isKept()');
    this.isAsleep = true;
    await this.devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
  }

  async wake() {
    if (!this.isAsleep) return;
    this.isAsleep = false;
    await this.devtools.send('Page.setWebLifecycleState', { state: 'active' });
  }

  async close() {
    // Before that, it would have asked.
    if (!this.isAsleep) await this.page.waitForFunction('isKept()');
    await this.page.close();
  }
}

/** Starts the server anew on what it has kept, at the same port. */
async function restart() {
  const { startDemo } = await import('../../demo/start.js');
  const { port } = stage.demo.server;
  await stage.demo.close();
  stage.demo = await startDemo({ port, ...stage.serverOptions });
}

if (COUNT === 0) test('torments of tabs', { skip: 'BROWSER_TABS says how many' });

for (let seed = FIRST_SEED; seed < FIRST_SEED + COUNT; seed++)
  test(
    `tabs ${seed}: what one person does in several is there once`,
    { timeout: 240_000 },
    async (t) => {
      const random = new Random(seed);
      await stage.demo.server.resetDataSet(1);
      const { openProject } = await import('../../client/src/core/index.js');
      robot = await openProject({
        url: `ws://localhost:${stage.demo.server.port}`,
        project: 1,
        WebSocket,
      });
      t.after(() => robot.close());
      const heard = [];
      robot.on('changes', ({ revision, sender, changes }) =>
        heard.push([
          revision,
          sender,
          changes.tasks?.$input ??
            changes.tasks?.updated?.map(({ id, duration, name, note }) => ({
              id,
              duration,
              name,
              note,
            })),
        ]),
      );
      const context = await stage.browser.newContext();
      t.after(() => context.close());
      await context.addInitScript((seed % 2 ? NO_LOCKS : '') + LATE_WORDS);
      const lines = await Promise.all(
        PLACES.map(() => BadNetwork.open(stage.demo.server.port, SHARES)),
      );
      t.after(() => Promise.all(lines.map((line) => line.close())));
      const told = [];
      const open = (place) =>
        Tab.open(context, lines[place], (name, detail) => void told.push([name, detail]));
      const done = [];
      /** @type {(Tab | undefined)[]} */
      const tabs = [];
      for (const place of PLACES.keys()) tabs[place] = await open(place);
      for (const line of lines) line.begin(new Random(random.int(2 ** 31)));
      const added = [];
      const last = new Map();

      for (let turn = 0; turn < TURNS; turn++) {
        const place = random.int(PLACES.length);
        const kind = random.int(8);
        const tab = tabs[place];
        done.push(`${place}:${kind}`);
        const { task, parent } = PLACES[place];
        const label = `${seed}-${turn}`;
        if (!tab) tabs[place] = await open(place);
        else if (kind === 0) await tab.page.bringToFront();
        else if (kind === 1) await tab.sleep();
        else if (kind === 2) {
          await tab.close();
          tabs[place] = undefined;
        } else if (kind === 3) {
          for (const line of lines) line.cut();
          if (random.chance(0.3)) await restart();
        } else {
          await tab.wake();
          if (kind < 6) {
            added.push(label);
            await tab.act(`task('${parent}').appendChild({ name: '${label}', duration: 2 })`);
          } else if (kind === 6) {
            last.set(`${task} note`, label);
            await tab.act(`task('${task}').note = '${label}'`);
          } else {
            last.set(`${task} duration`, 2 + turn);
            await tab.act(`task('${task}').duration = ${2 + turn}`);
          }
        }
      }

      for (const line of lines) line.calm();
      for (const place of PLACES.keys()) tabs[place] ??= await open(place);
      // What a tab that is closed has left goes with the next one.
      for (const tab of tabs) await tab.wake();
      const fresh = await Tab.open(
        context,
        lines[0],
        (name, detail) => void told.push([name, detail]),
      );
      const all = [...tabs, fresh];
      for (const tab of all) await tab.page.waitForFunction('isQuiet()');
      await robot.change({ tasks: { updated: [{ id: 'walls', name: `Behind ${seed}` }] } });
      for (const tab of all)
        await tab.page.waitForFunction(`task('walls').name === 'Behind ${seed}' && isQuiet()`);

      const why = JSON.stringify({
        done,
        told,
        happened: lines.map(({ happened }) => happened),
        heard,
      });
      /** @param {(record: any) => boolean} isIt */
      const isTold = (kind, isIt) =>
        told.some(([, { changes }]) => changes?.tasks?.[kind]?.some(isIt));
      const names = robot.records.all('tasks').map(({ name }) => name);
      for (const name of added) {
        const count = names.filter((other) => other === name).length;
        assert.ok(
          count === 1 || (count === 0 && isTold('added', (record) => record.name === name)),
          `${name} is there ${count} times: ${why}`,
        );
      }
      for (const [what, value] of last) {
        const [id, field] = what.split(' ');
        const now = robot.records.get('tasks', id)[field];
        assert.ok(
          now === value ||
            isTold('updated', (record) => record.id === id && record[field] === value),
          `${what} is ${now}, not ${value}: ${why}`,
        );
      }
      const [first, ...others] = await Promise.all(all.map(({ page }) => page.evaluate('lines()')));
      for (const other of others) assert.deepEqual(other, first, why);
      for (const { errors } of all) assert.deepEqual(errors, []);
      assert.deepEqual(
        told.filter(([name]) => name === 'problem'),
        [],
      );
    },
  );
