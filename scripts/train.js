'use strict';

// node scripts/train.js ADDON: a working day of a few projects, so that a compiler that watches it (GANTT_PROFILE in
// CMakeLists.txt) knows what an addon spends its time with. What all editors send most is in it, each in its proportion; what is
// not in it is compiled as without a profile.

const path = require('node:path');

/** @type {import('../lib/native').Addon} */
const { Project, inspect } = require(path.resolve(process.argv[2]));

const TASKS = 2000;
const CHANGES = 12_000;
const DATASET_EVERY = 300;
const AUTHORS = ['client-5e1c7f0a-7a43-4f0e-9d62-0c7f9a1b2c3d', 'client-ada', 'client-bob'];
// Of MODE in lib/native.js: how they usually come.
const FLAT = 1;
const SYNC = 2;
const SERVER_WINS = 8;
const FOR_ALL = 256 + 512;
const RESULTS = Buffer.alloc(64 * 1024);

let random = 1;
/** @param {number} limit @returns {number} the next number of a fixed sequence, 0 to limit - 1 */
function below(limit) {
  random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
  return Math.floor((random / 2 ** 32) * limit);
}

/** @param {number} id */
function task(id) {
  const parentId = Math.floor((id - 2) / 12) + 1;
  return {
    id,
    ...(id > 1 ? { parentId } : {}),
    name: `Phase ${id}: ${id % 7 ? 'build' : 'prüfen und "übergeben"'}`,
    startDate: `2026-0${1 + (id % 9)}-12T08:00:00+01:00`,
    duration: id % 15,
    durationUnit: 'day',
    percentDone: (id * 3) % 101,
    effort: id % 200,
    ...(id % 5 ? {} : { constraintType: 'startnoearlierthan', baselines: [{ duration: 4 }] }),
  };
}

function projectData() {
  const ids = Array.from({ length: TASKS }, (_, index) => index + 1);
  return {
    project: { startDate: '2026-01-12', calendar: 'general' },
    tasks: { rows: ids.map(task) },
    resources: { rows: ids.slice(0, 40).map((id) => ({ id, name: `Person ${id}` })) },
    dependencies: {
      rows: ids.slice(0, TASKS / 2).map((id) => ({ id, fromTask: id, toTask: id + 1, lag: 0 })),
    },
    assignments: {
      rows: ids.slice(0, TASKS / 2).map((id) => ({ id, event: id, resource: (id % 40) + 1 })),
    },
  };
}

/**
 * Each gives the lists of one edit: what a person does, and what the scheduling engine moves with it. Before it, how many of
 * a hundred edits are such.
 *
 * @type {[number, (number: number) => Record<string, any>][]}
 */
const EDITS = [
  [30, () => ({ tasks: { updated: [{ ...dates(), id: 1 + below(TASKS) }] } })],
  [20, (n) => ({ tasks: { updated: [{ name: `Renamed ${n}`, id: 1 + below(TASKS) }] } })],
  [15, () => ({ tasks: { updated: Array.from({ length: 2 + below(30) }, moved) } })],
  [
    15,
    (n) => ({
      tasks: { added: [{ ...dates(), ...place(), name: `New ${n}`, ...phantom('Task', n) }] },
    }),
  ],
  [6, () => ({ tasks: { updated: [{ ...place(), id: 1 + below(TASKS) }] } })],
  [5, (n) => ({ tasks: { removed: [{ id: TASKS + 1 + below(n) }] } })],
  [
    5,
    (n) => ({
      dependencies: {
        added: [
          {
            fromEvent: 1 + below(TASKS),
            toEvent: 1 + below(TASKS),
            type: 2,
            ...phantom('Dependency', n),
          },
        ],
      },
    }),
  ],
  [
    4,
    (n) => ({
      assignments: {
        added: [
          {
            event: 1 + below(TASKS),
            resource: 1 + below(40),
            units: 100,
            ...phantom('Assignment', n),
          },
        ],
      },
    }),
  ],
];

const moved = () => ({ ...dates(), id: 1 + below(TASKS) });
const place = () => ({
  parentIndex: below(12),
  orderedParentIndex: below(12),
  parentId: 1 + below(TASKS),
});
const phantom = (/** @type {string} */ name, /** @type {number} */ n) => ({
  $PhantomId: `_generated${name}Model_2f0d8c1e-${n}`,
});
const dates = () => ({
  startDate: `2026-0${1 + below(9)}-1${below(10)}T08:00:00+01:00`,
  endDate: `2026-0${1 + below(9)}-2${below(10)}T17:00:00+01:00`,
  duration: below(20),
  percentDone: below(101),
});

/** @param {number} number of the edit */
function edit(number) {
  let left = below(100);
  for (const [share, make] of EDITS) {
    left -= share;
    if (left < 0) return make(number);
  }
  throw new Error('the shares are not a hundred');
}

/**
 * Most clients send beside each list, as `$input`, what their user did.
 *
 * @param {number} number @param {string} author
 */
function commands(number, author) {
  const changes = edit(number);
  for (const lists of Object.values(changes)) lists.$input = { ...lists };
  const revisions = [{ revision: `local-${number}`, clientId: author, changes }];
  return { command: 'project_change', data: { project: 1, revisions } };
}

const flat = (/** @type {number} */ number) => ({
  command: 'projectChange',
  project: 1,
  changes: edit(number),
});
const sync = (/** @type {number} */ number) => ({
  type: 'changes',
  payload: edit(number),
  revision: number,
});

/** @param {(number: number, author: string) => object} write @param {number} mode of most of its messages */
async function work(write, mode) {
  const project = new Project({ id: 1 });
  const failure = await project.load(Buffer.from(JSON.stringify(projectData())));
  if (failure) throw new Error(failure.message);
  for (let number = 1; number <= CHANGES; number++) {
    const author = AUTHORS[number % AUTHORS.length];
    const message = Buffer.from(JSON.stringify(write(number, author)));
    const now = 1.7e12 + number * 400;
    inspect(message, (mode & SYNC) > 0);
    if (mode === 0) project.submitInto(message, author, now, RESULTS, 0);
    else project.submitInto(message, author, now, RESULTS, 0, mode, project.revision);
    if (number % DATASET_EVERY === 0) project.dataset('commands');
  }
  if (project.revision < CHANGES / 2) throw new Error('most changes were refused');
  project.changesSince(project.revision - 1000, 'commands');
}

async function train() {
  await work(commands, 0);
  await work(commands, 0);
  await work(commands, SERVER_WINS);
  await work(flat, FLAT + FOR_ALL);
  await work(sync, SYNC + FOR_ALL);
}

void train();
