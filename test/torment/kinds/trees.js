'use strict';

const { changeKind, fill } = require('../change-kind');
const { LEVELS, SIBLINGS } = require('../world');

const DEEPEST = `d${LEVELS - 1}`;

/** Trees that are deep, wide, circular or without a root. */
module.exports = [
  changeKind({
    name: 'deep trees',
    attacks: (bytes) => [
      {
        // Each below the one before: more levels than there may be.
        changes: [
          {
            tasks: {
              added: fill(bytes, (i) => ({
                $PhantomId: `p${i}`,
                $PhantomParentId: i % 400 === 0 ? undefined : `p${i - 1}`,
              })),
            },
          },
        ],
      },
    ],
  }),
  changeKind({
    name: 'edits below what is gone',
    attacks: (bytes) => [
      {
        changes: [
          {
            tasks: {
              removed: [{ id: 'd0' }],
              updated: fill(bytes, () => ({ id: DEEPEST, name: 'late' })),
            },
          },
          { tasks: { updated: [{ id: DEEPEST, name: 'later' }] } },
        ],
      },
    ],
  }),
  changeKind({
    name: 'orphans',
    attacks: (bytes) => [
      { before: [{ tasks: { removed: [{ id: 'd100' }] } }], changes: [] },
      {
        changes: [
          {
            tasks: {
              added: fill(bytes, (i) => ({ $PhantomId: `o${i}`, parentId: DEEPEST })),
            },
          },
        ],
      },
    ],
  }),
  changeKind({
    name: 'moves that cannot be',
    attacks: (bytes) => [
      {
        changes: [
          {
            tasks: {
              updated: fill(bytes, (i) => ({
                id: `d${i % LEVELS}`,
                parentId: `d${(i * 7 + 13) % LEVELS}`,
              })),
            },
          },
        ],
      },
    ],
  }),
  changeKind({
    name: 'removals of much',
    most: 100_000,
    attacks: (bytes) => [
      {
        changes: Array.from({ length: 200 }, (_, i) => ({
          tasks: {
            removed: i % 2 ? [{ id: 'wide' }] : fill(bytes / 200, (n) => ({ id: `w${n}` })),
          },
        })),
      },
      { changes: [{ tasks: { added: [{ $PhantomId: 'wide', name: 'again' }] } }] },
    ],
  }),
  changeKind({
    name: 'orders of siblings',
    attacks: (bytes, random) => {
      const place = (i, index) => ({
        id: `w${i % SIBLINGS}`,
        parentIndex: index,
        orderedParentIndex: index,
      });
      return [
        { changes: [{ tasks: { updated: [place(5, 0)] } }] },
        {
          before: [{ tasks: { updated: [place(7, 9)] } }],
          changes: [{ tasks: { updated: fill(bytes, (i) => place(i, random.int(SIBLINGS))) } }],
        },
      ];
    },
  }),
];
