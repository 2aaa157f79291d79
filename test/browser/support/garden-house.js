'use strict';

const notBefore = (/** @type {string} */ date) => ({
  startDate: date,
  constraintType: 'startnoearlierthan',
  constraintDate: date,
});

/**
 * The project that most scenarios start from: two levels, links across parents, three people. Tasks
 * without predecessors say what holds them where they are.
 */
module.exports = {
  project: { startDate: '2027-03-01', calendar: 'week', hoursPerDay: 24, daysPerWeek: 5 },
  calendarsData: [
    {
      id: 'week',
      name: 'Working week',
      intervals: [
        {
          recurrentStartDate: 'on Sat at 0:00',
          recurrentEndDate: 'on Mon at 0:00',
          isWorking: false,
        },
      ],
    },
  ],
  tasksData: [
    {
      id: 'house',
      name: 'Garden house',
      expanded: true,
      children: [
        {
          id: 'ground',
          name: 'Ground',
          expanded: true,
          children: [
            {
              id: 'mark',
              name: 'Mark out',
              ...notBefore('2027-03-01'),
              duration: 1,
              percentDone: 100,
            },
            { id: 'dig', name: 'Dig', startDate: '2027-03-02', duration: 3, percentDone: 40 },
            { id: 'slab', name: 'Pour the slab', startDate: '2027-03-05', duration: 2 },
          ],
        },
        {
          id: 'frame',
          name: 'Frame',
          expanded: true,
          children: [
            { id: 'timber', name: 'Cut timber', ...notBefore('2027-03-01'), duration: 4 },
            { id: 'walls', name: 'Raise the walls', startDate: '2027-03-09', duration: 3 },
            { id: 'beams', name: 'Roof beams', startDate: '2027-03-12', duration: 2 },
          ],
        },
        {
          id: 'inside',
          name: 'Inside',
          expanded: true,
          children: [
            { id: 'floor', name: 'Floor', startDate: '2027-03-16', duration: 2 },
            { id: 'lights', name: 'Lights', ...notBefore('2027-03-16'), duration: 3 },
            { id: 'paint', name: 'Paint', startDate: '2027-03-19', duration: 2 },
          ],
        },
      ],
    },
    {
      id: 'party',
      name: 'Party',
      expanded: true,
      children: [
        { id: 'guests', name: 'Invite guests', ...notBefore('2027-03-01'), duration: 2 },
        { id: 'cake', name: 'Bake a cake', startDate: '2027-03-23', duration: 1 },
      ],
    },
  ],
  dependenciesData: [
    { id: 'd1', fromEvent: 'mark', toEvent: 'dig' },
    { id: 'd2', fromEvent: 'dig', toEvent: 'slab' },
    { id: 'd3', fromEvent: 'slab', toEvent: 'walls' },
    { id: 'd4', fromEvent: 'timber', toEvent: 'walls' },
    { id: 'd5', fromEvent: 'walls', toEvent: 'beams' },
    { id: 'd6', fromEvent: 'beams', toEvent: 'floor' },
    { id: 'd7', fromEvent: 'floor', toEvent: 'paint' },
    { id: 'd8', fromEvent: 'lights', toEvent: 'paint' },
    { id: 'd9', fromEvent: 'paint', toEvent: 'cake' },
  ],
  resourcesData: [
    {
      id: 'ann',
      name: 'Ann',
      rateTables: [{ name: 'Usual', rates: [{ startDate: '2027-01-01', standardRate: 10 }] }],
    },
    { id: 'bo', name: 'Bo' },
    { id: 'cy', name: 'Cy' },
  ],
  assignmentsData: [
    { id: 'a1', event: 'dig', resource: 'ann', units: 100 },
    { id: 'a2', event: 'timber', resource: 'bo', units: 50 },
    { id: 'a3', event: 'paint', resource: 'ann', units: 100 },
    { id: 'a4', event: 'paint', resource: 'cy', units: 80 },
  ],
};
