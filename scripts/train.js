'use strict';

// node scripts/train.js ADDON: a working day of a few projects, so that a compiler that watches it (GANTT_PROFILE in
// CMakeLists.txt) knows what an addon spends its time with. What all editors send most is in it, each in its proportion; what is
// not in it is compiled as without a profile.

const path = require('node:path');
const { TERMS, audienceTerms, dialectTerms } = require('../lib/native/terms');
const { PLACE, words } = require('../lib/native/words');
const { Random } = require('../test/support/random');

/** @type {import('../lib/native/addon').Addon} */
const { Project, inspect } = require(path.resolve(process.argv[2]));

const TASKS = 2000;
const CHANGES = 12_000;
const DATASET_EVERY = 300;
const AUTHORS = ['client-5e1c7f0a-7a43-4f0e-9d62-0c7f9a1b2c3d', 'client-ada', 'client-bob'];
const FLAT = dialectTerms(1);
const SYNC = dialectTerms(2);
const { CHANGES: CHANGED, NUMBER, PROJECT, SENDER, LOCAL } = PLACE;
/** @type {import('../lib/native/words').Wording[]} as the dialects have them, which would load an addon of their own */
const WORDINGS = [
  { shape: 'revisions' },
  {
    shape: 'changes',
    echoes: 'where-missed',
    told: words`{"command":"projectChange","project":${PROJECT},"changes":${CHANGED}}`,
  },
  {
    shape: 'payload',
    isAnswered: true,
    tellsEmpty: true,
    told: words`{"type":"changes","payload":${CHANGED},"revision":${NUMBER},"sender":${SENDER}}`,
    echo: words`{"type":"ack","payload":{"clientRevision":${LOCAL},"serverRevision":${NUMBER},"changes":${CHANGED}}}`,
  },
];
const RESULTS = Buffer.alloc(64 * 1024);

const random = new Random(1);

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
 * Each gives the lists of one edit: what a person does, and what the scheduling engine moves with it. Before it stands
 * how often that is done.
 *
 * @type {[number, (number: number) => Record<string, any>][]}
 */
const EDITS = [
  [30, () => ({ tasks: { updated: [{ ...dates(), id: 1 + random.int(TASKS) }] } })],
  [20, (n) => ({ tasks: { updated: [{ name: `Renamed ${n}`, id: 1 + random.int(TASKS) }] } })],
  [15, () => ({ tasks: { updated: Array.from({ length: 2 + random.int(30) }, moved) } })],
  [
    15,
    (n) => ({
      tasks: { added: [{ ...dates(), ...place(), name: `New ${n}`, ...phantom('Task', n) }] },
    }),
  ],
  [6, () => ({ tasks: { updated: [{ ...place(), id: 1 + random.int(TASKS) }] } })],
  [5, (n) => ({ tasks: { removed: [{ id: TASKS + 1 + random.int(n) }] } })],
  [
    5,
    (n) => ({
      dependencies: {
        added: [
          {
            fromEvent: 1 + random.int(TASKS),
            toEvent: 1 + random.int(TASKS),
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
            event: 1 + random.int(TASKS),
            resource: 1 + random.int(40),
            units: 100,
            ...phantom('Assignment', n),
          },
        ],
      },
    }),
  ],
];

const moved = () => ({ ...dates(), id: 1 + random.int(TASKS) });
const place = () => ({
  parentIndex: random.int(12),
  orderedParentIndex: random.int(12),
  parentId: 1 + random.int(TASKS),
});
const phantom = (/** @type {string} */ name, /** @type {number} */ n) => ({
  $PhantomId: `_generated${name}Model_2f0d8c1e-${n}`,
});
const dates = () => ({
  startDate: `2026-0${1 + random.int(9)}-1${random.int(10)}T08:00:00+01:00`,
  endDate: `2026-0${1 + random.int(9)}-2${random.int(10)}T17:00:00+01:00`,
  duration: random.int(20),
  percentDone: random.int(101),
});

/**
 * Most clients send beside each list, as `$input`, what their user did.
 *
 * @param {number} number @param {string} author
 */
function commands(number, author) {
  const changes = random.weighted(EDITS)(number);
  for (const lists of Object.values(changes)) lists.$input = { ...lists };
  const revisions = [{ revision: `local-${number}`, clientId: author, changes }];
  return { command: 'project_change', data: { project: 1, revisions } };
}

const flat = (/** @type {number} */ number) => ({
  command: 'projectChange',
  project: 1,
  changes: random.weighted(EDITS)(number),
});
const sync = (/** @type {number} */ number) => ({
  type: 'changes',
  payload: random.weighted(EDITS)(number),
  revision: number,
});

/** @param {(number: number, author: string) => object} write @param {number} terms of its messages */
async function work(write, terms) {
  const project = new Project({ id: 1, wordings: WORDINGS });
  const failure = await project.load(Buffer.from(JSON.stringify(projectData())));
  if (failure) throw new Error(failure.message);
  for (let number = 1; number <= CHANGES; number++) {
    const author = AUTHORS[number % AUTHORS.length];
    const message = Buffer.from(JSON.stringify(write(number, author)));
    const now = 1.7e12 + number * 400;
    inspect(message, terms >= SYNC);
    if (terms === 0) project.submitInto(message, author, now, RESULTS, 0);
    else project.submitInto(message, author, now, RESULTS, 0, terms, project.revision);
    if (number % DATASET_EVERY === 0) project.dataset('commands');
  }
  if (project.revision < CHANGES / 2) throw new Error('most changes were refused');
  project.changesSince(project.revision - 1000, 0);
}

async function train() {
  await work(commands, 0);
  await work(commands, 0);
  await work(commands, TERMS.SERVER_WINS);
  const forAll = audienceTerms(1) + audienceTerms(2);
  await work(flat, FLAT + forAll);
  await work(sync, SYNC + forAll);
}

void train();
