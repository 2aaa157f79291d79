'use strict';

// npm run torment: hostile clients of all kinds beside honest ones, who may not notice. TORMENT_SECONDS is how long (600),
// TORMENT_SEED what is done (today's date). Arguments are names of kinds: then nobody else is at work.

const { STAGES } = require('./servers');
const { Stage } = require('./stage');
const { summary } = require('./summary');

const SECONDS = Number(process.env.TORMENT_SECONDS ?? 600);
const SEED = Number(
  process.env.TORMENT_SEED ?? new Date().toISOString().slice(0, 10).replaceAll('-', ''),
);
const ONLY = process.argv.slice(2);

async function main() {
  const again = `TORMENT_SEED=${SEED} TORMENT_SECONDS=${SECONDS} npm run torment`;
  console.log(`torment: ${SECONDS} s, seed ${SEED} (${again} repeats it)`);
  const failed = [];
  for (const stage of STAGES) {
    const plan = { seed: SEED, seconds: SECONDS / STAGES.length, only: ONLY };
    const report = await new Stage(stage, plan).run();
    console.log(`\n${stage.name}:\n${summary(report)}`);
    if (report.failures.length > 0) failed.push(stage.name);
  }
  console.log(failed.length > 0 ? `\ntorment: FAILED: ${failed.join(', ')}` : '\ntorment: passed');
  process.exitCode = failed.length > 0 ? 1 : 0;
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
