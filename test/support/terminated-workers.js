'use strict';

// A program: terminates worker threads in the middle of the addon's calls, and prints which ones it has been through.

const { once } = require('node:events');
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

/** What is called again and again, by name; `load` goes on while the thread waits. */
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
  'load and wait': ({ project }) => project.load(DATA),
  'load and go on': ({ project }) => project.load(DATA),
};

async function terminateAll() {
  for (const name of Object.keys(CALLS)) {
    for (let round = 0; round < ROUNDS; round++) {
      const worker = new Worker(__filename, { workerData: name });
      await once(worker, 'message');
      await worker.terminate();
    }
    console.log(name);
  }
}

async function callForEver(name) {
  const { inspect } = require('../../lib/native/addon');
  const { Project } = require('../../lib/native/project');
  const project = new Project({ id: 1 });
  await project.load(DATA);
  const call = () => {
    try {
      return CALLS[name]({ inspect, Project, project });
    } catch {
      return undefined; // a wrong call
    }
  };
  const again = () => call().then(again);
  if (name.startsWith('load')) for (let i = 0; i < 4; i++) again();
  parentPort.postMessage('ready');
  if (name === 'load and wait') return;
  for (;;) if (!name.startsWith('load')) call();
}

if (isMainThread) {
  if (require.main === module) terminateAll();
} else callForEver(workerData);

module.exports = { names: Object.keys(CALLS) };
