'use strict';

// A user of each dialect on one project, with a chart each: for every two of them edits, races, removals, undo and a lost line.

const assert = require('node:assert/strict');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { ask } = require('../support/http-server');
const { FlakyProxy } = require('./support/flaky-proxy');
const { noScheduler, openScheduler } = require('./support/scheduler-page');
const { Stage } = require('./support/stage');

const DIALECTS = ['commands', 'flat', 'sync', 'crud', 'calendar', 'socketio'];
/** Those that have a Gantt; the others have a Scheduler. */
const GANTTS = DIALECTS.slice(0, 4);
const PAIRS = DIALECTS.flatMap((one, at) => DIALECTS.slice(at + 1).map((other) => [one, other]));
const PATIENCE_MS = 20_000;
const PLAYERS = path.join(__dirname, 'support/pair-players.js');

const DAYS = {
  startDate: '2027-03-01',
  duration: 2,
  endDate: '2027-03-03',
  manuallyScheduled: true,
};
/** Each pair has records of its own. */
const names = PAIRS.flatMap((pair) =>
  ['seen', 'race', 'gone', 'undone', 'far', 'near'].map((what) => [...pair, what].join('-')),
);
const PLAN = {
  success: true,
  project: { startDate: '2027-03-01' },
  tasks: { rows: names.map((name) => ({ id: name, name, percentDone: 0, ...DAYS })) },
};

const GANTT_PAGE = `
import { Gantt, ProjectModel } from '@bryntum/gantt';
import { createProject } from '/page/project.js';
import { GanttWebSocketManager } from '/client/managers/index.js';
const players = makePlayers({
  load: (project, data) => project.loadInlineData(data),
  apply: (project, changes) => project.taskStore.applyChangeset(changes.tasks ?? {}, null, '$PhantomId'),
});
const show = (project, more) => (new Gantt({ appendTo: document.body, height: 150, project, columns: [{ type: 'name' }], ...more }), project);
const plain = (config) => show(new ProjectModel({ autoSetConstraints: false, ...config }));
globalThis.come = async (urls) => ({
  commands: await players.commands(show(createProject(), { enableTransactionalFeatures: true }), urls.commands),
  flat: await players.flat(plain(), urls.flat),
  sync: await players.manager(new GanttWebSocketManager({
    project: plain(), wsUrl: urls.sync + '/gantt-sync?project=1', userName: 'Sina', retryDelay: () => 50,
  })),
  crud: await players.crud(plain({ loadUrl: '/crud/1/load', syncUrl: '/crud/1/sync', forceSync: true })),
});
`;
const SCHEDULER_PAGE = `
import { ProjectModel, SchedulerPro } from '@bryntum/schedulerpro';
import { CalendarSocketIOManager } from '/client/socketio/index.js';
const players = makePlayers({ load: (project, data) => project.loadInlineData({ eventsData: data.tasksData }) });
const show = () => new SchedulerPro({
  appendTo: 'container', height: 150, startDate: '2027-03-01', endDate: '2027-03-20', columns: [{ text: 'Name', field: 'name' }],
  project: new ProjectModel({ eventStore: { id: 'tasks' } }),
});
globalThis.come = async (urls) => ({
  calendar: await players.calendar(show().project, urls.calendar + '/calendar?project=1'),
  socketio: await players.manager(new CalendarSocketIOManager(show(), urls.socketio.replace(/^ws/, 'http'), {
    calendarId: 1, retryDelay: () => 50,
  })),
});
`;

/** @type {Stage} */
let stage;
/** @type {Record<string, FlakyProxy>} */
const proxies = {};
/** @type {Record<string, any>} by dialects */
const pages = {};

before(async () => {
  if (noScheduler) return;
  stage = await Stage.open({
    charts: 0,
    data: PLAN,
    server: {
      socketio: true,
      groups: { anonymous: { projects: '*' } },
      users: {},
      // Else who writes a field in `flat` beside somebody else does not learn whose value stands.
      echo: 'always',
    },
  });
  for (const dialect of DIALECTS.filter((name) => name !== 'crud'))
    proxies[dialect] = await FlakyProxy.open(stage.demo.server.port);
  const urls = Object.fromEntries(
    Object.entries(proxies).map(([dialect, { port }]) => [dialect, `ws://localhost:${port}`]),
  );
  const scheduler = await openScheduler(stage);
  for (const dialect of DIALECTS)
    pages[dialect] = GANTTS.includes(dialect) ? stage.page : scheduler;
  for (const [page, script] of [
    [stage.page, GANTT_PAGE],
    [scheduler, SCHEDULER_PAGE],
  ]) {
    await page.addScriptTag({ path: PLAYERS });
    await page.addScriptTag({ type: 'module', content: script });
    await page.waitForFunction('globalThis.come');
    await page.evaluate(
      `come(${JSON.stringify(urls)}).then((players) => { globalThis.players = players; })`,
    );
  }
});
after(async () => {
  for (const proxy of Object.values(proxies)) await proxy.close();
  await stage?.close();
});

/** One of the players does something. `act` runs in the page: it sees the store, and `argument`. */
const edit = (dialect, act, argument) =>
  pages[dialect].evaluate(
    `players.${dialect}.edit((store, project) => { (${act})(store, ${JSON.stringify(argument)}); }).then(() => {})`,
  );
const rename = (dialect, id, name) =>
  edit(dialect, (store, to) => void (store.getById(to.id).name = to.name), { id, name });
const remove = (dialect, id) =>
  edit(dialect, (store, gone) => store.remove(store.getById(gone)), id);

/** What the server has, as `linesOf` of a page says it. */
async function served() {
  const { body } = await ask(stage.demo.server, '/crud/1/load');
  const day = (date) => date && `${Number(date.slice(5, 7))}/${Number(date.slice(8, 10))}`;
  return body.tasks.rows
    .map(({ id, name, startDate, percentDone = 0 }) =>
      [id, name, day(startDate), Math.round(percentDone)].join(' | '),
    )
    .sort();
}

/** Waits until all charts show what the server has, twice. @returns {Promise<Map<string, string>>} the names by ids */
async function settle() {
  const deadline = Date.now() + PATIENCE_MS;
  let last = '';
  for (;;) {
    await stage.page.evaluate('players.crud.ask().then(() => {})');
    const there = await served();
    const shown = [];
    for (const page of new Set(Object.values(pages)))
      shown.push(
        ...Object.entries(
          await page.evaluate(
            'Object.fromEntries(Object.entries(players).map(([name, player]) => [name, player.isBusy() ? ["is busy"] : linesOf(player.project)]))',
          ),
        ),
      );
    const other = shown.find(([, lines]) => JSON.stringify(lines) !== JSON.stringify(there));
    const now = JSON.stringify(there);
    if (!other && now === last) return new Map(there.map((line) => line.split(' | ').slice(0, 2)));
    if (Date.now() > deadline) {
      const [dialect, lines] = other ?? ['nobody', []];
      assert.deepEqual(lines, there, `${dialect} does not show what there is`);
      assert.fail('it does not come to rest');
    }
    last = now;
  }
}

async function cut(dialect) {
  if (dialect === 'crud') await stage.page.evaluate('void players.crud.cut()');
  else proxies[dialect].cut();
}

async function mend(dialect) {
  if (dialect === 'crud') await stage.page.evaluate('void players.crud.mend()');
  else proxies[dialect].mend();
}

for (const [one, other] of PAIRS) {
  test(`a user of ${one} and one of ${other}`, { skip: noScheduler }, async () => {
    const id = (what) => [one, other, what].join('-');

    // Each sees what the other does, and adds to it.
    await rename(one, id('seen'), 'Seen');
    await edit(
      one,
      (store, name) => store.add({ name, startDate: new Date(2027, 2, 8), duration: 1 }),
      id('new'),
    );
    let there = await settle();
    assert.equal(there.get(id('seen')), 'Seen');
    const added = [...there].filter(([, name]) => name === id('new')).map(([key]) => key);
    assert.equal(added.length, 1);
    assert.doesNotMatch(added[0], /_generated/);
    await rename(other, added[0], id('renamed'));

    // Both at once: different fields, the same one, and one removes what the other changes.
    await Promise.all([
      edit(one, (store, done) => void (store.getById(done).percentDone = 40), id('seen')),
      rename(other, id('seen'), 'Both'),
      rename(one, id('race'), 'One'),
      rename(other, id('race'), 'Other'),
      remove(one, id('gone')),
      rename(other, id('gone'), 'Gone'),
    ]);
    there = await settle();
    assert.equal(there.get(added[0]), id('renamed'));
    assert.equal(there.get(id('seen')), 'Both');
    assert.match(there.get(id('race')), /^(One|Other)$/);
    assert.equal(there.get(id('gone')), undefined);

    await rename(other, id('undone'), 'Not so');
    there = await settle();
    assert.equal(there.get(id('undone')), 'Not so');
    await pages[other].evaluate(`players.${other}.undo().then(() => {})`);
    await remove(one, added[0]);
    there = await settle();
    assert.equal(there.get(id('undone')), id('undone'));
    assert.equal(there.get(added[0]), undefined);

    // One goes on without a line.
    await cut(one);
    await rename(one, id('far'), 'In the dark');
    await rename(other, id('near'), 'Meanwhile');
    await mend(one);
    there = await settle();
    assert.equal(there.get(id('far')), 'In the dark');
    assert.equal(there.get(id('near')), 'Meanwhile');
    for (const { errors } of new Set(Object.values(pages))) assert.deepEqual(errors, []);
  });
}
