'use strict';

// A program: terminates worker threads in the middle of the addon's calls, and prints which ones it has been through.

const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

const ROUNDS = 5;

const changeWith = (changes) =>
  Buffer.from(
    JSON.stringify({
      command: 'project_change',
      data: { project: 1, revisions: [{ revision: 'local-1', changes }] },
    }),
  );
const SMALL = changeWith({ tasks: { added: [{ $PhantomId: 'a', name: 'x' }] } });
const tasks = (count) => Array.from({ length: count }, (_, id) => ({ id, name: 'x'.repeat(20) }));
const LARGE = changeWith({ tasks: { added: tasks(2000) } });
const DATA = Buffer.from(JSON.stringify({ tasksData: tasks(2000) }));

/** What is called again and again, by name. */
const CALLS = {
  inspect: ({ inspect }) => inspect(SMALL),
  make: ({ Project }) => new Project({ id: 1 }),
  misuse: ({ project }) => project.submit('no Buffer', 'ann', 1),
  refuse: ({ project }) => project.submit(Buffer.from('{"command":5}'), 'ann', 1),
  submit: ({ project }) => project.submit(SMALL, 'ann', 1),
  'submit much': ({ project }) => project.submit(LARGE, 'ann', 1),
  dataset: ({ project }) => project.submit(SMALL, 'ann', 1) && project.dataset('commands'),
  changesSince: ({ project }) => project.changesSince(0, 0),
  stats: ({ project }) => project.stats(),
};

/** What goes on beside the thread: it is called several times at once, and again when it is done. */
const CALLS_BESIDE = {
  load: ({ project }) => project.load(DATA),
  restore: ({ project, snapshot }) => project.restore(snapshot, Buffer.alloc(0)),
  'make a snapshot': ({ project }) => project.snapshotBeside(),
  append: ({ journal, turn }) => journal.append([turn()], []),
  'load from a journal': ({ journal }) => journal.load('1', 10),
  compact: ({ journal, file }) => journal.compact(file, '1', 1),
  check: ({ history }) => history.check(),
  'read revisions': ({ history }) => history.revisions('1', ALL),
  'look at what was': ({ look }) => look().then((past) => past.dataset('data')),
  compare: ({ project, past }) => project.compare(past, {}),
  backup: ({ history, file, count }) => {
    const copy = `${file}-${count()}.copy`;
    fs.writeFileSync(copy, '');
    return history.backup(file, copy);
  },
  'forget a name': ({ journal, count }) =>
    journal.forgetUser('Ann', `x${count()}`).then(() => journal.wipe()),
  'keep together': ({ journal, turn }) =>
    journal
      .begin()
      .then(() => journal.append([turn()], []))
      .then(() => journal.end(true)),
};
const ALL = { first: 1, last: 2, limit: 10, user: '', store: '', record: '', field: '' };
const WAYS = [' and wait', ' and go on'];
const BESIDE = Object.keys(CALLS_BESIDE).flatMap((name) => WAYS.map((way) => name + way));
const NAMES = [...Object.keys(CALLS), ...BESIDE];

async function terminateAll() {
  for (const name of NAMES) {
    for (let round = 0; round < ROUNDS; round++) await terminateOne(name);
    console.log(name);
  }
}

async function terminateOne(name) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gantt-sync-'));
  try {
    const file = path.join(folder, 'plan.db');
    const worker = new Worker(__filename, { workerData: { name, file } });
    await once(worker, 'message');
    await worker.terminate();
    await checkFiles(folder);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** What was kept is whole, and so is each copy: nothing else has its name. */
async function checkFiles(folder) {
  const { History } = require('../../lib/native/addon');
  for (const name of fs.readdirSync(folder).filter((one) => /db$|copy$/.test(one))) {
    const history = new History();
    const failure = await history.open(path.join(folder, name));
    const { problems } = failure ? { problems: [failure.message] } : await history.check();
    if (problems.length > 0) throw new Error(`${name}: ${problems}`);
    await history.close();
  }
}

/** A loaded project, and a journal that keeps it. */
async function stage(file) {
  const { History, Journal, Past, inspect } = require('../../lib/native/addon');
  const { Project } = require('../../lib/native/project');
  const project = new Project({ id: 1, keepsJournal: true });
  await project.load(DATA);
  const snapshot = project.snapshot();
  const journal = new Journal();
  await journal.open(file, 'none', 0, 0);
  await journal.saveSnapshot('1', { number: 0, epoch: 0, time: 1, snapshot });
  const history = new History();
  await history.open(file);
  const turn = () => {
    const head = project.revision;
    project.submit(SMALL, 'ann', 1);
    return { project: '1', head, user: 'Ann', records: project.takeJournal() };
  };
  const look = () => history.past('1', { number: 0, isAfterReset: true }, { id: 1 }, Past);
  const past = await look();
  let copies = 0;
  const count = () => ++copies;
  return {
    count,
    file,
    history,
    inspect,
    journal,
    look,
    past,
    project,
    Project,
    snapshot,
    turn,
  };
}

async function callForEver({ name, file }) {
  const parts = await stage(file);
  const beside = CALLS_BESIDE[name.replace(/ and (wait|go on)$/, '')];
  const again = () => beside(parts).then(again);
  if (beside) for (let i = 0; i < 4; i++) again();
  parentPort.postMessage('ready');
  if (name.endsWith('wait')) return;
  for (;;) if (!beside) callOnce(CALLS[name], parts);
}

function callOnce(call, parts) {
  try {
    call(parts);
  } catch {
    // a wrong call
  }
}

if (isMainThread) {
  if (require.main === module) terminateAll();
} else callForEver(workerData);

module.exports = { names: NAMES };
