'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { launchChromium } = require('./chromium');
const gardenHouse = require('./garden-house');

const PATIENCE_MS = 20_000;

/**
 * The demo on a server of its own, and a browser that looks at it: the page with some charts, each
 * with its own user and connection.
 */
class Stage {
  /**
   * @param {{ charts?: number, data?: object | null, server?: object, timezoneId?: string }} [options] `data`: null is the demo's own;
   *   `server`: options of it
   * @returns {Promise<Stage>}
   */
  static async open({ charts = 2, data = gardenHouse, server = {}, ...context } = {}) {
    const stage = new Stage();
    const { startDemo } = await import('../../../demo/start.js');
    const projects = data && [{ id: 1, name: 'Garden house', source: data }];
    stage.serverOptions = { ...(projects && { projects }), ...server };
    stage.demo = await startDemo({ port: 0, ...stage.serverOptions });
    try {
      stage.browser = await launchChromium();
      stage.page = await stage.visit(`?login&charts=${charts}`, context);
    } catch (error) {
      await stage.close();
      throw error;
    }
    return stage;
  }

  /**
   * Opens the page once more, in a window of its own.
   *
   * @param {string} query
   * @param {{ timezoneId?: string }} [options] of the browser's context
   */
  async visit(query, options) {
    const viewport = { width: 1600, height: 900 };
    const context = await this.browser.newContext({ viewport, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.errors = [];
    page.on('pageerror', (error) => page.errors.push(error.stack));
    await page.addInitScript({ path: path.join(__dirname, 'page-tools.js') });
    await page.goto(`${this.demo.url}/${query}`);
    await page.waitForFunction('globalThis.demo', null, { timeout: PATIENCE_MS });
    await page.evaluate('tools.look()');
    return page;
  }

  async close() {
    await this.browser?.close();
    await this.demo?.close();
  }

  /**
   * Edits one chart. The function runs in the page: it sees what `hands` of page-tools.js offers
   * and the argument, nothing of the test.
   *
   * @param {number} chart
   * @param {(hands: any, argument: any) => any} change
   * @param {any} [argument]
   */
  edit(chart, change, argument) {
    return this.together([chart, change, argument]);
  }

  /**
   * @param {number} chart
   * @param {import('./edits').Edit} edit
   */
  async perform(chart, { change, act }) {
    if (change) await this.edit(chart, change);
    else await this.page.evaluate(`tools.act(${chart}, ${act}).then(() => {})`);
  }

  /**
   * Edits several charts in one turn of the page, so that none has seen what the others do.
   *
   * @param {...[number, (hands: any, argument: any) => any, any?]} edits
   */
  async together(...edits) {
    const calls = edits.map(
      ([chart, change, argument]) =>
        `tools.edit(${chart}, ${change}, ${JSON.stringify(argument ?? null)})`,
    );
    await this.page.evaluate(`Promise.all([${calls.join(',\n')}]).then(() => {})`);
  }

  /**
   * Several edits in each of several charts, all charts at once.
   *
   * @param {[(hands: any, argument: any) => any, any][][]} edits for each chart, in turn
   */
  async bursts(edits) {
    const calls = edits.map((list, chart) => {
      const pairs = list.map(([change, argument]) => `[${change}, ${JSON.stringify(argument)}]`);
      return `tools.editInTurn(${chart}, [${pairs.join(',')}])`;
    });
    await this.page.evaluate(`Promise.all([${calls.join(',\n')}]).then(() => {})`);
  }

  /**
   * Asks one chart something.
   *
   * @param {number} chart
   * @param {(hands: any, argument: any) => any} question
   * @param {any} [argument]
   */
  ask(chart, question, argument) {
    return this.page.evaluate(
      `(${question})(tools.hands(${chart}), ${JSON.stringify(argument ?? null)})`,
    );
  }

  /**
   * Undoes or redoes the last thing that this chart's user did.
   *
   * @param {number} chart
   * @param {'undo' | 'redo'} step
   */
  async history(chart, step) {
    await this.quiet();
    await this.ask(chart, async ({ project }, method) => void (await project.stm[method]()), step);
    await this.quiet();
  }

  /**
   * A widget of a chart's toolbar.
   *
   * @param {number} chart
   * @param {string} name
   */
  button(chart, name) {
    return this.page.locator('.panel').nth(chart).locator(`[data-ref="${name}"]`);
  }

  /** Has one chart load the project again. @param {number} chart */
  async reload(chart) {
    await this.ask(chart, ({ project }) => project.liveLoad());
    await this.quiet();
  }

  /** Waits until nothing is under way any more: twice the same, at rest, at one revision. */
  async quiet() {
    const deadline = Date.now() + PATIENCE_MS;
    let before = '';
    for (;;) {
      const charts = await this.page.evaluate('tools.look()');
      const now = JSON.stringify(charts);
      const atRest = charts.every(({ unrest }) => unrest.length === 0);
      const together = charts.every(({ revision }) => revision === charts[0].revision);
      if (atRest && together && now === before) return charts;
      if (Date.now() > deadline) assert.fail(`the charts do not come to rest: ${now}`);
      before = now;
    }
  }

  /**
   * Does something whose effect begins some time later, and waits until the first chart shows it.
   *
   * @param {() => Promise<any>} action
   */
  async changes(action) {
    const [{ revision }] = await this.quiet();
    await action();
    await this.page.waitForFunction(
      (before) => globalThis.demo.panels[0].project.liveRevision !== before,
      revision,
    );
    return this.agree();
  }

  /** What the first chart shows, when all is quiet. @returns {Promise<string[]>} */
  async lines() {
    await this.quiet();
    return (await this.page.evaluate('tools.read()'))[0];
  }

  /**
   * The end of every scenario: when all is quiet, every chart and a fresh one show the same, and
   * nothing has gone wrong on the way.
   *
   * @param {{ broken?: RegExp }} [expected] the failure of the library that had to come
   * @returns {Promise<string[]>} what they show, one line a record
   */
  async agree({ broken } = {}) {
    const charts = await this.quiet();
    const [first, ...others] = await this.page.evaluate('tools.read()');
    const fresh = await this.page.evaluate('tools.fresh()');
    others.forEach((lines, i) => assertSame(lines, first, `chart ${i + 1} beside chart 0`));
    assertSame(fresh.lines, first, 'a fresh chart beside chart 0');
    // Fewer revisions would be a dataset that lags; more, a chart that changes what it only opens.
    const after = await this.quiet();
    for (const { revision } of after) assert.equal(revision, charts[0].revision);
    assert.ok(!first.some((line) => line.includes('_generated')), 'a record kept its phantom id');
    const complaints = after.flatMap((chart) => chart.complaints);
    if (broken) assert.match(complaints.join('\n'), broken);
    else assert.deepEqual([this.page.errors, complaints], [[], []]);
    return first;
  }

  /**
   * The same where the library cannot keep siblings in one order (docs/client.md, "Known limitations"):
   * everything but their places is the same at once, and everything when each chart has loaded again.
   */
  async agreeAfterLoading() {
    await this.quiet();
    const [first, ...others] = (await this.page.evaluate('tools.read()')).map(withoutPlaces);
    others.forEach((lines, i) => assertSame(lines, first, `chart ${i + 1} beside chart 0`));
    await this.page.evaluate('tools.load()');
    return this.agree();
  }

  /** Brings the project back to its first state, in every chart. */
  async reset() {
    await this.quiet();
    await this.page.evaluate('tools.reset()');
    await this.quiet();
    this.page.errors.length = 0;
  }
}

/** @param {string[]} lines */
function withoutPlaces(lines) {
  return lines.map((line) => line.replace(/"place":\d+,"shown":\d+,/, '')).sort();
}

/**
 * @param {string[]} actual
 * @param {string[]} expected
 * @param {string} what
 */
function assertSame(actual, expected, what) {
  const only = (/** @type {string[]} */ a, /** @type {string[]} */ b) =>
    a.filter((x) => !b.includes(x));
  const difference = [
    ...only(expected, actual).map((line) => `- ${line}`),
    ...only(actual, expected).map((line) => `+ ${line}`),
  ];
  assert.equal(difference.join('\n'), '', what);
  assert.deepEqual(actual, expected, what);
}

module.exports = { Stage };
