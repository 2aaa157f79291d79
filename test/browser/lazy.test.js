'use strict';

// Charts that load parts of their stores and poll: a Scheduler of resources and days, and the tree of a Gantt.

const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const { WebSocket } = require('ws');
const { noScheduler, openScheduler } = require('./support/scheduler-page');
const { Stage } = require('./support/stage');

const COUNT = 240;
const numbers = (count) => Array.from({ length: count }, (_, number) => number);
const days = { startDate: '2027-03-01', duration: 2, endDate: '2027-03-03' };
const task = (id) => ({ id, name: id, ...days, manuallyScheduled: true });
const PLAN = {
  success: true,
  project: { startDate: '2027-03-01' },
  tasks: {
    rows: numbers(60).map((n) => ({ ...task(`t${n}`), children: [task(`a${n}`), task(`b${n}`)] })),
  },
  resources: { rows: numbers(COUNT).map((n) => ({ id: `r${n}`, name: `r${n}` })) },
  events: { rows: numbers(COUNT).map((n) => task(`e${n}`)) },
  assignments: {
    rows: numbers(COUNT).map((n) => ({ id: `a${n}`, eventId: `e${n}`, resourceId: `r${n}` })),
  },
};

/** Runs in the page: polls when it is asked to. */
async function pollByHand(project) {
  const { Polling } = await import('/client/polling/index.js');
  const polling = new Polling(project, { interval: 3_600_000 });
  globalThis.failed = [];
  polling.on({ failed: (detail) => globalThis.failed.push(detail) });
  globalThis.ask = async () => {
    const synced = new Promise((resolve) => {
      polling.on({ synced: resolve, failed: resolve });
    });
    polling.start();
    await synced;
    polling.stop();
  };
}

/** @type {Stage} */
let stage;
/** @type {any} */
let robot;
before(async () => {
  stage = await Stage.open({ charts: 0, data: PLAN });
  const { openProject } = await import('../../client/src/core/index.js');
  robot = await openProject({
    url: `ws://localhost:${stage.demo.server.port}`,
    project: 1,
    WebSocket,
  });
});
after(async () => {
  robot?.close();
  await stage?.close();
});

/** Somebody else changes something, and the page polls. */
async function hear(page, changes) {
  await robot.change(changes);
  await page.evaluate('ask()');
}

test('a Scheduler that loads lazily and polls', { skip: noScheduler }, async () => {
  const page = await openScheduler(
    stage,
    `import { SchedulerPro } from '@bryntum/schedulerpro';
    const chart = globalThis.chart = new SchedulerPro({
      appendTo: 'container', height: 400, startDate: '2027-03-01', endDate: '2027-03-20',
      columns: [{ text: 'Name', field: 'name' }],
      project: { loadUrl: '/crud/1/load', syncUrl: '/crud/1/sync', autoLoad: true, lazyLoad: true },
    });
    globalThis.project = chart.project;
    globalThis.nameOf = (store, id) => project[store].getById(id)?.name;
    (${pollByHand})(project);`,
  );
  await page.waitForFunction("globalThis.ask && nameOf('eventStore', 'e0')");
  await page.evaluate('ask()');

  await robot.change({
    resources: { updated: [{ id: 'r0', name: 'Ada' }] },
    events: { updated: [{ id: 'e0', name: 'Digs' }] },
  });
  const isLater = "nameOf('resourceStore', 'r120')";
  assert.equal(await page.evaluate(isLater), undefined);
  await page.evaluate('chart.scrollable.scrollBy(0, 7000)');
  await page.waitForFunction(isLater);
  await page.evaluate('ask()');
  assert.deepEqual(
    await page.evaluate("[nameOf('resourceStore', 'r0'), nameOf('eventStore', 'e0')]"),
    ['Ada', 'Digs'],
  );

  await hear(page, {
    resources: { updated: [{ id: 'r239', name: 'Far away' }] },
    events: { updated: [{ id: 'e239', name: 'Far away' }] },
  });
  assert.deepEqual(
    await page.evaluate(
      "[nameOf('resourceStore', 'r239'), nameOf('eventStore', 'e239'), project.resourceStore.count]",
    ),
    [undefined, undefined, COUNT],
  );
  await page.evaluate('chart.scrollable.scrollTo(0, chart.scrollable.maxY)');
  await page.waitForFunction("nameOf('resourceStore', 'r239') === 'Far away'");
  await page.waitForFunction("nameOf('eventStore', 'e239') === 'Far away'");
  await page.waitForFunction("project.resourceStore.indexOf('r239') === 239");

  await hear(page, {
    events: { added: [{ ...task('new'), name: 'New' }] },
    assignments: { added: [{ id: 'new', eventId: 'new', resourceId: 'r235' }] },
  });
  // What its engine calculates meanwhile is saved before anything is loaded, which takes a poll of its own.
  const isThere = "project.eventStore.getById('new')?.resources[0]?.id === 'r235'";
  const polled = `(${isThere}) || ask().then(() => ${isThere})`;
  await page.waitForFunction(polled, undefined, { polling: 500 });
  assert.deepEqual([page.errors, await page.evaluate('failed')], [[], []]);
});

test('the tree of a Gantt that loads lazily, without all else, and polls', async () => {
  const page = await stage.visit('?login&charts=0');
  await page.evaluate(
    `(async () => {
      const { Gantt } = await import('/gantt/gantt.module.js');
      const gantt = globalThis.gantt = new Gantt({
        appendTo: document.body, height: 300, columns: [{ type: 'name' }],
        project: {
          syncUrl: '/crud/1/sync',
          taskStore: { readUrl: '/crud/1/load?store=tasks', autoLoad: true, lazyLoad: { chunkSize: 20 } },
        },
      });
      globalThis.project = gantt.project;
      globalThis.task = (id) => gantt.taskStore.getById(id);
      globalThis.names = (id) => task(id).children.map?.(({ name }) => name);
      await (${pollByHand})(gantt.project);
    })()`,
  );
  await page.waitForFunction("globalThis.ask && task('t0')");
  // Others changed something before it has asked for the first time.
  await hear(page, {
    tasks: {
      updated: [
        { id: 't0', name: 'Dig' },
        { id: 'a9', name: 'Hidden' },
      ],
    },
  });
  assert.deepEqual(await page.evaluate("[task('t0').name, task('a9')]"), ['Dig', undefined]);

  await page.evaluate("gantt.expand(task('t0')).then(() => {})");
  await page.waitForFunction("task('a0')");
  await page.evaluate('ask()');
  await hear(page, { tasks: { added: [{ ...task('new'), name: 'New', parentId: 't0' }] } });
  await page.evaluate('ask()');
  await page.waitForFunction("task('t0').isExpanded(gantt.taskStore) && names('t0').length === 3");
  assert.deepEqual(await page.evaluate("names('t0')"), ['a0', 'b0', 'New']);

  await hear(page, { tasks: { added: [{ ...task('late'), name: 'Late', parentId: 't2' }] } });
  assert.equal(await page.evaluate("task('t2').children"), true);
  await page.evaluate("gantt.expand(task('t2')).then(() => {})");
  await page.waitForFunction("names('t2')?.length === 3");
  assert.deepEqual(await page.evaluate("names('t2')"), ['a2', 'b2', 'Late']);
  assert.deepEqual([page.errors, await page.evaluate('failed')], [[], []]);
});
