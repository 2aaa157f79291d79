'use strict';

// Clients that were written after the guide, and not with the package.

const assert = require('node:assert/strict');
const { once } = require('node:events');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { WebSocket } = require('ws');
const { Stage } = require('./support/stage');

const ROUNDS = 4;

/** @type {Stage} */
let stage;

before(async () => {
  stage = await Stage.open({ charts: 1 });
  await stage.page.addScriptTag({ path: path.join(__dirname, 'support/plain-project.js') });
  const url = stage.demo.url.replace(/^http/, 'ws');
  await stage.page.evaluate(`plainProjects(${JSON.stringify(url)}, ['Ann', 'Ben'])`);
});
after(() => stage?.close());

/** Logs a program in that knows nothing of `$input`, makes the change, and leaves when that has come back. */
function changeByProgram(changes) {
  const socket = new WebSocket(stage.demo.url.replace(/^http/, 'ws'));
  const send = (command, data) => socket.send(JSON.stringify({ command, data }));
  const project = 1;
  const acts = {
    login: () => send('dataset', { project }),
    dataset: () => send('project_change', { project, revisions: [{ revision: 1, changes }] }),
    project_change: () => socket.close(),
  };
  socket.on('open', () => send('login', { login: 'Program' }));
  socket.on('message', (text) => acts[JSON.parse(text).command]?.());
  return once(socket, 'close');
}

/** Waits until all are at rest and show the same twice. @returns {Promise<string[][]>} what they show */
async function shown() {
  let last = '';
  for (let turns = 0; turns < 1000; turns++) {
    await stage.page.evaluate('tools.look()');
    const now = await stage.page.evaluate('plain.map(({ isAtRest, lines }) => [isAtRest, lines])');
    if (now.every(([isAtRest]) => isAtRest) && JSON.stringify(now) === last)
      return now.map(([, lines]) => lines);
    last = JSON.stringify(now);
  }
  return assert.fail(`they do not come to rest: ${last}`);
}

test('two that know themselves by ids of their own end alike, after rounds of renames and adds at once', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    await stage.page.evaluate(
      `Promise.all(plain.map((project, i) => project.queue(async () => {
        project.taskStore.getById('dig').name = 'Dig ${round} by ' + i;
        project.taskStore.getById(i ? 'walls' : 'slab').name = 'Mine ${round}';
        project.taskStore.getById('party').appendChild({ name: 'Task ${round} of ' + i, duration: 1 });
        await project.commitAsync();
      })))`,
    );
    const [one, other] = await shown();
    assert.deepEqual(other, one, `round ${round}`);
    const named = (name) => one.filter((line) => line.includes(name)).length;
    assert.equal(named(`Task ${round} of 0`), 1);
    assert.equal(named(`Task ${round} of 1`), 1);
    assert.equal(named(`Mine ${round}`), 2);
  }
  assert.deepEqual(stage.page.errors, []);
  await stage.agree();
});

test('what a program renames, adds and removes without saying what its user did is shown by all', async () => {
  await changeByProgram({
    tasks: {
      added: [{ $PhantomId: 'new', name: 'By a program', parentId: 'party', duration: 2 }],
      updated: [{ id: 'dig', name: 'Dig by a program' }],
      removed: [{ id: 'slab' }],
    },
  });
  const [one, other] = await shown();
  assert.deepEqual(other, one);
  const named = (name) => one.filter((line) => line.includes(name)).length;
  assert.deepEqual(['"By a program"', '"Dig by a program"', '"slab"'].map(named), [1, 1, 0]);
  assert.deepEqual(stage.page.errors, []);
  await stage.agree();
});
