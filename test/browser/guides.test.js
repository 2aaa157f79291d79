'use strict';

// The set-ups of docs/client.md, "From the document to one import": each is run by two users, and by a third who comes later.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, beforeEach, test } = require('node:test');
const { noScheduler, openScheduler } = require('./support/scheduler-page');
const { Stage } = require('./support/stage');

const DOCUMENT = path.join(__dirname, '../../docs/client.md');
const [CHAPTER] = /^## From the document[^]*?^(?=## )/m.exec(fs.readFileSync(DOCUMENT, 'utf8'));
const sections = CHAPTER.split(/^### Document /m).slice(1);
/** The program of each document, by its number. */
const programs = Object.fromEntries(
  sections.map((text) => [text.slice(0, 3), /^```js\n([^]*?)^```$/m.exec(text)[1]]),
);

/** Calendar has no trial: its project is that of SchedulerPro, which has the same stores. */
const CALENDAR = `
import { ProjectModel } from '@bryntum/schedulerpro';
class Calendar { constructor({ crudManager }) { this.project = new ProjectModel(crudManager); } }
const project = () => calendar.project;
`;

/** @type {Stage} */
let stage;
/** Pages of this test. @type {any[]} */
let pages;

before(async () => {
  const plan = {
    tasks: { rows: [{ id: 'dig', name: 'Dig', startDate: '2027-03-01', duration: 2 }] },
    resources: { rows: [{ id: 'ann', name: 'Ann' }] },
    assignments: { rows: [{ id: 1, event: 'dig', resource: 'ann' }] },
  };
  const meetings = {
    events: { rows: [{ id: 'dig', name: 'Dig', startDate: '2027-03-01', duration: 2 }] },
  };
  stage = await Stage.open({
    charts: 0,
    server: {
      projects: [
        { id: 1, name: 'Plan', source: plan },
        { id: 2, name: 'Meetings', source: meetings },
      ],
    },
  });
});
after(() => stage?.close());
beforeEach(() => {
  pages = [];
});

/** What somebody sees of the tasks. */
const NAMES =
  "JSON.stringify((project.taskStore ?? project.eventStore).map(({ id, name }) => id + ' ' + name).sort())";

/**
 * Runs the program of a document for somebody, in a page of their own.
 *
 * @param {string} number
 * @param {string} userName
 */
async function come(number, userName) {
  const address = stage.demo.url.replace('http', 'ws');
  const code = programs[number]
    .replace(/gantt-sync-client\/(\w+)/g, '/client/$1/index.js')
    .replace(/^import .* from '@bryntum\/calendar';\n/m, CALENDAR)
    .replace('/calendar?project=1', '/calendar?project=2')
    .replace('project=123', 'project=1')
    .replace(/wss:\/\/[\w.:-]+/g, address);
  const name = code.includes('Calendar') ? 'calendar.project' : 'project';
  const world = `
globalThis.currentUser = { name: ${JSON.stringify(userName)}, token: '' };
globalThis.currentProjectId = 1;
globalThis.updateOnlineUsers = (users) => (globalThis.online = users);
`;
  const script = `${world}\n${code}\nglobalThis.project = ${name};`;
  const hasScheduler = /schedulerpro|Calendar/.test(code);
  const page = hasScheduler ? await openScheduler(stage) : await stage.visit('?charts=0');
  pages.push(page);
  page.setDefaultTimeout(20_000);
  if (!hasScheduler)
    await page.evaluate(
      "document.body.insertAdjacentHTML('beforeend', '<div id=container style=\"height: 400px\"></div>')",
    );
  // A program of somebody's has its world before it begins.
  await page.evaluate(world);
  await page.addScriptTag({ type: 'module', content: script });
  await page.waitForFunction('globalThis.project');
  if (code.includes('loginwidget')) {
    await page.getByLabel('Username').fill(userName);
    await page.locator('[data-ref=loginButton]').click();
    await page.getByText(`Logged in as ${userName}`).waitFor();
  }
  await page.waitForFunction("(project.taskStore ?? project.eventStore).getById('dig')");
  return page;
}

/** Renames a task, as the chart does. */
const rename = (page, name) =>
  page.evaluate(`(() => {
    const act = () => void ((project.taskStore ?? project.eventStore).getById('dig').name = '${name}');
    return project.liveEdit ? project.liveEdit(act).then(() => {}) : act();
  })()`);
const untilNamed = (page, name) =>
  page.waitForFunction(
    `(project.taskStore ?? project.eventStore).getById('dig')?.name === '${name}'`,
  );

assert.deepEqual(Object.keys(programs), ['000', '001', '002', '003', '004']);

for (const number of Object.keys(programs)) {
  const skip = ['003', '004'].includes(number) && noScheduler;
  test(`document ${number}: two users and a third`, { skip, timeout: 120_000 }, async (t) => {
    t.after(() => Promise.all(pages.map((page) => page.context().close())));
    const [ada, ben] = [await come(number, 'Ada'), await come(number, 'Ben')];
    await rename(ada, `By Ada ${number}`);
    await untilNamed(ben, `By Ada ${number}`);
    await rename(ben, `By Ben ${number}`);
    await untilNamed(ada, `By Ben ${number}`);

    // What was edited without a line arrives.
    const { client } = await ada.evaluate('({ client: project.liveConnection?.client ?? null })');
    if (client) {
      await ada.context().setOffline(true);
      await rename(ada, `In the dark ${number}`);
      await ada.context().setOffline(false);
      await untilNamed(ben, `In the dark ${number}`);
    }

    const cem = await come(number, 'Cem');
    const [one, other, third] = await Promise.all(
      [ada, ben, cem].map((page) => page.evaluate(NAMES)),
    );
    assert.deepEqual([other, third], [one, one]);
    for (const page of pages) assert.deepEqual(page.errors, []);
  });
}
