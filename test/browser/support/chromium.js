'use strict';

const fs = require('node:fs');
const path = require('node:path');

/** What distributions call it. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** @returns {string | undefined} the Chromium that the variable CHROMIUM names, else the first on the PATH */
function findChromium() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const files = process.env.CHROMIUM
    ? [process.env.CHROMIUM]
    : NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return files.find((file) => fs.existsSync(file));
}

/** Starts the browser: headless, and silent on the network but for the pages of the test. */
function launchChromium() {
  const { chromium } = require('playwright-core');
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

module.exports = { findChromium, launchChromium };
