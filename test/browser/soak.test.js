'use strict';

const { scenarios } = require('./support/scenarios');
const { randomEdits } = require('./support/random-edits');
const { Random } = require('../support/random');

const CHARTS = 3;
const EDITS_EACH = 100;

/** @type {[number, (hands: any, numbers: number[]) => any][]} */
const choices = Object.values(randomEdits).map(({ weight, change }) => [weight, change]);

scenarios('Soak', { charts: CHARTS }, (scenario) => {
  const seed = Number(process.env.SOAK_SEED ?? 1);
  scenario(`three users, a hundred edits each in bursts at once (seed ${seed})`, async (stage) => {
    const random = new Random(seed);
    for (let done = 0; done < EDITS_EACH;) {
      const burst = Math.min(1 + random.int(5), EDITS_EACH - done);
      const edits = Array.from({ length: CHARTS }, () =>
        Array.from({ length: burst }, () => {
          const numbers = [random.next(), random.next(), random.next()];
          return [random.weighted(choices), numbers];
        }),
      );
      await stage.bursts(edits);
      done += burst;
      // Half of the bursts meet the echoes of the one before.
      if (random.chance(0.5)) await stage.quiet();
    }
  });
});
