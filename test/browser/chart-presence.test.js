'use strict';

/*
 * The widgets of gantt-sync-client in a real chart: where the others are, and what one tells them. The project is one that does what the
 * test says.
 */

const assert = require('node:assert/strict');
const { after, before, describe, test } = require('node:test');
const { buildClient, offerClient } = require('./support/example');
const { noScheduler, openScheduler } = require('./support/scheduler-page');
const { Stage } = require('./support/stage');

const SCHEDULER = `
import { SchedulerPro } from '@bryntum/schedulerpro';
import { followChart } from '/client/widgets/index.js';

const scheduler = new SchedulerPro({
  appendTo: 'container', height: 400, startDate: '2027-03-01', endDate: '2027-03-20',
  project: {
    resources: [{ id: 'ann', name: 'Ann' }, { id: 'bob', name: 'Bob' }],
    events: [
      { id: 'dig', name: 'Dig', startDate: '2027-03-02', duration: 2 },
      { id: 'build', name: 'Build', startDate: '2027-03-05', duration: 2 },
    ],
    assignments: [{ id: 1, event: 'dig', resource: 'ann' }, { id: 2, event: 'build', resource: 'bob' }],
  },
});
globalThis.told = [];
const project = { clientId: 'a', state: 'connected', select: (id) => told.push(id) };
globalThis.follow = () => followChart(project, scheduler).destroy();
followChart(project, scheduler);
`;
const SLAB = '.b-gantt-task-wrap[data-task-id="slab"]';

describe('In a chart', { timeout: 90_000 }, () => {
  /** @type {Stage} */
  let stage;
  before(async () => {
    buildClient();
    stage = await Stage.open({ charts: 1 });
    await offerClient(stage.page);
    await stage.page.locator(SLAB).waitFor();
    await stage.page.evaluate(async () => {
      const [{ Emitter }, widgets] = await Promise.all(
        ['core', 'widgets'].map((name) => import(`/dist/${name}.js`)),
      );
      const users = [
        { clientId: 'a', name: 'Ada', color: '#006cff' },
        { clientId: 'b', name: 'Bob', color: '#e40079', activeTask: 'slab' },
      ];
      const project = Object.assign(new Emitter(), {
        state: 'connected',
        clientId: 'a',
        users,
        locks: [],
        told: [],
        select: (id, place) => project.told.push(place ? `${place.action} ${id}` : id),
      });
      const { gantt } = globalThis.demo.panels[0];
      widgets.highlights(project, gantt.element);
      widgets.followChart(project, gantt, {
        onLocked: ({ userName }) => project.told.push(`locked by ${userName}`),
      });
      Object.assign(globalThis, { live: project });
    });
  });
  after(() => stage?.close());

  /** What the bar and the row of a task say, and the line around the bar. */
  const marks = (id) =>
    stage.page.evaluate((task) => {
      const style = (selector, part) =>
        globalThis.getComputedStyle(globalThis.document.querySelector(selector), part);
      const bar = `.b-gantt-task-wrap[data-task-id="${task}"]`;
      const { outlineStyle } = style(bar);
      const cell = style(`.b-grid-row[data-id="${task}"] > .b-tree-cell`, '::after');
      return [style(bar, '::after').content, cell.content, outlineStyle].join(' ');
    }, id);
  const told = () => stage.page.evaluate('live.told.splice(0)');

  test('one sees at which task somebody is, and when it is edited', async () => {
    assert.equal(await marks('slab'), '"Bob" "Bob" dashed');
    assert.equal(await marks('dig'), 'none none none');
    await stage.page.evaluate(() =>
      globalThis.live.emit('selection', { clientId: 'b', taskId: 'dig', action: 'editing' }),
    );
    assert.equal(await marks('slab'), 'none none none');
    assert.equal(await marks('dig'), '"Bob is editing" "Bob" solid');
  });

  test('the marks stay when the chart draws its tasks anew', async () => {
    await stage.ask(0, async ({ gantt, task }) => {
      gantt.refreshRows();
      await task('dig').setStartDate(new Date(2027, 2, 5), true);
      await gantt.project.commitAsync();
      gantt.taskStore.filter((record) => record.name !== 'Dig');
      gantt.taskStore.clearFilters();
      await new Promise((resolve) => {
        globalThis.requestAnimationFrame(() => globalThis.requestAnimationFrame(resolve));
      });
    });
    assert.equal(await marks('dig'), '"Bob is editing" "Bob" solid');
  });

  test('what one selects and edits is told', async () => {
    await told();
    const cell = stage.page.locator('.b-grid-row[data-id="walls"] > .b-name-cell');
    await cell.click();
    assert.deepEqual(await told(), ['walls']);
    await cell.dblclick();
    await stage.page.locator('.b-cell-editor input').waitFor();
    assert.deepEqual(await told(), ['editing walls']);
    await stage.page.keyboard.press('Escape');
    await stage.page.locator('.b-cell-editor input').waitFor({ state: 'hidden' });
    assert.deepEqual(await told(), ['walls']);
  });

  test('what somebody has locked cannot be edited, and shows it', async () => {
    await stage.page.evaluate(() => {
      globalThis.live.locks = [{ recordId: 'walls', clientId: 'b', userName: 'Bob' }];
      globalThis.live.emit('locks', {});
    });
    assert.equal(await marks('walls'), '"Locked by Bob" "Bob" solid');
    await told();
    await stage.page.locator('.b-grid-row[data-id="walls"] > .b-name-cell').dblclick();
    assert.deepEqual(await told(), ['locked by Bob']);
    await stage.page.locator('.b-gantt-task-wrap[data-task-id="walls"]').dblclick();
    // Each click could begin a drag, too.
    assert.deepEqual([...new Set(await told())], ['locked by Bob']);
    assert.equal(
      await stage.page.locator('.b-cell-editor:visible, .b-task-editor:visible').count(),
      0,
    );
    if (process.env.SHOT) await stage.page.screenshot({ path: process.env.SHOT });
  });

  test('what is selected already is told at once, and nothing where nothing is', async () => {
    const said = await stage.ask(0, async ({ gantt, task }) => {
      const { followChart } = await import('/dist/widgets.js');
      const tell = (/** @type {any[]} */ selected) => {
        gantt.selectedRecords = selected;
        const all = [];
        const project = { clientId: 'a', state: 'connected', select: (id) => all.push(id) };
        followChart(project, gantt).destroy();
        return all;
      };
      return [tell([]), tell([task('dig'), task('slab')])];
    });
    assert.deepEqual(said, [[], ['slab']]);
  });

  test(
    'of a Scheduler the event that is selected is told, and never its row',
    { skip: noScheduler },
    async () => {
      const page = await openScheduler(stage, SCHEDULER);
      await page.locator('.b-sch-event:has-text("Dig")').click();
      await page.waitForFunction("told.at(-1) === 'dig'");
      await page.locator('.b-sch-event:has-text("Build")').click();
      await page.waitForFunction("told.at(-1) === 'build'");
      assert.deepEqual(await page.evaluate('told.splice(0)'), ['dig', 'build']);
      assert.deepEqual(await page.evaluate('follow(), told'), ['build']);
      assert.deepEqual(page.errors, []);
    },
  );
});

describe('Two charts', { timeout: 90_000 }, () => {
  /** @type {Stage} */
  let stage;
  before(async () => {
    buildClient();
    stage = await Stage.open({ charts: 2 });
    await offerClient(stage.page);
  });
  after(() => stage?.close());

  const panel = (chart) => stage.page.locator('.panel').nth(chart);
  const tagOf = (id) =>
    stage.page.evaluate((task) => {
      const bar = `.panel:nth-child(2) .b-gantt-task-wrap[data-task-id="${task}"]`;
      const { content } = globalThis.getComputedStyle(
        globalThis.document.querySelector(bar),
        '::after',
      );
      return content;
    }, id);
  const waitForTag = (id, end) =>
    stage.page.waitForFunction(
      ([task, wanted]) => {
        const bar = `.panel:nth-child(2) .b-gantt-task-wrap[data-task-id="${task}"]`;
        const element = globalThis.document.querySelector(bar);
        return globalThis.getComputedStyle(element, '::after').content.endsWith(wanted);
      },
      [id, end],
    );

  test('one shows where the user of the other is, and edits', async () => {
    const name = await panel(0).locator('.me span').textContent();
    const cell = panel(0).locator('.b-grid-row[data-id="dig"] > .b-name-cell');
    await panel(1).locator('.b-gantt-task-wrap[data-task-id="dig"]').waitFor();
    await cell.click();
    await waitForTag('dig', `"${name}"`);
    await cell.dblclick();
    await panel(0).locator('.b-cell-editor input').waitFor();
    await waitForTag('dig', ' is editing"');
    await stage.page.keyboard.press('Escape');
    await waitForTag('dig', `"${name}"`);
    await panel(0).locator('.b-grid-row[data-id="walls"] > .b-name-cell').click();
    await waitForTag('walls', `"${name}"`);
    assert.equal(await tagOf('dig'), 'none');
  });

  test('what one edits the other cannot, where edits are locked', async () => {
    await stage.page.evaluate(async () => {
      const { lockEdits } = await import('/dist/chart.js');
      globalThis.told = [];
      for (const { live, gantt } of globalThis.demo.panels)
        lockEdits(live, gantt, { onLocked: ({ userName }) => globalThis.told.push(userName) });
    });
    const name = await panel(0).locator('.me span').textContent();
    const cell = (chart) => panel(chart).locator('.b-grid-row[data-id="paint"] > .b-name-cell');
    const editor = (chart) => panel(chart).locator('.b-cell-editor input');
    // What one edits is locked for the other, until it is done.
    await cell(0).dblclick();
    await editor(0).waitFor();
    const mayOther = () => stage.page.evaluate(() => globalThis.demo.panels[1].live.lock('paint'));
    assert.equal(await mayOther(), false);
    await waitForTag('paint', `Locked by ${name}"`);
    await editor(0).press('Escape');
    await editor(0).waitFor({ state: 'hidden' });
    assert.equal(await mayOther(), true);
    await stage.page.evaluate(() => globalThis.demo.panels[1].live.unlock('paint'));
    await stage.page.evaluate(() => globalThis.demo.panels[0].live.lock('paint'));
    // And what the other has locked is not opened.
    await cell(1).dblclick();
    await stage.page.waitForFunction('globalThis.told.length > 0');
    assert.deepEqual([...new Set(await stage.page.evaluate('told'))], [name]);
    assert.equal(await editor(1).isVisible(), false);
    await stage.page.evaluate(() => globalThis.demo.panels[0].live.unlock('paint'));
    assert.equal(await mayOther(), true);
    await cell(1).dblclick();
    await editor(1).waitFor();
    await stage.page.keyboard.press('Escape');
  });

  test('the widgets say what waits, who is here and when the line is down', async () => {
    await stage.page.evaluate(async () => {
      const { syncBar } = await import('/dist/widgets.js');
      const { live } = globalThis.demo.panels[1];
      const bar = syncBar(live);
      bar.element.id = 'bar';
      globalThis.document.body.prepend(bar.element);
    });
    const bar = stage.page.locator('#bar');
    await bar.getByRole('switch', { name: 'Auto-sync' }).click();
    await stage.edit(1, ({ task }) => {
      task('dig').name = 'Dig deep';
    });
    await bar.getByText('1 change waiting').waitFor();
    await bar.getByRole('button', { name: 'Sync now' }).click();
    await bar.getByText('All changes saved').waitFor();
    await bar.getByRole('switch', { name: 'Auto-sync' }).click();
    await stage.agree();
    assert.equal(await bar.getByRole('img').count(), 2);
    await stage.page.evaluate(() => globalThis.demo.panels[1].live.link.reconnect());
    await bar.getByText('Offline').waitFor();
    await bar.getByRole('button', { name: 'Try now' }).click();
    await bar.getByText('Live').waitFor();
    await bar.getByRole('img').nth(1).waitFor();
    await stage.agree();
  });
});
