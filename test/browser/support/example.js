'use strict';

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { launchChromium } = require('./chromium');

const CLIENT = path.join(__dirname, '../../../client');
const PATIENCE_MS = 20_000;

/** Builds the package, as its users get it. */
const buildClient = () =>
  void execFileSync(process.execPath, [path.join(CLIENT, 'scripts/build.js')], { stdio: 'pipe' });

/** Has a page find the built package under /dist/. @param {any} page */
const offerClient = (page) =>
  page.route('**/dist/*', (/** @type {any} */ route) => {
    const file = path.join(CLIENT, 'dist', path.basename(new URL(route.request().url()).pathname));
    if (fs.existsSync(file)) return route.fulfill({ path: file });
    return route.fulfill({ status: 404, body: '' });
  });

/** One of the examples of the package on a server of its own, and a browser with as many people as one likes. */
class Example {
  /** @param {string} name @param {object} [options] of WebSocketServer */
  static async open(name, options) {
    const example = new Example();
    const { serveExample } = await import('../../../client/examples/serve.js');
    example.page = await serveExample(name, { port: 0, ...options });
    try {
      example.browser = await launchChromium();
    } catch (error) {
      await example.close();
      throw error;
    }
    return example;
  }

  get server() {
    return this.page.server;
  }

  /**
   * Somebody opens the page.
   *
   * @param {string} query
   * @param {object} [options] of the browser's context
   */
  async visit(query, options) {
    const viewport = { width: 1100, height: 640 };
    const context = await this.browser.newContext({ viewport, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.errors = [];
    page.on('pageerror', (error) => page.errors.push(error.stack));
    page.on('console', (message) => {
      if (message.type() === 'error') page.errors.push(message.text());
    });
    await offerClient(page);
    await page.goto(`${this.page.url}/${query}`);
    return page;
  }

  async close() {
    await this.browser?.close();
    await this.page?.close();
  }
}

module.exports = { Example, buildClient, offerClient };
