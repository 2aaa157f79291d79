'use strict';

const { after, before, beforeEach, describe, test } = require('node:test');
const { Stage } = require('./stage');

/**
 * A group of scenarios on one stage. Each starts from the first state of the project, and ends
 * with all charts and a fresh one in agreement.
 *
 * @param {string} name
 * @param {{ charts?: number, data?: object, timeout?: number }} options `timeout`: of one scenario, in ms
 * @param {(scenario: (name: string, run: (stage: Stage) => any) => void) => void} define
 */
function scenarios(name, { timeout = 90_000, ...options }, define) {
  describe(name, () => {
    /** @type {Stage} */
    let stage;
    let failed = false;

    before(async () => {
      stage = await Stage.open(options);
    });
    beforeEach(async () => {
      // A chart that has gone astray must not spoil the scenarios behind it.
      if (failed) {
        await stage.close();
        stage = await Stage.open(options);
        failed = false;
      }
      await stage.reset();
    });
    after(() => stage?.close());

    define((title, run) =>
      test(title, { timeout }, async () => {
        failed = true;
        await run(stage);
        await stage.agree();
        failed = false;
      }));
  });
}

module.exports = { scenarios };
