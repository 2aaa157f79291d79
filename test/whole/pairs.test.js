'use strict';

const { test } = require('node:test');
const { ChaosRun } = require('../support/chaos-run');

const DIALECTS = ['commands', 'flat', 'sync', 'calendar', 'socketio', 'crud'];
const RUNS = Number(process.env.GANTT_TEST_RUNS ?? 6);
const STEPS = 150;

const pairs = DIALECTS.flatMap((one, index) => DIALECTS.slice(index).map((other) => [one, other]));

for (const dialects of pairs) {
  test(`two clients of ${dialects.join(' and ')} end with what the server has, whatever they do`, async () => {
    for (let seed = 1; seed <= RUNS; seed++) {
      const plan = { dialects, clients: 2, steps: STEPS, mayRefuse: false };
      await new ChaosRun(seed, plan).run();
    }
  });
}
