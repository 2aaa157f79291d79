'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { Stage } = require('./support/stage');

const DOCUMENT = path.join(__dirname, '../../docs/client.md');

test('the steps of docs/client.md make a live chart', { timeout: 60_000 }, async (t) => {
  const stage = await Stage.open({ charts: 1 });
  t.after(() => stage.close());
  const text = fs.readFileSync(DOCUMENT, 'utf8').replace(/^## From the document[^]*?^(?=## )/m, '');
  const blocks = text.matchAll(/^( *)```js\n([^]*?)^ *```$/gm);
  const code = Array.from(blocks, ([, , block]) => block).join('');
  const ours = code
    .replace(/gantt-sync-client\/(\w+)/g, '/client/$1/index.js')
    .replace('wss://gantt.example.com', stage.demo.url.replace('http', 'ws'));
  assert.equal(ours.split(stage.demo.url.replace('http', 'ws')).length, 2);

  const page = await stage.visit('?charts=0');
  await page.evaluate("document.body.insertAdjacentHTML('beforeend', '<div id=chart></div>')");
  await page.addScriptTag({ type: 'module', content: ours });
  await page.getByText('Online as Ada').waitFor();
  // It is the other user's chart that must show the edit.
  await stage.page.waitForFunction(
    "demo.panels[0].project.taskStore.first.name === 'Renamed by program'",
  );
  // The widgets, too.
  await page.getByRole('list', { name: 'Who is online' }).getByRole('img').nth(1).waitFor();
  assert.deepEqual(page.errors, []);
});
