'use strict';

// Clients that were written after the guide, and not with the package.

const assert = require('node:assert/strict');
const path = require('node:path');
const { after, before, test } = require('node:test');
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
