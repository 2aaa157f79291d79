'use strict';

/*
 * The widgets of gantt-sync-client on the example without a framework: several people at one server. SCREENSHOTS=1 also writes
 * what they look like to docs/widgets-light.png and docs/conflict-dark.png.
 */

const assert = require('node:assert/strict');
const path = require('node:path');
const { after, before, describe, test } = require('node:test');
const { contrasts } = require('./support/contrasts');
const { Example, buildClient } = require('./support/example');

const DOCS = path.join(__dirname, '../../docs');
const PATIENCE_MS = 90_000;

/** Has somebody rename a task, and another one who has not seen it write other values into it. */
async function clash(bob, ada, late) {
  await bob.evaluate(() =>
    globalThis.project.change({ tasks: { updated: [{ id: 2, name: 'Dig deep', duration: 4 }] } }),
  );
  await waitForTask(ada, { name: 'Dig deep' });
  await ada.evaluate((changes) => {
    const { project } = globalThis;
    const updated = [{ id: 2, baseRevision: project.revision - 1, changes }];
    project.change({ tasks: { updated } }).catch(() => {});
  }, late);
  await ada.locator('dialog').waitFor();
}

const shoot = (page, file) =>
  page.screenshot({ path: path.join(DOCS, file), animations: 'disabled' });

/** What a task is, as soon as it is that. */
const waitForTask = (page, wanted) =>
  page.waitForFunction((fields) => {
    const task = globalThis.project.records.get('tasks', 2);
    return Object.entries(fields).every(([key, value]) => task[key] === value);
  }, wanted);

describe('The widgets', { timeout: PATIENCE_MS }, () => {
  /** @type {Example} */
  let example;
  before(async () => {
    buildClient();
    example = await Example.open('plain');
  });
  after(() => example?.close());

  const enter = async (name, options) => {
    const page = await example.visit(`?auto&name=${name}`, options);
    await page.locator('tr[data-id="1"]').waitFor();
    return page;
  };
  const end = async (...pages) => {
    for (const page of pages) {
      assert.deepEqual(page.errors, []);
      await page.context().close();
    }
  };

  test('log in and out, and say why one is not let in', async () => {
    const page = await example.visit('?name=Zoe');
    await page.getByLabel('Password or token').fill('wrong');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('alert').filter({ hasText: 'Name or password are wrong' }).waitFor();
    await page.getByLabel('Password or token').fill('');
    await page.getByLabel('Name').press('Enter');
    await page.getByText('Logged in as Zoe').waitFor();
    await page.getByRole('button', { name: 'Log out' }).click();
    assert.equal(await page.getByLabel('Name').inputValue(), 'Zoe');
    assert.ok(await page.getByLabel('Name').evaluate((field) => field.matches(':focus')));
    assert.equal(await page.evaluate('project.state'), 'stopped');
    await end(page);
  });

  test('show who is here, where they are, and who comes and goes', async () => {
    const ada = await enter('Ada+Lovelace');
    const bob = await enter('Bob+Stone');
    await ada.getByText('Bob Stone is here').waitFor();
    await bob.locator('tr[data-id="3"] input').first().focus();
    const people = ada.getByRole('list', { name: 'Who is online' });
    await people.getByRole('img', { name: 'Bob Stone, at Sow' }).waitFor();
    assert.deepEqual(await people.getByRole('img').allTextContents(), ['AL', 'BS']);
    const mark = await ada
      .locator('tr[data-id="3"]')
      .evaluate((row) => globalThis.getComputedStyle(row, '::after').content);
    assert.equal(mark, '"Bob Stone"');
    await bob.context().close();
    await ada.getByText('Bob Stone has left').waitFor();
    await people.getByRole('img', { name: 'Bob Stone' }).waitFor({ state: 'detached' });
    await end(ada);
  });

  test('are said to a screen reader', async () => {
    await example.server.resetDataSet(1);
    const ada = await enter('Ada+Lovelace');
    const bob = await enter('Bob');
    await bob.locator('tr[data-id="3"] input').first().focus();
    await ada.getByRole('img', { name: 'Bob, at Sow' }).waitFor();
    const lines = (await ada.locator('#bar').ariaSnapshot()).split('\n');
    assert.deepEqual(
      lines.map((line) => line.trim()),
      [
        '- status: Live',
        '- switch "Auto-sync" [checked]',
        '- status: All changes saved',
        '- list "Who is online":',
        '- listitem:',
        '- img "Ada Lovelace (you)": AL',
        '- listitem:',
        '- img "Bob, at Sow": B',
      ],
    );
    await clash(bob, ada, { name: 'Mine' });
    const dialog = (await ada.getByRole('dialog').ariaSnapshot()).split('\n');
    assert.deepEqual(
      dialog.map((line) => line.trim()),
      [
        '- dialog "Somebody else was faster":',
        '- heading "Somebody else was faster" [level=2]',
        '- paragraph: While you were editing, others changed the same. What is to hold?',
        '- heading "Dig deep" [level=3]',
        '- group "Name":',
        '- text: Name',
        '- radio "Mine Mine" [checked]',
        '- text: Mine Mine',
        '- radio "Theirs Dig deep"',
        '- text: Theirs Dig deep',
        '- button "Take theirs"',
        '- button "Keep mine"',
        '- button "Merge as chosen"',
      ],
    );
    await end(ada, bob);
  });

  test('tell that the line is down, and try again at once when one says so', async () => {
    const page = await enter('Ada');
    const status = page.locator('.gsc-status');
    await status.getByText('Live').waitFor();
    await page.evaluate(() => {
      globalThis.project.link.token = () => new Promise(() => {});
      globalThis.project.link.reconnect();
    });
    await status.getByText('Offline').waitFor();
    await status.getByText(/^again in \d s$/).waitFor();
    await page.evaluate(() => {
      globalThis.project.link.token = undefined;
    });
    await status.getByRole('button', { name: 'Try now' }).click();
    await status.getByText('Live').waitFor();
    await page.getByText('Connected again').waitFor();
    await end(page);
  });

  for (const [strategy, keys, late, expected] of [
    ['keeps mine', ['Shift+Tab', 'Space'], { name: 'Mine' }, { name: 'Mine', duration: 4 }],
    ['takes theirs', ['Escape'], { name: 'Mine', note: 'n' }, { name: 'Dig deep', note: 'n' }],
    [
      'merges field by field',
      // From the last button to the first field, where one goes to the other side.
      ['Tab', 'Tab', 'ArrowRight', 'Enter'],
      { name: 'Mine', duration: 9 },
      { name: 'Dig deep', duration: 9 },
    ],
  ])
    test(`ask what is to hold in a conflict, by keyboard: ${strategy}`, async () => {
      await example.server.resetDataSet(1);
      const ada = await enter('Ada');
      const bob = await enter('Bob');
      await clash(bob, ada, late);
      const dialog = ada.getByRole('dialog', { name: 'Somebody else was faster' });
      await dialog.getByRole('radio').first().waitFor();
      for (const key of keys) await ada.keyboard.press(key);
      await dialog.waitFor({ state: 'detached' });
      await waitForTask(bob, expected);
      await end(ada, bob);
    });

  test('hold changes back and say how many wait', async () => {
    const page = await stubbed();
    await page.evaluate(() => {
      const { project, widgets } = globalThis;
      project.calls = [];
      for (const name of ['suspendSync', 'resumeSync'])
        project[name] = () => project.calls.push(name);
      globalThis.document.body.append(widgets.syncToggle(project).element);
    });
    const toggle = page.getByRole('switch', { name: 'Auto-sync' });
    await page.getByText('All changes saved').waitFor();
    await toggle.press('Space');
    assert.equal(await toggle.getAttribute('aria-checked'), 'false');
    await page.evaluate(() => {
      globalThis.project.unsyncedChanges = 2;
      globalThis.project.emit('sync', {});
    });
    await page.getByText('2 changes waiting').waitFor();
    await page.getByRole('button', { name: 'Sync now' }).click();
    await toggle.click();
    assert.deepEqual(await page.evaluate('project.calls'), [
      'suspendSync',
      'resumeSync',
      'suspendSync',
      'resumeSync',
    ]);
    await end(page);
  });

  test('reset after a question, which Enter does not answer', async () => {
    const page = await stubbed();
    await page.evaluate(() => {
      const { project, widgets } = globalThis;
      project.resets = 0;
      project.reset = () => void project.resets++;
      globalThis.document.body.append(widgets.resetButton(project).element);
    });
    const button = page.getByRole('button', { name: 'Reset' });
    await button.press('Enter');
    await page.getByRole('dialog', { name: 'Reset the project?' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.equal(await page.evaluate('project.resets'), 0);
    assert.ok(await button.evaluate((element) => element.matches(':focus')));
    await button.press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
    await page.waitForFunction('project.resets === 1');
    await end(page);
  });

  test('show a toast for as long as one looks at it, and no more than a few', async () => {
    const page = await stubbed();
    await page.clock.install();
    await page.evaluate(() => {
      const { widgets } = globalThis;
      globalThis.toasts = widgets.toaster({ most: 2 });
      for (const text of ['one', 'two', '<b>three</b>']) globalThis.toasts.show(text);
    });
    const toasts = page.locator('.gsc-toast > span');
    assert.deepEqual(await toasts.allTextContents(), ['two', '<b>three</b>']);
    await page.getByText('two').hover();
    await page.clock.runFor(10_000);
    assert.deepEqual(await toasts.allTextContents(), ['two']);
    await page.mouse.move(0, 0);
    await page.clock.runFor(10_000);
    assert.deepEqual(await toasts.allTextContents(), []);
    await end(page);
  });

  test('say who holds a record, in its editor and on its row', async () => {
    const page = await stubbed();
    await page.evaluate(() => {
      const { project, widgets } = globalThis;
      const row = globalThis.document.createElement('p');
      row.dataset.id = 'a"] *';
      const notice = widgets.lockNotice(
        project,
        { id: 'a"] *' },
        { onChange: (isLocked) => row.classList.toggle('held', isLocked) },
      );
      globalThis.document.body.append(row, notice.element);
      widgets.highlights(project, globalThis.document.body);
      project.lock = (locks) => {
        project.locks = locks;
        project.emit('locks', { locks });
      };
      project.lock([{ recordId: 'a"] *', clientId: 'b', userName: 'Bob "}' }]);
    });
    await page.getByRole('status').getByText('Locked by Bob "}').waitFor();
    const mark = () =>
      page
        .locator('[data-id]')
        .evaluate((row) => [
          globalThis.getComputedStyle(row, '::after').content,
          row.classList.contains('held'),
        ]);
    assert.deepEqual(await mark(), ['"Locked by Bob \\"}"', true]);
    await page.evaluate('project.lock([])');
    assert.deepEqual(await mark(), ['none', false]);
    await end(page);
  });

  test('leave nothing behind when they go, a hundred times', async () => {
    const page = await stubbed();
    const left = await page.evaluate(() => {
      const { project, widgets } = globalThis;
      const { document } = globalThis;
      const box = document.createElement('div');
      const elements = document.querySelectorAll('*').length;
      for (let i = 0; i < 100; i++) {
        const parts = [
          widgets.syncBar(project),
          widgets.highlights(project, box),
          widgets.lockNotice(project, { id: 1 }),
        ];
        document.body.append(parts[0].element, parts[2].element);
        project.emit('problem', { message: 'no' });
        project.emit('conflict', {
          changes: { tasks: { updated: [{ id: 1, name: 'Mine' }] } },
          conflicts: [{ type: 'concurrent_edit', id: 1, fields: ['name'] }],
        });
        for (const part of parts) part.destroy();
      }
      return [
        document.querySelectorAll('*').length - elements,
        document.adoptedStyleSheets.length,
        box.attributes.length,
        project.count,
      ];
    });
    assert.deepEqual(left, [0, 0, 0, 0]);
    await end(page);
  });

  for (const theme of ['light', 'dark'])
    test(`can be read, ${theme}`, async () => {
      await example.server.resetDataSet(1);
      const ada = await enter('Ada+Lovelace', { viewport: { width: 1100, height: 760 } });
      const people = [];
      for (const name of ['Bob+Stone', 'Cy+Twombly', 'Zoe', 'Wren', 'Otter', 'Lynx'])
        people.push(await enter(name));
      await people[0].locator('tr[data-id="3"] input').first().focus();
      await people[1].locator('tr[data-id="5"] input').first().focus();
      await ada.evaluate((name) => {
        globalThis.document.documentElement.dataset.theme = name;
        globalThis.project.emit('dropped', { message: 'it is too large' });
      }, theme);
      await ada.locator('.gsc-rest').waitFor();
      if (process.env.SCREENSHOTS && theme === 'light') await shoot(ada, 'widgets-light.png');
      await clash(people[0], ada, { name: 'Dig wide and deep', duration: 9 });
      const texts = await ada.evaluate(
        `(${contrasts})('.gsc *:not(:has(*)):not(.gsc-rest *), .gsc-button')`,
      );
      assert.ok(texts.length > 25, String(texts.length));
      for (const [text, contrast] of texts) assert.ok(contrast >= 4.5, `${text}: ${contrast}`);
      if (process.env.SCREENSHOTS && theme === 'dark') await shoot(ada, 'conflict-dark.png');
      await end(ada, ...people);
    });

  /** A page with the widgets and a project that does what the test says. */
  async function stubbed() {
    const page = await example.visit('?');
    await page.evaluate(async () => {
      const [{ Emitter }, widgets] = await Promise.all(
        ['core', 'widgets'].map((name) => import(`/dist/${name}.js`)),
      );
      globalThis.document.body.replaceChildren();
      class Project extends Emitter {
        state = 'connected';
        syncStatus = 'synced';
        unsyncedChanges = 0;
        users = [{ clientId: 'a', name: 'Ada', color: '#006cff' }];
        clientId = 'a';
        count = 0;

        on(...names) {
          const off = super.on(...names);
          this.count++;
          return () => {
            this.count--;
            off();
          };
        }
      }
      Object.assign(globalThis, { project: new Project(), widgets });
    });
    return page;
  }
});
