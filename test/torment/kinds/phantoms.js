'use strict';

const { changeKind, fill } = require('../change-kind');

const named = (from) => (i) => ({ $PhantomId: `_generatedTaskModel_${from}-${i}` });

/** New records by the hundred thousand, under names of the client's, which the server has to remember. */
module.exports = [
  changeKind({
    name: 'phantom floods',
    attacks: (bytes, random) => {
      const id = random.int(1e9);
      const first = fill(bytes, named(id));
      return [
        { changes: [{ tasks: { added: first } }] },
        // The old ones again, and references to them, beside so many new ones that the old ones are forgotten.
        {
          changes: [
            {
              tasks: {
                updated: first
                  .slice(0, 100)
                  .map(({ $PhantomId }) => ({ id: $PhantomId, name: 'x' })),
                added: fill(bytes - 10_000, named(id + 1)),
              },
              dependencies: {
                added: first.slice(0, 100).map(({ $PhantomId }, i) => ({
                  $PhantomId: `_generatedDependency_${id}-${i}`,
                  fromTask: $PhantomId,
                  toTask: 'one',
                })),
              },
            },
          ],
        },
        { changes: [{ tasks: { added: first.slice(0, 1000) } }] },
      ];
    },
  }),
];
