'use strict';

/** The stores of this data that are trees. */
const TREES = new Set(['tasks', 'calendars', 'resources']);

/**
 * A small project to begin a history with: every store, three levels of tasks, ids of all shapes,
 * among them those that a counter would hand out first.
 *
 * @param {import('./random').Random} random
 * @param {{ contiguous: boolean }} options contiguous: no odd indexes
 * @returns {string} JSON text, as a data file or as inline data
 */
function startData(random, { contiguous }) {
  const stores = {
    calendars: calendars(),
    tasks: tasks(random, contiguous),
    resources: resources(),
    dependencies: list(4, (i) => ({ id: `dependencies-${i}`, from: `events-${i}`, to: 11 })),
    assignments: list(4, (i) => ({ id: 100 + i, event: 11 + i, resource: `resources-${i}` })),
    versions: [{ id: 'versions-1', name: 'First', content: '{"tasks":[]}' }],
    timeRanges: [{ id: 'timeRanges-1', name: 'Holidays', startDate: '2024-12-24' }],
  };
  const project = { calendar: 'general', startDate: '2024-01-01', hoursPerDay: 8 };
  const data = random.chance(0.5) ? { success: true, project } : { project };
  for (const [name, rows] of Object.entries(stores)) {
    if ('success' in data) data[name] = { rows };
    else data[`${name}Data`] = rows;
  }
  return JSON.stringify(data);
}

/** A tree because it nests, not by its kind. */
function resources() {
  const [team, ...others] = list(4, (i) => ({
    id: `resources-${i}`,
    name: `Person ${i}`,
    calendar: 'general',
  }));
  return [{ ...team, children: others.slice(0, 2) }, others[2]];
}

function calendars() {
  const children = [{ id: 'night', name: 'Night' }];
  return [
    { id: 'general', name: 'General', children },
    { id: 2, name: 'Other', intervals: [] },
  ];
}

/** Three parents with children; some of them flat behind their parent, with a `parentId`. */
function tasks(random, contiguous) {
  const rows = [];
  for (let i = 1; i <= 3; i++) {
    const children = list(3, (j) => leaf(random, numericId(i, j), contiguous));
    children[0].children = [leaf(random, `events-10${i}`, contiguous)];
    const parent = { id: `events-${i}`, name: `Phase ${i}`, expanded: true };
    if (random.chance(0.3)) {
      rows.push(parent, ...children.map((child) => ({ ...child, parentId: parent.id })));
    } else {
      rows.push({ ...parent, children });
    }
  }
  return rows;
}

function leaf(random, id, contiguous) {
  const task = { id, name: `Task ${id}`, duration: 1 + random.int(9) };
  if (!contiguous && random.chance(0.3)) task.parentIndex = random.int(5);
  return task;
}

/** Some ids are numbers, one of them a number in a text. */
function numericId(i, j) {
  const number = i * 10 + j;
  if (number === 21) return '21';
  return i === 3 ? `events-${number}` : number;
}

function list(length, make) {
  return Array.from({ length }, (_, i) => make(i + 1));
}

module.exports = { startData, TREES };
