'use strict';

// Two users of Bryntum's SchedulerPro, each with a page of their own, and a project of the package.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { FlakyProxy } = require('./support/flaky-proxy');
const { noScheduler, openScheduler } = require('./support/scheduler-page');
const { Stage } = require('./support/stage');

const PLAN = {
  success: true,
  project: { startDate: '2027-03-01' },
  tasks: {
    rows: [
      { id: 'dig', name: 'Dig', startDate: '2027-03-01', duration: 2 },
      { id: 'build', name: 'Build', startDate: '2027-03-03', duration: 3 },
    ],
  },
  resources: {
    rows: [
      { id: 'ann', name: 'Ann' },
      { id: 'bob', name: 'Bob' },
    ],
  },
  assignments: {
    rows: [
      { id: 1, event: 'dig', resource: 'ann' },
      { id: 2, event: 'build', resource: 'bob' },
    ],
  },
  dependencies: { rows: [{ id: 1, fromEvent: 'dig', toEvent: 'build' }] },
};

const APPLICATION = `
import { ProjectModel, SchedulerPro } from '@bryntum/schedulerpro';
import { LiveProject } from '/client/bryntum/index.js';
import { WebSocketProjectModel } from '/client/schedulerpro/index.js';

class Project extends LiveProject(ProjectModel) {
  static $name = 'Project';
}
const config = { eventStore: { id: 'tasks' }, stm: { revisionsEnabled: true } };
const show = (project) => new SchedulerPro({
  appendTo: 'container', height: 400, project, enableTransactionalFeatures: true,
  startDate: '2027-03-01', endDate: '2027-03-20', columns: [{ text: 'Name', field: 'name' }],
});
globalThis.come = async (url, userName, isGuide) => {
  const project = globalThis.project = new (isGuide ? WebSocketProjectModel : Project)(config);
  globalThis.chart = show(project);
  globalThis.told = [];
  project.on({
    liveError: ({ message }) => told.push(message),
    liveBroken: ({ error }) => told.push(error.stack),
    liveDropped: ({ count }) => told.push(count + ' dropped'),
  });
  if (!isGuide) return project.liveConnect({ url, userName, projectId: 1, retryDelay: () => 20 });
  const loaded = new Promise((resolve) => project.on({ wsLoad: resolve, once: true }));
  project.wsAddress = url;
  await project.wsSend('login', { login: userName, password: '' });
  project.wsProjectId = 1;
  await loaded;
};
globalThis.edit = (act) => project.queue(async () => {
  act(project);
  await project.commitAsync();
});
const day = (date) => date && [date.getMonth() + 1, date.getDate()].join('/');
globalThis.read = () => JSON.stringify([
  project.eventStore.map(({ id, name, startDate, endDate }) => [id, name, day(startDate), day(endDate)]).sort(),
  project.assignmentStore.map(({ id, event, resource }) => [id, event?.id, resource?.id]).sort(),
  project.dependencyStore.map(({ id, fromEvent, toEvent }) => [id, fromEvent?.id, toEvent?.id]).sort(),
]);
`;

describeUsers('a live project', false);
describeUsers('a project of Bryntum’s guide', true);

/** @param {string} whose @param {boolean} isGuide */
function describeUsers(whose, isGuide) {
  test(
    `two users of SchedulerPro, and a third, with ${whose}`,
    { skip: noScheduler, timeout: 120_000 },
    async (t) => {
      const stage = await Stage.open({ charts: 0, data: PLAN });
      t.after(() => stage.close());
      const proxy = await FlakyProxy.open(stage.demo.server.port);
      t.after(() => proxy.close());
      /** Opens a page of somebody's. */
      const come = async (name) => {
        const page = await openScheduler(stage, APPLICATION);
        await page.waitForFunction('globalThis.come && globalThis.edit');
        await page.evaluate(`come('ws://127.0.0.1:${proxy.port}', '${name}', ${isGuide})`);
        return page;
      };
      const [ada, ben] = [await come('Ada'), await come('Ben')];
      /** Waits until something is true for each. */
      const all = async (pages, what) => {
        for (const page of pages) await page.waitForFunction(what);
      };
      const edit = (page, act) => page.evaluate(`edit((project) => { ${act} }).then(() => {})`);

      await edit(ada, "project.eventStore.getById('dig').name = 'Dig deep'");
      await all([ben], "project.eventStore.getById('dig').name === 'Dig deep'");
      // What hangs on it moves in both.
      await edit(ben, "project.eventStore.getById('dig').duration = 5");
      await all([ada, ben], "project.eventStore.getById('build').startDate.getDate() === 6");
      await edit(
        ada,
        "const [event] = project.eventStore.add({ name: 'Paint', startDate: '2027-03-10', duration: 1 }); project.assignmentStore.add({ event, resource: 'ann' })",
      );
      await all(
        [ada, ben],
        "project.eventStore.some(({ name, id }) => name === 'Paint' && !/_generated/.test(id))",
      );

      // Bars that are dragged by hand: to somebody else's row, and to another day.
      const boxOf = (page, name) => page.locator('.b-sch-event', { hasText: name }).boundingBox();
      const drag = async (page, from, x, y) => {
        await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
        await page.mouse.down();
        await page.mouse.move(x, y, { steps: 8 });
        await page.mouse.up();
      };
      const [bar, row] = [await boxOf(ben, 'Build'), await boxOf(ben, 'Dig deep')];
      await drag(ben, bar, bar.x + bar.width / 2, row.y + row.height / 2);
      await all(
        [ada, ben],
        "project.assignmentStore.find(({ event }) => event?.id === 'build')?.resource?.id === 'ann'",
      );
      const paint = await boxOf(ada, 'Paint');
      await drag(ada, paint, paint.x + paint.width * 1.5, paint.y + paint.height / 2);
      await all(
        [ada, ben],
        "project.eventStore.find(({ name }) => name === 'Paint').startDate.getDate() > 10",
      );

      // Two at once, and one of them without a line.
      proxy.cut();
      await all([ada], "project.liveConnection.state !== 'connected'");
      await edit(ada, "project.eventStore.getById('dig').name = 'In the dark'");
      proxy.mend();
      await edit(ben, "project.eventStore.getById('build').name = 'Meanwhile'");
      await all(
        [ada, ben],
        "project.eventStore.getById('dig').name === 'In the dark' && project.eventStore.getById('build').name === 'Meanwhile'",
      );
      await all(
        [ada, ben],
        'project.liveLoaded && !project.liveQueue.underWay && !project.liveQueue.waiting && !project.liveBusy',
      );

      const cem = await come('Cem');
      const [one, other, third] = await Promise.all(
        [ada, ben, cem].map((page) => page.evaluate('read()')),
      );
      assert.equal(other, one);
      assert.equal(third, one);
      for (const page of [ada, ben, cem])
        assert.deepEqual([page.errors, await page.evaluate('told')], [[], []]);
    },
  );
}
