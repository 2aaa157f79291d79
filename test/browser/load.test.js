'use strict';

const assert = require('node:assert/strict');
const gardenHouse = require('./support/garden-house');
const { scenarios } = require('./support/scenarios');

scenarios('Opening the page', {}, (scenario) => {
  scenario(
    'both charts and a fresh one show the whole project, and opening changes nothing',
    async (stage) => {
      const lines = await stage.agree();
      assert.equal(lines.filter((line) => line.startsWith('task ')).length, 16);
      assert.equal(lines.filter((line) => line.startsWith('dependency ')).length, 9);
      assert.equal(lines.filter((line) => line.startsWith('resource ')).length, 3);
      assert.equal(lines.filter((line) => line.startsWith('assignment ')).length, 4);
      const [{ revision }] = await stage.quiet();
      assert.equal(revision, 'base');
    },
  );

  scenario('what the chart draws is what the project holds', async (stage) => {
    const { page } = stage;
    const chart = page.locator('.panel').nth(1);
    await chart
      .locator('.b-grid-row[data-id="walls"]', { hasText: 'Raise the walls' })
      .first()
      .waitFor();
    await chart.locator('.b-gantt-task-wrap[data-task-id="walls"]').waitFor();
  });

  scenario(
    'the link opens a third user, whom the others see come, edit and leave',
    async (stage) => {
      const { page } = stage;
      const people = () => page.locator('.panel').first().locator('.people li').count();
      assert.equal(await people(), 2);

      const link = await page.getAttribute('#another', 'href');
      const third = await stage.visit(`${link}&login&name=Third`);
      const toasts = page.locator('.panel').first().locator('.toasts');
      await toasts.getByText('Third is here').waitFor();
      assert.equal(await people(), 3);

      await third.evaluate("tools.edit(0, ({ task }) => { task('dig').name = 'Dig deeper' })");
      await page.waitForFunction(
        "demo.panels.every(({ project }) => project.taskStore.getById('dig').name === 'Dig deeper')",
      );
      await third.context().close();
      await toasts.getByText('Third has left').waitFor();
      assert.equal(await people(), 2);
    },
  );
});

const withRanges = {
  ...gardenHouse,
  timeRanges: { rows: [{ id: 'fair', name: 'Fair', startDate: '2027-03-15', duration: 2 }] },
};

scenarios('A project with time ranges', { charts: 2, data: withRanges }, (scenario) => {
  const shown = (page) =>
    page.evaluate(() =>
      globalThis.demo.panels.map(({ project }) => project.timeRangeStore.map(({ name }) => name)),
    );

  scenario('they are loaded with it, and again after a reset', async (stage) => {
    assert.deepEqual(await shown(stage.page), [['Fair'], ['Fair']]);
    await stage.edit(0, ({ project }) => void (project.timeRangeStore.first.name = 'Holidays'));
    await stage.reset();
    assert.deepEqual(await shown(stage.page), [['Fair'], ['Fair']]);
  });
});

scenarios('Logging in', { charts: 1 }, (scenario) => {
  scenario(
    'a user who logs out sees who was there no more, and may come back under another name',
    async (stage) => {
      const { page } = stage;
      await page.getByRole('button', { name: 'Log out' }).click();
      await page.locator('.mask', { hasText: 'Logged out' }).waitFor();
      assert.equal(await page.locator('.people li').count(), 0);

      await page.getByLabel('Name', { exact: true }).fill('Somebody Else');
      await page.getByRole('button', { name: 'Log in' }).click();
      await page.locator('.me', { hasText: 'Somebody Else' }).waitFor();
      await page.locator('.people li[title="Somebody Else"]').waitFor();
      await page.locator('.mask').waitFor({ state: 'hidden' });
    },
  );

  scenario('a name that needs a password is refused with a clear text', async (stage) => {
    const { page } = stage;
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByLabel('Name', { exact: true }).fill('admin');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.locator('.mask', { hasText: 'Wrong username/password' }).waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Ada');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.locator('.mask').waitFor({ state: 'hidden' });
  });

  scenario('the page needs no other host than the server', async (stage) => {
    const hosts = new Set();
    const context = await stage.browser.newContext();
    const page = await context.newPage();
    page.on('request', (request) => hosts.add(new URL(request.url()).host));
    page.on('websocket', (socket) => hosts.add(new URL(socket.url()).host));
    await page.goto(`${stage.demo.url}/?login&charts=1`);
    await page.waitForFunction('globalThis.demo?.panels[0].project.liveLoaded');
    await context.close();
    hosts.delete('');
    assert.deepEqual([...hosts], [new URL(stage.demo.url).host]);
  });
});
