'use strict';

// A plan has days, not moments: who looks at it from another time zone sees the same one.

const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const { Stage } = require('./support/stage');

const ZONES = ['America/New_York', 'Europe/Berlin'];

/** @type {Stage} */
let stage;
/** One page in each zone, with a chart of its own. @type {any[]} */
let pages;

before(async () => {
  stage = await Stage.open({ charts: 1, timezoneId: ZONES[0] });
  pages = [stage.page, await stage.visit('?login&charts=1', { timezoneId: ZONES[1] })];
});
after(() => stage?.close());

/** Waits until both are at rest, at one revision. @returns {Promise<string[][]>} what they show */
async function shown() {
  let last = '';
  for (let turns = 0; turns < 500; turns++) {
    const looks = await Promise.all(pages.map((page) => page.evaluate('tools.look()')));
    const now = JSON.stringify(looks);
    const atRest = looks.every(([{ unrest }]) => unrest.length === 0);
    if (atRest && now === last && looks[0][0].revision === looks[1][0].revision)
      return Promise.all(pages.map(async (page) => (await page.evaluate('tools.read()'))[0]));
    last = now;
  }
  return assert.fail(`the charts do not come to rest: ${last}`);
}

/** @param {number} zone @param {(hands: any) => any} change */
const edit = (zone, change) =>
  pages[zone].evaluate(`tools.edit(0, ${change}, null).then(() => {})`);

test('the pages are in other time zones', async () => {
  const offsets = await Promise.all(
    pages.map((page) => page.evaluate('new Date(2027, 2, 3).getTimezoneOffset()')),
  );
  assert.deepEqual(offsets, [300, -60]);
});

const edits = {
  'segments of a task': ({ task }) =>
    task('timber').splitToSegments(new Date(2027, 2, 3), 2, 'day'),
  'a task with a start': ({ add }) =>
    void add('party', { name: 'Sing', startDate: new Date(2027, 2, 24) }),
  'a constraint': ({ task }) =>
    task('lights').setConstraint('startnoearlierthan', new Date(2027, 3, 1)),
  'a baseline': ({ task }) => void task('dig').setBaseline?.(1),
  'an interval of a calendar': ({ project }) =>
    void project.calendarManagerStore.getById('week').addIntervals([
      {
        name: 'Fair',
        startDate: new Date(2027, 2, 15),
        endDate: new Date(2027, 2, 16),
        isWorking: false,
      },
    ]),
  'the rates of a resource': ({ rateTables }) =>
    void rateTables('ann').first.rates.add({ startDate: new Date(2027, 1, 1), standardRate: 20 }),
  'the start of the project': ({ project }) => project.setStartDate(new Date(2027, 2, 2)),
};

for (const [name, change] of Object.entries(edits)) {
  for (const zone of [0, 1]) {
    test(`${name}, edited in ${ZONES[zone]}`, async () => {
      const [before_] = await shown();
      await edit(zone, change);
      const [one, other] = await shown();
      assert.notDeepEqual(one, before_, 'nothing changed');
      assert.deepEqual(other, one);
      const fresh = await pages[1 - zone].evaluate('tools.fresh()');
      assert.deepEqual(fresh.lines, one);
      assert.deepEqual(await shown(), [one, one]);
      await pages[0].evaluate('tools.reset()');
      await shown();
    });
  }
}

test('a start that is edited over sync is the same day in both zones', async () => {
  const script = `
    import { ProjectModel } from '@bryntum/gantt';
    import { GanttWebSocketManager } from '/client/managers/index.js';
    globalThis.project = new ProjectModel();
    globalThis.manager = new GanttWebSocketManager({ project, wsUrl: location.origin.replace('http', 'ws') + '/gantt-sync?project=1' });
    manager.on('loaded', () => (globalThis.isLoaded = true));`;
  const query = '?charts=0';
  const apart = await Promise.all(
    ZONES.map(async (timezoneId) => {
      // Dates of a page float once a live project is in it: this one has none.
      const page = await stage.visit(query, { timezoneId });
      await page.addScriptTag({ type: 'module', content: script });
      await page.waitForFunction('globalThis.isLoaded');
      return page;
    }),
  );
  await apart[0].evaluate(
    "void project.taskStore.getById('lights').setConstraint('startnoearlierthan', new Date(2027, 3, 1))",
  );
  for (const page of apart)
    await page.waitForFunction(
      "String(project.taskStore.getById('lights').constraintDate).startsWith('Thu Apr 01 2027 00:00:00')",
    );
});
