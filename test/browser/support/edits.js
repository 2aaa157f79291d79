'use strict';

/*
 * One edit of each kind. Each function runs in the page, on one chart; `hands` of page-tools.js
 * says what it gets.
 */

/** @type {Record<string, (hands: any) => any>} */
const edits = {
  'a rename': ({ task }) => {
    task('dig').name = 'Dig “deep” 🚜';
  },
  'a child that is added': ({ add }) => void add('ground', { name: 'Fence' }),
  'a parent with children and dependencies, in one go': ({ add, named, link }) => {
    add('house', {
      name: 'Garden',
      expanded: true,
      children: [
        { name: 'Lawn', duration: 3 },
        { name: 'Hedge', duration: 2 },
      ],
    });
    link('slab', named('Lawn').id);
    link(named('Lawn').id, named('Hedge').id);
  },
  'a subtree that is deleted': ({ remove }) => void remove('frame'),
  'a task that is moved in time': async ({ task }) => {
    await task('timber').setStartDate(new Date(2027, 2, 10), true);
  },
  'a task that is made longer': ({ task }) => {
    task('dig').duration = 6;
  },
  progress: ({ task }) => {
    task('walls').percentDone = 55;
  },
  'an indent': ({ gantt, task }) => void gantt.indent(task('slab')),
  'an outdent': ({ gantt, task }) => void gantt.outdent(task('lights')),
  'a reorder': ({ task }) => void task('inside').insertChild(task('paint'), task('floor')),
  'a move to another parent': ({ task }) =>
    void task('party').insertChild(task('lights'), task('guests')),
  'a subtree that is moved': ({ task }) => void task('party').appendChild(task('ground')),
  'a dependency that is added': ({ link }) => void link('guests', 'cake'),
  'a dependency that is changed': ({ linkOf }) => {
    linkOf('dig', 'slab').lag = 2;
  },
  'a dependency that is removed': ({ linkOf, dependencyStore }) =>
    void dependencyStore.remove(linkOf('walls', 'beams')),
  'a resource with an assignment': ({ resourceStore, assign }) => {
    const [resource] = resourceStore.add({ name: 'Dee' });
    assign('floor', resource.id, 40);
  },
  units: ({ assignmentOf }) => {
    assignmentOf('timber', 'bo').units = 75;
  },
  'an assignment that is removed': ({ assignmentOf, assignmentStore }) =>
    void assignmentStore.remove(assignmentOf('paint', 'cy')),
  'a resource that is removed': ({ resourceStore }) => void resourceStore.remove('ann'),
  'a task that is split into segments': ({ task }) =>
    task('timber').splitToSegments(new Date(2027, 2, 3), 2, 'day'),
  'a task that is scheduled by hand': ({ task }) => {
    task('beams').manuallyScheduled = true;
  },
  'a constraint': async ({ task }) => {
    await task('lights').setConstraint('startnoearlierthan', new Date(2027, 3, 1));
  },
  'a task that is made inactive': ({ task }) => {
    task('walls').inactive = true;
  },
};

module.exports = { edits };
