'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Rights } = require('../../lib/access/rights');
const { Broadcaster } = require('../../lib/net/broadcaster');
const { resolveOptions } = require('../../lib/options/resolve-options');
const { PresencePace } = require('../../lib/presence/presence-pace');
const { Projects } = require('../../lib/project/projects');
const { DIALECTS, commands } = require('../support/dialects');
const { notingSession } = require('../support/noting-session');
const { testLog } = require('../support/test-log');
const { PROJECTS } = require('../support/test-server');

/** Projects that are loaded, and the resets that the application is told of. */
async function stage(list = PROJECTS) {
  const { log, lines } = testLog();
  const resets = [];
  const hooks = { onReset: ({ project, userName }) => resets.push(`${project} ${userName}`) };
  const parts = {
    broadcaster: new Broadcaster(log),
    dialects: DIALECTS,
    hooks,
    log,
    pace: new PresencePace(),
  };
  const projects = new Projects(list, resolveOptions(), parts);
  await projects.load();
  /** Somebody who follows a project. */
  const follow = (id) => {
    const noting = notingSession({ userName: 'Ada', dialect: commands });
    noting.session.follow(projects.find(id, new Rights('*', true, true)));
    return noting;
  };
  return { projects, follow, resets, lines };
}

test('a project is found by the text of its id, by who may see it', async () => {
  const { projects } = await stage();
  const some = new Rights([1, 3], false, true);
  assert.equal(projects.find('1', some).name, 'One');
  for (const id of [2, 4, '01', 'constructor']) assert.equal(projects.find(id, some), undefined);
  assert.deepEqual(projects.list(some), [
    { id: 1, name: 'One' },
    { id: 3, name: 'Three' },
  ]);
});

test('each load is an epoch of its own', async () => {
  const { projects } = await stage();
  const epochs = () => projects.all.map(({ epoch }) => epoch);
  assert.deepEqual(epochs(), [1, 2, 3]);
  await projects.reset(2, 'Ada');
  assert.deepEqual(epochs(), [1, 4, 3]);
});

test('a reset is told to the subscribers of the project: the data, then who, then the mark', async () => {
  const { projects, follow, resets, lines } = await stage();
  const [here, there] = [follow(1), follow(2)];
  await projects.reset('1', 'Ada');
  const [dataset, told, ...more] = here.sent;
  assert.equal(dataset.data.dataset.tasksData[0].name, 'Dig');
  assert.deepEqual(told, { command: 'reset', data: { userName: 'Ada', project: 1 } });
  assert.deepEqual([more, there.sent], [[], []]);
  assert.deepEqual(here.connection.marks, [String(here.session.project.mark)]);
  assert.deepEqual(resets, ['1 Ada']);
  assert.match(lines.join(), /^warn: Project 1 \("One"\) was reset by "Ada": .* up to revision 0/);
});

test('resets of one project that are asked for together are one, in the name that came first', async () => {
  const { projects, resets } = await stage();
  await Promise.all(['Ada', 'Ben'].map((name) => projects.reset(1, name)));
  await projects.reset(1, 'Zoe');
  assert.deepEqual(resets, ['1 Ada', '1 Zoe']);
});

test('all are reset, also behind one that fails, and the failure is told', async () => {
  const broken = { id: 'x', name: 'X', source: { tasksData: [] } };
  const { projects, resets } = await stage([PROJECTS[0], broken, PROJECTS[2]]);
  broken.source.tasksData = 'none';
  await assert.rejects(projects.resetAll('Ada'), { code: 'ERR_INVALID_DATA_FILE' });
  assert.deepEqual(resets, ['1 Ada', '3 Ada']);
  await assert.rejects(projects.reset(9, 'Ada'), { code: 'ERR_UNKNOWN_PROJECT' });
  await projects.end();
});
