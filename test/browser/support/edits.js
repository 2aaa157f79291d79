'use strict';

/*
 * One edit of each kind. `change` runs in the page, on one chart; `hands` of page-tools.js says what
 * it gets. `act` does too, but leaves it to a feature of the chart to queue and calculate. `noRedo`
 * says why a redo cannot reach the others, whatever the server does; the rest is tested.
 */

/**
 * @typedef {object} Edit
 * @property {string} name
 * @property {(hands: any) => any} [change]
 * @property {(hands: any) => any} [act]
 * @property {boolean} [inexactUndo] the library's undo does not bring back everything
 * @property {string} [noRedo]
 */

// All three seen with sync suspended, when no server has a part in it: the revision that the
// library makes of the redo does not hold what is named here.
const NO_DEPENDENCIES = 'redoing an add, the library leaves out the dependencies that came with it';
const NO_ASSIGNMENTS = 'redoing the removal of an assignment, the library makes no revision of it';

/** @type {Edit[]} */
const edits = [
  {
    name: 'a rename',
    change: ({ task }) => {
      task('dig').name = 'Dig “deep” 🚜';
    },
  },
  { name: 'a child', change: ({ add }) => void add('ground', { name: 'Fence' }) },
  {
    name: 'a task between others',
    change: ({ task }) =>
      void task('frame').insertChild({ name: 'Prime', duration: 1 }, task('walls')),
  },
  {
    name: 'a parent with children and dependencies, in one go',
    change: ({ add, named, link }) => {
      const children = [
        { name: 'Lawn', duration: 3 },
        { name: 'Hedge', duration: 2 },
      ];
      add('house', { name: 'Garden', expanded: true, children });
      link('slab', named('Lawn').id);
      link(named('Lawn').id, named('Hedge').id);
    },
    noRedo: NO_DEPENDENCIES,
  },
  { name: 'a deleted task', change: ({ remove }) => void remove('cake') },
  { name: 'a deleted subtree', change: ({ remove }) => void remove('frame') },
  {
    name: 'a task moved in time',
    change: async ({ task }) => {
      await task('timber').setStartDate(new Date(2027, 2, 10), true);
    },
  },
  {
    name: 'a task made longer',
    change: ({ task }) => {
      task('dig').duration = 6;
    },
  },
  {
    name: 'progress',
    change: ({ task }) => {
      task('walls').percentDone = 55;
    },
  },
  {
    name: 'an indent',
    act: ({ gantt, task }) => gantt.indent(task('lights')),
    // What was a parent for a while keeps the duration that it had as one.
    inexactUndo: true,
  },
  { name: 'an outdent', act: ({ gantt, task }) => gantt.outdent(task('paint')) },
  {
    name: 'a reorder',
    change: ({ task }) => void task('inside').insertChild(task('paint'), task('floor')),
  },
  {
    name: 'a move to another parent',
    change: ({ task }) => void task('party').insertChild(task('lights'), task('guests')),
  },
  { name: 'a moved subtree', change: ({ task }) => void task('party').appendChild(task('ground')) },
  { name: 'a dependency', change: ({ link }) => void link('guests', 'cake') },
  {
    name: 'the lag of a dependency',
    change: ({ linkOf }) => {
      linkOf('dig', 'slab').lag = 2;
    },
  },
  {
    name: 'a removed dependency',
    change: ({ linkOf, dependencyStore }) => void dependencyStore.remove(linkOf('walls', 'beams')),
  },
  {
    name: 'a resource with an assignment',
    change: ({ resourceStore, assign }) => {
      const [resource] = resourceStore.add({ name: 'Dee' });
      assign('floor', resource.id, 40);
    },
  },
  {
    name: 'units',
    change: ({ assignmentOf }) => {
      assignmentOf('timber', 'bo').units = 75;
    },
  },
  {
    name: 'a removed assignment',
    change: ({ assignmentOf, assignmentStore }) =>
      void assignmentStore.remove(assignmentOf('paint', 'cy')),
    noRedo: NO_ASSIGNMENTS,
  },
  { name: 'a removed resource', change: ({ resourceStore }) => void resourceStore.remove('ann') },
  {
    name: 'segments',
    act: ({ task }) => task('timber').splitToSegments(new Date(2027, 2, 3), 2, 'day'),
  },
  {
    name: 'a task scheduled by hand',
    change: ({ task }) => {
      task('beams').manuallyScheduled = true;
    },
  },
  {
    name: 'a constraint',
    change: async ({ task }) => {
      await task('lights').setConstraint('startnoearlierthan', new Date(2027, 3, 1));
    },
  },
  {
    name: 'an inactive task',
    change: ({ task }) => {
      task('walls').inactive = true;
    },
  },
];

module.exports = { edits };
