'use strict';

const { changeKind, fill } = require('../change-kind');
const { VETOED } = require('../world');

/** Changes that the application refuses: their authors have to be put right. */
module.exports = [
  changeKind({
    name: 'refused additions',
    stage: 'program',
    attacks: (bytes) => [
      {
        changes: [
          { project: { note: VETOED } },
          ...fill(bytes, (i) => ({ tasks: { added: [{ $PhantomId: `p${i}` }] } })),
        ].slice(0, 20_000),
      },
    ],
  }),
  changeKind({
    name: 'refused removals',
    stage: 'program',
    most: 100_000,
    attacks: () => [
      {
        changes: Array.from({ length: 100 }, () => ({
          tasks: { removed: [{ id: 'wide' }] },
          project: { note: VETOED },
        })),
      },
    ],
  }),
  changeKind({
    name: 'refused orders',
    stage: 'program',
    most: 100_000,
    attacks: () => [
      {
        changes: [
          {
            tasks: { updated: [{ id: 'w5', parentIndex: 900, orderedParentIndex: 900 }] },
            project: { note: VETOED },
          },
        ],
      },
    ],
  }),
];
