'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { WebSocketServer } = require('../../lib');
const { enter, rename, smallProject, startServer } = require('../support/test-server');

const projects = [{ id: 1, name: 'Garden' }];
const nameIn = (dataset) => JSON.parse(String(dataset)).tasks.rows[0].name;

test('a project without a source begins with what onLoad answers, and a reset asks again', async (t) => {
  const asked = [];
  const answers = [smallProject('Dig'), JSON.stringify(smallProject('Sow'))];
  const onLoad = async (project) => {
    asked.push(project);
    return answers.shift();
  };
  const server = await startServer(t, { projects, onLoad });
  assert.equal(nameIn(await server.dataset(1)), 'Dig');
  await server.resetDataSet(1);
  assert.equal(nameIn(await server.dataset(1)), 'Sow');
  assert.deepEqual(asked, [
    { project: 1, name: 'Garden' },
    { project: 1, name: 'Garden' },
  ]);
  await assert.rejects(server.dataset(7), { code: 'ERR_UNKNOWN_PROJECT' });
});

test('what onLoad cannot answer ends the start, with the project', async (t) => {
  const why = { nothing: () => undefined, throws: () => assert.fail('no database') };
  for (const onLoad of Object.values(why)) {
    await assert.rejects(startServer(t, { projects, onLoad }), {
      code: 'ERR_INVALID_DATA_FILE',
      message: /^Data of project "Garden": /,
    });
  }
  assert.throws(() => new WebSocketServer({ projects }), /needs a source/);
});

test('the end waits until onStore has what was changed, and stores nothing else', async (t) => {
  const stored = [];
  const onStore = async ({ project, name, revision, dataset }) => {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    stored.push([project, name, revision, nameIn(dataset)]);
  };
  const server = await startServer(t, { onStore });
  const ann = await enter(t, server, 'admin', 1);
  await ann.request(rename(1, 'Cut'));
  await server.destroy();
  assert.deepEqual(stored, [[1, 'One', 1, 'Cut']]);
});

test('a hook onStore that fails is logged, with its stack', async (t) => {
  const onStore = () => assert.fail('no database');
  const server = await startServer(t, { onStore });
  await server.resetDataSet(2);
  await server.destroy();
  const [line] = server.logged.filter((one) => one.startsWith('error: '));
  assert.match(line, /^error: Project 2 could not be stored by the hook "onStore": .*no database/);
});
