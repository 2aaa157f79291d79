'use strict';

const assert = require('node:assert');
const { describe, it } = require('node:test');
const { Project } = require('../../lib/native/project');
const { runSeed, runSteps } = require('../support/run-history');
const { shrinkSteps } = require('../support/shrink');

const FIRST_SEED = Number(process.env.GANTT_TEST_SEED ?? 1);
const HISTORIES = Number(process.env.GANTT_TEST_HISTORIES ?? 2000);
const REVISIONS = 100;

/** A history that fails as its seed does, as small as it gets, with all that was sent. */
async function explain(seed, { plan, steps, error }) {
  const kind = kindOf(error);
  const fails = async (some) => kindOf(await runSteps(Project, plan, some)) === kind;
  const small = (await fails(steps)) ? await shrinkSteps(steps, fails) : steps.slice(-3);
  const last = (await runSteps(Project, plan, small)) ?? error;
  const sent = small.map((step) => {
    if (step.restart) return '(a restart)';
    return step.join ? '(a client joins)' : step.text || '(reset)';
  });
  const authors = small.map((step) => `${step.author ?? ''} `);
  return [
    `seed ${seed} (GANTT_TEST_SEED=${seed} GANTT_TEST_HISTORIES=1 repeats it): ${error.message}`,
    `in short: ${last.stack}`,
    `idFormat ${plan.idFormat}, $input ${plan.inputMode}, tidy ${plan.isTidy}`,
    `start: ${plan.startText}`,
    ...sent.map((text, i) => `${authors[i]}${text}`),
  ].join('\n');
}

/** Two failures are of one kind when their messages differ in ids and values only. */
function kindOf(error) {
  return error?.message.split('\n')[0].replace(/[0-9a-f-]{8,}|\d+|"[^"]*"|\{.*\}/g, '');
}

describe('The log is the truth', () => {
  it(`replaying the broadcasts of ${HISTORIES} hostile histories with restarts gives what is served`, async (t) => {
    let revisions = 0;
    let restarts = 0;
    for (let seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES; seed++) {
      const result = await runSeed(Project, seed, REVISIONS);
      if (result.error) assert.fail(await explain(seed, result));
      for (const step of result.steps) {
        revisions += step.revisions?.length ?? 0;
        if (step.restart) restarts++;
      }
    }
    t.diagnostic(`${revisions} revisions, ${restarts} restarts`);
  });
});
