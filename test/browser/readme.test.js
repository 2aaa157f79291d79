'use strict';

/*
 * The programs of client/README.md that need a page: one page runs all of them. Those that run in Node.js are tried in
 * test/client/install.test.js, as that of Socket.IO, that of polling in polling.test.js.
 */

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { openClient } = require('../client/support');
const { Stage } = require('./support/stage');
const { within } = require('../support/within');

const CLIENT = path.join(__dirname, '../../client');
const README = fs.readFileSync(path.join(CLIENT, 'README.md'), 'utf8');
/** The programs by what they import first of the package. */
const programs = Array.from(README.matchAll(/^```jsx?\n([^]*?)^```$/gm), ([, code]) => code);
const programOf = (pattern) => {
  const found = programs.filter((code) => pattern.test(code));
  assert.equal(found.length, 1, String(pattern));
  return found[0];
};

/** @type {Stage} */
let stage;
/** @type {any} */
let page;
before(async () => {
  // The name of who has no token counts where guests are let in.
  stage = await Stage.open({ charts: 1, server: { guests: true } });
  page = await stage.visit('?charts=0');
});
after(() => stage?.close());

// A page runs a module later than it takes it.
const DONE = 'globalThis.done = (globalThis.done ?? 0) + 1;';
let runs = 0;

/**
 * Puts a program together with the package, as who uses it does, and runs it in the page.
 *
 * @param {string} program
 * @param {string} [more] behind it
 */
async function run(program, more = '') {
  runs += 1;
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    stdin: { contents: `${program}\n${more}\n${DONE}`, resolveDir: CLIENT, loader: 'jsx' },
    plugins: [{ name: 'package', setup: resolvePackage }],
    nodePaths: [path.join(CLIENT, 'examples/node_modules')],
    external: ['@bryntum/gantt'],
    define: { 'process.env.NODE_ENV': '"development"' },
    jsx: 'automatic',
    outdir: '/',
    bundle: true,
    write: false,
    format: 'esm',
    logLevel: 'silent',
  });
  for (const { path: name, text } of outputFiles)
    if (name.endsWith('.css')) await page.addStyleTag({ content: text });
    else await page.addScriptTag({ type: 'module', content: text });
  await page.waitForFunction(`globalThis.done === ${runs}`);
}

/** @param {any} build of esbuild */
function resolvePackage(build) {
  build.onResolve({ filter: /^gantt-sync-client/ }, ({ path: name }) => {
    const [, part = 'core'] = name.split('/');
    const file = part === 'style.css' ? 'widgets/style.css' : `${part}/index.js`;
    return { path: path.join(CLIENT, 'src', file) };
  });
}

/** Makes `gantt`, which the programs take for granted: a live chart. */
const CHART = `
import { Gantt } from '@bryntum/gantt';
import { createProject } from '/page/project.js';

const project = createProject();
globalThis.gantt = new Gantt({
  appendTo: document.body, height: 300, project, enableTransactionalFeatures: true, features: { versions: true },
});
await project.liveConnect({ url: location.origin.replace('http', 'ws'), userName: 'Bea', projectId: 1 });
globalThis.isReady = true;
`;

test('no program of the README is left out', () => {
  const isElsewhere = (code) =>
    /(polling|socketio)'/.test(code) ||
    (/(openProject|new SyncProject)\(/.test(code) && !/document/.test(code));
  const parts = programs
    .filter((code) => !isElsewhere(code))
    .map((code) => /gantt-sync-client\/?(\w*)'/.exec(code)[1] || 'widgets');
  assert.deepEqual(parts, ['widgets', 'chart', 'react', 'versions']);
});

test('the login shows the widgets of a project', async () => {
  await run(programOf(/login\(\{/));
  await page.getByLabel('Name').fill('Ada');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByText('Logged in as Ada').waitFor();
  await page.getByRole('img', { name: 'Ada (you)' }).waitFor();
  // The stylesheet has come along.
  const display = await page
    .locator('.gsc-bar')
    .evaluate((bar) => globalThis.getComputedStyle(bar).display);
  assert.equal(display, 'flex');
  const leave = page.getByRole('button', { name: 'Log out' });
  const enter = page.getByRole('button', { name: 'Log in' });
  await leave.click();
  await enter.click();
  await page.getByText('Logged in as Ada').waitFor();
  assert.equal(await page.locator('.gsc-bar').count(), 1);
  await leave.click();
  await enter.waitFor();
});

test('a component of React shows the tasks, and what others do to them', async () => {
  const url = stage.demo.url.replace('http', 'ws');
  const program = programOf(/client\/react'/).replace('ws://localhost:8080', url);
  await run(
    `import { StrictMode } from 'react';\nimport { createRoot } from 'react-dom/client';\n${program}`,
    `const box = document.body.appendChild(document.createElement('div'));
    globalThis.root = createRoot(box);
    root.render(<StrictMode><Tasks /></StrictMode>);`,
  );
  await page.getByText('Dig', { exact: true }).waitFor();
  await stage.edit(0, ({ task }) => void (task('dig').name = 'Dig for React'));
  await page.getByText('Dig for React').waitFor();
  await page.evaluate('root.unmount()');
});

test('a chart has widgets, and shows where the others are', async () => {
  await page.addScriptTag({ type: 'module', content: CHART });
  await page.waitForFunction('globalThis.isReady');
  await run(programOf(/liveOf/));
  await page.evaluate("gantt.selectedRecords = [gantt.project.taskStore.getById('dig')]");
  await page.getByRole('img', { name: 'Bea (you), at Dig for React' }).waitFor();
});

test('a version that one saves is there for the others', async (t) => {
  const other = await openClient(t, { address: stage.demo.url.replace('http', 'ws') });
  const isThere = () =>
    other.records.all('versions').some(({ name }) => name === 'Before the holidays');
  const told = new Promise((resolve) => {
    other.on('changes', () => isThere() && resolve(undefined));
  });
  await run(programOf(/liveVersions/));
  await within(told, 'version');
  assert.deepEqual(page.errors, []);
});
