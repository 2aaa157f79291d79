'use strict';

/*
 * npm run test:browser: the demo page with the real client, in a real browser.
 *   npm run test:browser                   all of it
 *   npm run test:browser -- mouse soak     mouse.test.js and soak.test.js alone
 *
 * What it needs is installed where that can be had: playwright-core beside this file, frameworks in
 * client/examples/, the trial of Bryntum's Gantt in demo/, Chromium by scripts/setup.sh. Where it cannot, nothing is tested and the
 * reason is printed; with BROWSER_TESTS=required, as in CI, that is a failure. The tests that need the trial of SchedulerPro, beside
 * this file, or Firefox are skipped alone.
 */

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { findChromium } = require('./support/chromium');

const ROOT = path.join(__dirname, '../..');
const EXAMPLES = path.join(ROOT, 'client/examples');
const RESULTS = path.join(ROOT, 'build/browser-tests.tap');

/** @returns {Promise<string | undefined>} why there is nothing to test with */
async function obstacle() {
  if (!findChromium())
    return 'There is no Chromium. Install it (Debian: sudo apt-get install -y chromium), or name one in CHROMIUM.';
  if (!install(__dirname, 'playwright-core'))
    return 'The package playwright-core cannot be installed by npm.';
  if (!install(EXAMPLES, 'gantt-sync-client'))
    return 'The frameworks of client/examples cannot be installed by npm.';
  const { NoGantt, ganttDist } = await import('../../demo/gantt-dist.js');
  try {
    ganttDist();
  } catch (error) {
    if (error instanceof NoGantt) return error.message;
    throw error;
  }
  return undefined;
}

/** @param {string} folder @param {string} name of a package @returns {boolean} whether it is there now */
function install(folder, name) {
  if (fs.existsSync(path.join(folder, 'node_modules', name))) return true;
  const options = ['--ignore-scripts', '--no-audit', '--no-fund'];
  const shell = process.platform === 'win32';
  return spawnSync('npm', ['ci', ...options], { cwd: folder, shell }).status === 0;
}

/** @param {string[]} names of test files, without the ending; all when there are none @returns {boolean} */
function runTests(names) {
  const files = fs.readdirSync(__dirname).filter((file) => file.endsWith('.test.js'));
  const chosen = files.filter(
    (file) => !names.length || names.includes(path.basename(file, '.test.js')),
  );
  // Without a file, Node would run every test there is.
  if (chosen.length === 0) return false;
  const { status } = spawnSync(
    process.execPath,
    [
      '--test',
      // One browser at a time: two would wait for each other longer than the tests have patience.
      '--test-concurrency=1',
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      '--test-reporter=tap',
      `--test-reporter-destination=${RESULTS}`,
      ...chosen.map((file) => path.join(__dirname, file)),
    ],
    { stdio: 'inherit' },
  );
  return status === 0;
}

/** The counts at the end of what the tests reported. */
function counts() {
  const lines = fs
    .readFileSync(RESULTS, 'utf8')
    .matchAll(/^# (tests|fail|cancelled|skipped) (\d+)$/gm);
  return Array.from(lines, ([, what, number]) => `${number} ${what}`).join(', ');
}

async function main() {
  const reason = await obstacle();
  if (reason) {
    const required = process.env.BROWSER_TESTS === 'required';
    console.log(`Browser tests: ${required ? 'FAILED' : 'skipped'}, all of them. ${reason}`);
    return !required;
  }
  const passed = runTests(process.argv.slice(2));
  console.log(`\nBrowser tests: ${passed ? 'passed' : 'FAILED'} (${counts()})`);
  return passed;
}

main().then((passed) => {
  process.exitCode = passed ? 0 : 1;
});
