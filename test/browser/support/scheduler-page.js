'use strict';

const fs = require('node:fs');
const path = require('node:path');

const TRIAL = path.join(__dirname, '../node_modules/@bryntum/schedulerpro-trial');
const SOCKET_IO = path.join(
  __dirname,
  '../../../node_modules/socket.io-client/dist/socket.io.esm.min.js',
);
const PAGE = `<meta charset="utf-8" />
<link rel="icon" href="data:," />
<link rel="stylesheet" href="/trial/fontawesome/css/fontawesome.css" />
<link rel="stylesheet" href="/trial/fontawesome/css/solid.css" />
<link rel="stylesheet" href="/trial/schedulerpro.css" />
<link rel="stylesheet" href="/trial/svalbard-light.css" data-bryntum-theme />
<script type="importmap">{ "imports": {
  "@bryntum/schedulerpro": "/trial/schedulerpro.module.js", "socket.io-client": "/socket.io.esm.min.js"
} }</script>
<body><div id="container"></div></body>`;

/** The trial of SchedulerPro comes from npm, which may not have it: why it is not here, or nothing. */
const noScheduler = fs.existsSync(TRIAL)
  ? undefined
  : 'The package @bryntum/schedulerpro-trial cannot be installed by npm.';

/**
 * Opens a page with SchedulerPro in place of the demo: it and the Gantt do not go into one page.
 *
 * @param {import('./stage').Stage} stage
 * @param {string} [script] a module
 */
async function openScheduler(stage, script) {
  const context = await stage.browser.newContext({ viewport: { width: 1400, height: 900 } });
  const page = await context.newPage();
  page.errors = [];
  page.on('pageerror', (error) => page.errors.push(error.stack));
  await page.route('**/trial/**', (route) =>
    route.fulfill({
      path: path.join(TRIAL, new URL(route.request().url()).pathname.slice('/trial/'.length)),
    }),
  );
  await page.route('**/socket.io.esm.min.js', (route) => route.fulfill({ path: SOCKET_IO }));
  // A page that did not come from the server would not be let to its WebSocket.
  await page.goto(`${stage.demo.url}/page/page.css`);
  await page.setContent(PAGE);
  if (script) await page.addScriptTag({ type: 'module', content: script });
  return page;
}

module.exports = { noScheduler, openScheduler };
