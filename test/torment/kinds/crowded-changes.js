'use strict';

const { changeKind, fill } = require('../change-kind');
const { SLOW } = require('../world');

const STORES = 240;
const FIELDS = 255;

/** Changes with as much in them as a message may have: of stores, fields, entries, revisions. */
module.exports = [
  changeKind({
    name: 'many stores',
    mustBe: ['answered', 'refused'],
    attacks: (bytes, random) => {
      const id = random.int(1e9);
      const stores = (from) =>
        Object.fromEntries(
          Array.from({ length: STORES }, (_, i) => [
            `s${from + i}`,
            { added: fill(bytes / STORES, (n) => ({ id: `${id}-${n}` })) },
          ]),
        );
      return [{ changes: [stores(0)] }, { changes: [stores(STORES)] }];
    },
  }),
  changeKind({
    name: 'many fields',
    attacks: (bytes) => {
      const record = (id) =>
        Object.fromEntries([['id', id], ...Array.from({ length: FIELDS }, (_, i) => [`f${i}`, i])]);
      const reversed = Object.fromEntries(Object.entries(record('one')).reverse());
      return [
        { changes: [{ tasks: { updated: [record('one')] } }] },
        { changes: [{ tasks: { updated: fill(bytes, () => reversed) } }] },
        {
          changes: [
            {
              tasks: { updated: fill(bytes, (i) => ({ id: 'one', [`field ${i}`]: '\u0001"\\' })) },
            },
          ],
        },
      ];
    },
  }),
  changeKind({
    name: 'many revisions',
    attacks: (bytes) => [
      { changes: fill(Math.min(bytes, 500_000), (i) => ({ project: { counted: i } })) },
    ],
  }),
  changeKind({
    name: 'many tiny records',
    attacks: (bytes) => [
      { changes: [{ tasks: { added: fill(bytes, () => ({})) } }] },
      { changes: [{ resources: { added: fill(bytes, (i) => ({ id: i })) } }] },
      { changes: [{ resources: { removed: fill(bytes, (i) => ({ id: i })) } }] },
    ],
  }),
  changeKind({
    name: 'changes that are thought about',
    stage: 'program',
    most: 100_000,
    attacks: (bytes) => [
      {
        changes: fill(Math.min(bytes, 10_000), (i) => ({ project: { note: `${SLOW} ${i}` } })),
      },
    ],
  }),
];
