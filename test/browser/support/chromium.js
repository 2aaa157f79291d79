'use strict';

const { chromium } = require('playwright-core');

/** Starts the browser: headless, and silent on the network but for the pages of the test. */
const launchChromium = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
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

module.exports = { launchChromium };
