'use strict';

const assert = require('node:assert/strict');
const { scenarios } = require('./support/scenarios');

/** @typedef {import('./support/stage').Stage} Stage */

/** @param {Stage} stage @param {string} id */
const bar = (stage, id) =>
  stage.page.locator(`.panel >> nth=0 >> .b-gantt-task-wrap[data-task-id="${id}"]`);

/** @param {Stage} stage @param {string} id @param {string} column */
const cell = (stage, id, column) =>
  stage.page
    .locator('.panel')
    .first()
    .locator(`.b-grid-row[data-id="${id}"] .b-grid-cell[data-column="${column}"]`);

/**
 * Presses on one point, moves to another in steps, as a hand does, and lets go.
 *
 * @param {Stage} stage
 * @param {{ x: number, y: number }} from
 * @param {{ x: number, y: number }} to
 */
async function drag({ page }, from, to) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + (to.x - from.x) / 2, from.y + (to.y - from.y) / 2, { steps: 5 });
  await page.mouse.move(to.x, to.y, { steps: 5 });
  await page.mouse.up();
}

/**
 * Types into the cell that is being edited, and leaves it: an open editor keeps what others do waiting.
 *
 * @param {Stage} stage
 * @param {string} text
 */
async function type({ page }, text) {
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
  await page.locator('h1').click();
}

/** @param {string[]} lines @param {string} id @returns {any} */
const task = (lines, id) =>
  lines
    .filter((line) => line.startsWith('task '))
    .map((line) => JSON.parse(line.slice('task '.length)))
    .find((record) => record.id === id || record.name === id);

scenarios('By hand', {}, (scenario) => {
  scenario(
    'a name is typed into the grid, and undone and redone with the toolbar',
    async (stage) => {
      const before = await stage.lines();
      const renamed = await stage.changes(async () => {
        await cell(stage, 'dig', 'name').dblclick();
        await type(stage, 'Dig “deep” <b>é</b> 🚜');
      });
      assert.equal(task(renamed, 'dig').name, 'Dig “deep” <b>é</b> 🚜');
      assert.deepEqual(await stage.changes(() => stage.button(0, 'undoBtn').click()), before);
      assert.deepEqual(await stage.changes(() => stage.button(0, 'redoBtn').click()), renamed);
    },
  );

  // No redo: the library records what it calculates after this undo as an edit of its own.
  scenario('a bar is dragged in time, and undone with the toolbar', async (stage) => {
    const before = await stage.lines();
    const box = await bar(stage, 'timber').boundingBox();
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const dragged = await stage.changes(() => drag(stage, middle, { ...middle, x: middle.x + 44 }));
    assert.equal(task(dragged, 'timber').start, '2027-03-03 00:00');
    assert.deepEqual(await stage.changes(() => stage.button(0, 'undoBtn').click()), before);
  });

  scenario('a bar is made longer at its end', async (stage) => {
    const box = await bar(stage, 'guests').boundingBox();
    const end = { x: box.x + box.width - 3, y: box.y + box.height / 2 };
    const lines = await stage.changes(() => drag(stage, end, { ...end, x: end.x + 44 }));
    assert.equal(task(lines, 'guests').duration, '4 day');
  });

  scenario('a row is dragged to another parent', async (stage) => {
    const from = await cell(stage, 'guests', 'name').boundingBox();
    const to = await cell(stage, 'dig', 'name').boundingBox();
    const lines = await stage.changes(() =>
      drag(
        stage,
        { x: from.x + 90, y: from.y + from.height / 2 },
        { x: to.x + 90, y: to.y + to.height - 4 },
      ),
    );
    assert.equal(task(lines, 'guests').parent, 'ground');
  });

  scenario('a task is added with the button, and named', async (stage) => {
    await cell(stage, 'walls', 'name').click();
    await stage.changes(async () => {
      await stage.button(0, 'addTask').click();
      await stage.page.locator('.panel >> nth=0 >> .b-cell-editor').waitFor();
      await type(stage, 'Doors');
    });
    assert.equal(task(await stage.lines(), 'Doors').place, 2);
  });

  scenario('a task is deleted with the menu', async (stage) => {
    const lines = await stage.changes(async () => {
      await cell(stage, 'walls', 'name').click({ button: 'right' });
      await stage.page.locator('.b-menu-item[data-ref="deleteTask"]').click();
    });
    assert.equal(task(lines, 'walls'), undefined);
  });

  scenario(
    'a duration that breaks a constraint: the user chooses what gives way',
    async (stage) => {
      await stage.edit(0, (hands) =>
        hands.task('walls').setConstraint('muststarton', new Date(2027, 2, 9)),
      );
      await stage.quiet();
      const lines = await stage.changes(async () => {
        const { page } = stage;
        await cell(stage, 'dig', 'fullDuration').dblclick();
        await page.keyboard.press('Control+A');
        await page.keyboard.type('9 days');
        await page.keyboard.press('Enter');
        const dialog = page.getByRole('dialog', { name: 'Scheduling conflict' });
        await dialog.getByText('Deactivate dependency from').click();
        await dialog.getByRole('button', { name: 'Apply' }).click();
      });
      assert.ok(
        lines.some((line) => line.includes('"from":"slab"') && line.includes('"active":false')),
      );
      assert.equal(task(lines, 'walls').start, '2027-03-09 00:00');
    },
  );
});
