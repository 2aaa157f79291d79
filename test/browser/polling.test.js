'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { Stage } = require('./support/stage');

const ROOT = path.join(__dirname, '../..');
const UNHIDE = 'delete document.visibilityState';
const HIDE =
  "Object.defineProperty(document, 'visibilityState', { configurable: true, value: 'hidden' })";

/** @type {Stage} */
let stage;
before(async () => {
  stage = await Stage.open({ charts: 1 });
});
after(() => stage?.close());

/** The first program of a page, for the page of the demo. @param {string} file */
function program(file) {
  const text = fs.readFileSync(path.join(ROOT, file), 'utf8');
  const block = [...text.matchAll(/^```js\n([^]*?)^```$/gm)]
    .map(([, code]) => code)
    .find((code) => code.includes("'gantt-sync-client/polling'"));
  return block.replace(/gantt-sync-client\/(\w+)/g, '/client/$1/index.js');
}

const until = (expression) => stage.page.waitForFunction(expression);
const rename = (name) => stage.edit(0, ({ task }, given) => void (task('dig').name = given), name);

test('the program of docs/crud.md hears what others do, and sends what is done in its chart', async () => {
  const ours = `${program('docs/crud.md')}\nglobalThis.crud = gantt;`;
  await stage.page.addScriptTag({ type: 'module', content: ours });
  await until("globalThis.crud?.project.taskStore.getById('dig')");
  await rename('Of a live chart');
  await until("crud.project.taskStore.getById('dig').name === 'Of a live chart'");
  await stage.page.evaluate("crud.project.taskStore.getById('walls').name = 'Of a poller'");
  await until("demo.panels[0].project.taskStore.getById('walls').name === 'Of a poller'");
  await stage.page.evaluate('crud.destroy()');
});

test('the program of the README waits while nobody looks, and ends with its project', async () => {
  await stage.page.evaluate(async () => {
    const { Gantt } = await import('/gantt/gantt.module.js');
    const project = { loadUrl: '/crud/1/load', syncUrl: '/crud/1/sync' };
    globalThis.gantt = new Gantt({ appendTo: globalThis.document.body, height: 200, project });
    globalThis.told = [];
    globalThis.say = (text) => globalThis.told.push(text);
    await globalThis.gantt.project.load();
  });
  // Takes what it is asked, and never answers.
  await stage.page.route('**/silent', () => {});
  const ours = `${program('client/README.md')}\nglobalThis.polling = polling;`;
  await stage.page.addScriptTag({ type: 'module', content: ours });
  await until("globalThis.polling?.state === 'waiting'");
  await stage.page.evaluate(`${HIDE}, document.dispatchEvent(new Event('visibilitychange'))`);
  assert.equal(await stage.page.evaluate('polling.state'), 'paused');
  await rename('Unseen');
  await stage.page.evaluate(`${UNHIDE}, document.dispatchEvent(new Event('visibilitychange'))`);
  await until("gantt.project.taskStore.getById('dig').name === 'Unseen'");
  await stage.page.evaluate(async () => {
    const { poll } = await import('/client/polling/index.js');
    const { transport } = globalThis.gantt.project;
    const { url } = transport.sync;
    transport.sync.url = '/silent';
    globalThis.polling.stop();
    globalThis.impatient = poll(globalThis.gantt.project, { interval: 50, timeout: 100 });
    globalThis.impatient.on('failed', () => {
      transport.sync.url = url;
    });
  });
  await rename('Behind a silence');
  await until("gantt.project.taskStore.getById('dig').name === 'Behind a silence'");
  await stage.page.evaluate('impatient.stop()');
  await stage.page.evaluate("gantt.project.transport.sync.url = '/crud/none/sync'");
  await stage.page.evaluate('polling.stop(), polling.start()');
  await until("told.some((text) => text.startsWith('Trying again in'))");
  await stage.page.evaluate('(({ project }) => (gantt.destroy(), project.destroy()))(gantt)');
  assert.equal(await stage.page.evaluate('polling.state'), 'stopped');
  assert.deepEqual(stage.page.errors, []);
});
