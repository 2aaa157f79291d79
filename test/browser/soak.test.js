'use strict';

const { scenarios } = require('./support/scenarios');
const { randomEdits } = require('./support/random-edits');
const { Random } = require('../support/random');

const CHARTS = 3;
const EDITS_EACH = 100;

/** @type {(isCalm: boolean) => [number, (hands: any, numbers: number[]) => any][]} */
const choices = (isCalm) =>
  Object.values(randomEdits)
    .filter(({ calm = false }) => calm === isCalm)
    .map(({ weight, change }) => [weight, change]);
const [busy, calm] = [choices(false), choices(true)];

scenarios('Soak', { charts: CHARTS, timeout: 300_000 }, (scenario) => {
  const seed = Number(process.env.SOAK_SEED ?? 1);
  scenario(`three users, a hundred edits each in bursts at once (seed ${seed})`, async (stage) => {
    const random = new Random(seed);
    let turn = 0;
    const edit = (kinds) => [
      random.weighted(kinds),
      [random.next(), random.next(), random.next(), turn],
    ];
    const many = (length, make) => Array.from({ length }, make);
    for (let done = 0; done < EDITS_EACH;) {
      const burst = Math.min(1 + random.int(5), EDITS_EACH - done);
      await stage.bursts(many(CHARTS, () => many(burst, () => edit(busy))));
      done += burst;
      // Half of the bursts meet the echoes of the one before.
      if (random.chance(0.5)) continue;
      await stage.quiet();
      turn++;
      await stage.edit(turn % CHARTS, ...edit(calm));
      await stage.quiet();
    }
  });
});
