'use strict';

/*
 * The library's own CrudManager beside charts that are live: `loadUrl`, `syncUrl`, `autoSync`, polling and lazy loading, unchanged.
 */

const assert = require('node:assert/strict');
const { after, before, beforeEach, describe, test } = require('node:test');
const { Stage } = require('./support/stage');
const { openCrud, readChart, settleCrud } = require('./support/crud-chart');

describe('A CrudManager', () => {
  /** @type {Stage} */
  let stage;
  before(async () => {
    stage = await Stage.open({ charts: 1 });
  });
  beforeEach(async () => {
    await stage.reset();
  });
  after(() => stage?.close());

  const run = (fn, argument) => stage.page.evaluate(`(${fn})(${JSON.stringify(argument ?? null)})`);
  const open = (more = {}) =>
    run(openCrud, { loadUrl: '/crud/1/load', syncUrl: '/crud/1/sync', ...more });
  /** Edits the chart over HTTP. */
  const edit = async (fn) => {
    await run(fn);
    await run(settleCrud);
    await stage.quiet();
    // What the live chart calculated from it.
    await run(settleCrud);
  };
  const agree = async () => {
    await stage.quiet();
    await run(settleCrud);
    await stage.quiet();
    const lines = await run(readChart, 'crud');
    assert.deepEqual(lines, await run(readChart, 'live'));
    assert.deepEqual(await run(() => globalThis.crudFailures), []);
    assert.ok(!lines.some((line) => line.includes('_generated')), 'a record kept its own name');
    return lines;
  };

  test('shows what it loads as a live chart does', async () => {
    await open();
    const lines = await agree();
    assert.ok(lines.some((line) => line.startsWith('dig | Dig |')));
  });

  test('its edits come to a live chart, new records with their ids', async () => {
    await open();
    await edit(() => {
      const { project } = globalThis.crud;
      const task = (id) => project.taskStore.getById(id);
      task('dig').name = 'Dig “deep” 🚜';
      task('walls').duration = 6;
      const fence = task('ground').appendChild({ name: 'Fence', duration: 2 });
      project.dependencyStore.add({ fromEvent: 'slab', toEvent: fence });
      project.assignmentStore.add({ event: fence, resource: 'bo', units: 50 });
      project.taskStore.remove(task('cake'));
    });
    const lines = await agree();
    assert.ok(lines.some((line) => line.includes('| Fence | ground |')));
  });

  test('a poll brings what a live chart changed: edits, new parents with children, moves, removals', async () => {
    await open();
    await stage.edit(0, ({ task, add, link, remove }) => {
      task('dig').duration = 6;
      task('paint').name = 'Paint, live';
      add('house', { name: 'Garden', expanded: true, children: [{ name: 'Lawn', duration: 3 }] });
      link('guests', 'cake');
      remove('beams');
    });
    await stage.edit(0, ({ task }) => void task('party').appendChild(task('lights')));
    const lines = await agree();
    assert.ok(lines.some((line) => line.includes('| Lawn |')));
    assert.ok(lines.some((line) => line.startsWith('lights | Lights | party |')));
  });

  test('both edit at once, and are equal in the end', async () => {
    await open();
    await Promise.all([
      run(() => {
        const { project } = globalThis.crud;
        project.taskStore.getById('dig').name = 'Over HTTP';
        project.taskStore.getById('party').appendChild({ name: 'Music', duration: 1 });
      }),
      stage.edit(0, ({ task, add }) => {
        task('dig').percentDone = 90;
        add('party', { name: 'Lamps' });
      }),
    ]);
    const lines = await agree();
    for (const name of ['Over HTTP', 'Music', 'Lamps'])
      assert.ok(
        lines.some((line) => line.includes(name)),
        name,
      );
  });

  test('autoSync sends each edit by itself', async () => {
    await open({ autoSync: true, autoSyncTimeout: 10 });
    await run(async () => {
      const { project } = globalThis.crud;
      const synced = new Promise((resolve) => {
        project.on({ sync: resolve, once: true });
      });
      project.taskStore.getById('dig').name = 'By itself';
      await synced;
    });
    await stage.quiet();
    assert.equal(await stage.ask(0, ({ task }) => task('dig').name), 'By itself');
    await agree();
  });

  test('calendars with intervals go both ways', async () => {
    await open();
    await edit(() => {
      const { project } = globalThis.crud;
      const interval = (day, next) => ({
        recurrentStartDate: `on ${day} at 0:00`,
        recurrentEndDate: `on ${next} at 0:00`,
        isWorking: false,
      });
      project.calendarManagerStore.add({ name: 'Short week', intervals: [interval('Fri', 'Mon')] });
      project.calendarManagerStore.getById('week').addIntervals([interval('Wed', 'Thu')]);
    });
    await agree();
    await stage.edit(0, ({ intervals }) => {
      const store = intervals('week');
      store.remove(store.last);
    });
    await agree();
  });

  test('rows of a tree come when they are needed', async () => {
    await open({
      loadUrl: undefined,
      syncUrl: undefined,
      forceSync: false,
      taskStore: {
        readUrl: '/crud/1/load?store=tasks',
        autoLoad: true,
        lazyLoad: { chunkSize: 1 },
      },
    });
    await stage.page.waitForFunction(() => globalThis.crud.taskStore.getById('house'));
    await run(async () => {
      const { crud } = globalThis;
      await crud.expand(crud.taskStore.getById('house'));
    });
    await stage.page.waitForFunction(() => globalThis.crud.taskStore.getById('ground'));
    const shown = await run(() =>
      globalThis.crud.taskStore.getById('house').children.map(({ id }) => id),
    );
    assert.deepEqual(shown.slice(0, 1), ['ground']);
  });

  test('who has to load again after a reset is told so', async () => {
    await open();
    await stage.reset();
    const failed = await run(async () => {
      const { project } = globalThis.crud;
      const told = new Promise((resolve) => {
        project.on({ syncFail: ({ response }) => resolve(response.code), once: true });
      });
      project.sync().catch(() => {});
      return told;
    });
    assert.equal(failed, 'ERR_BEFORE_RESET');
    await run(async () => {
      globalThis.crudFailures = [];
      await globalThis.crud.project.load();
    });
    await agree();
  });
});
