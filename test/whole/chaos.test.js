'use strict';

const assert = require('node:assert');
const { describe, it } = require('node:test');
const { ChaosRun } = require('../support/chaos-run');

const FIRST_SEED = Number(process.env.GANTT_TEST_SEED ?? 1);
const RUNS = Number(process.env.GANTT_TEST_RUNS ?? 200);

describe('Chaos', () => {
  it(`${RUNS} runs of 20 clients end with what the server has`, async () => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
      try {
        await new ChaosRun(seed).run();
      } catch (error) {
        const again = `GANTT_TEST_SEED=${seed} GANTT_TEST_RUNS=1 node --test test/whole/chaos.test.js`;
        assert.fail(`seed ${seed} (${again} repeats it): ${error.stack}`);
      }
    }
  });
});
