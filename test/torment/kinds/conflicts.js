'use strict';

const { changeKind, fill } = require('../change-kind');
const { SIBLINGS } = require('../world');

const LIST_BYTES = 79_000;
const LISTS = 40;

const updates = (updated) => ({ tasks: { updated, $input: { updated } } });

/** Changes that meet what somebody else has written meanwhile. */
module.exports = [
  changeKind({
    name: 'conflicts of one record',
    attacks: (bytes) => [
      {
        before: [updates([{ id: 'one', name: 'rival', note: 'rival' }])],
        changes: [updates(fill(bytes / 2, (i) => ({ id: 'one', name: `m${i}`, note: i })))],
      },
    ],
  }),
  changeKind({
    name: 'conflicts of many records',
    attacks: (bytes) => [
      {
        before: [updates(fill(bytes / 2, (i) => ({ id: `w${i % SIBLINGS}`, name: `r${i}` })))],
        changes: [updates(fill(bytes / 2, (i) => ({ id: `w${i % SIBLINGS}`, name: `m${i}` })))],
      },
    ],
  }),
  changeKind({
    name: 'one conflict among much else',
    attacks: (bytes) => [
      {
        before: [updates([{ id: 'one', name: 'rival' }])],
        changes: [
          {
            tasks: {
              updated: [{ id: 'one', name: 'mallory' }],
              added: fill(bytes, (i) => ({ $PhantomId: `p${i}`, name: 'x' })),
            },
          },
        ],
      },
    ],
  }),
  changeKind({
    name: 'conflicts of long lists',
    policies: ['merge'],
    most: 1_000_000,
    attacks: (bytes) => {
      const list = (of, most) => fill(Math.min(most, LIST_BYTES), (i) => `${of}${i}`);
      return [
        {
          before: [updates([{ id: 'one', links: list('r', bytes) }])],
          changes: [updates(Array.from({ length: LISTS }, () => ({ id: 'one', links: ['m'] })))],
        },
        {
          before: [updates([{ id: 'one', links: list('s', bytes) }])],
          changes: [updates([{ id: 'one', links: list('m', bytes) }])],
        },
      ];
    },
  }),
  changeKind({
    name: 'conflicts with what is gone',
    attacks: (bytes) => [
      {
        before: [{ tasks: { removed: [{ id: 'wide' }] } }],
        changes: [updates(fill(bytes / 2, (i) => ({ id: `w${i % SIBLINGS}`, name: 'late' })))],
      },
    ],
  }),
];
