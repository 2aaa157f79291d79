'use strict';

const assert = require('node:assert');
const { describe, it } = require('node:test');
const { ChaosRun } = require('../support/chaos-run');

const FIRST_SEED = Number(process.env.GANTT_TEST_SEED ?? 1);
const RUNS = Number(process.env.GANTT_TEST_RUNS ?? 200);
const RESTORED_RUNS = Math.ceil(RUNS / 10);
/** @param {number} seed */
const again = (seed) =>
  `seed ${seed} (GANTT_TEST_SEED=${seed} GANTT_TEST_RUNS=1 node --test test/whole/chaos.test.js repeats it)`;

describe('Chaos', () => {
  it(`${RUNS} runs of 20 clients end with what the server has`, async () => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
      try {
        await new ChaosRun(seed).run();
      } catch (error) {
        assert.fail(`${again(seed)}: ${error.stack}`);
      }
    }
  });

  it(`${RESTORED_RUNS} runs in which all or a part of the project becomes what it was, while others edit without a connection`, async () => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + RESTORED_RUNS; seed++) {
      const run = new ChaosRun(seed, { clients: 9, mayRestore: true });
      try {
        await run.run();
      } catch (error) {
        assert.fail(`${again(seed)}: ${error.stack}`);
      }
      assert.ok(run.restores > 0, again(seed));
    }
  });
});
