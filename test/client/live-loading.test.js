'use strict';

const assert = require('node:assert/strict');
const { before, test } = require('node:test');
const { WebSocket } = require('ws');
const { FakeProjectModel } = require('../support/fake-project-model');
const { enter, startServer } = require('../support/test-server');
const { within } = require('../support/within');

/** @type {any} */
let LiveProject;
before(async () => {
  ({ LiveProject } = await import('../../client/src/bryntum/live-project.js'));
});

/** An edit that adds a task. */
function adding(name) {
  const added = [{ $PhantomId: `_generatedModel_${name}`, name }];
  return { tasks: { added, $input: { added } } };
}

/** A project that is live. */
async function live(t, server) {
  const project = new (LiveProject(FakeProjectModel))();
  t.after(() => project.doDestroy());
  const { address: url } = server;
  const how = { url, userName: 'Ada', projectId: 1, retryDelay: () => 0, WebSocket };
  await within(project.liveConnect(how), 'dataset');
  return { project, next: (name) => within(project.next(name), name) };
}

/** An edit that the library still records. */
function record(project, changes) {
  Object.assign(project.stm, {
    isRecording: true,
    stopTransaction() {
      this.isRecording = false;
      project.edit(changes);
    },
    resetQueue() {
      this.isRecording = false;
    },
  });
}

async function settled({ project, next }) {
  while (project.liveQueue.underWay + project.liveQueue.waiting > 0) await next('liveQueue');
}

/** The names of the tasks that the server has. */
async function taskNames(t, server) {
  const client = await enter(t, server, 'Reader');
  const { data } = await client.load(1);
  await client.close();
  return data.dataset.tasksData.map(({ name }) => name);
}

test('what the library still records when a dataset comes is sent behind it, and shown', async (t) => {
  const server = await startServer(t);
  const client = await live(t, server);
  const { project, next } = client;
  const loaded = next('liveDataset');
  record(project, adding('Sow'));
  project.liveLoad();
  await loaded;
  await settled(client);
  assert.deepEqual(await taskNames(t, server), ['Dig', 'Sow']);
  // The project does not hold it any more, so it comes like another's.
  assert.deepEqual(
    project.applied.map(({ clientId }) => clientId),
    [`${project.liveConnection.client}-before`],
  );
});

test('what the library still records when somebody resets is lost to the reset, and told', async (t) => {
  const server = await startServer(t);
  const { project, next } = await live(t, server);
  const told = [next('liveDropped'), next('liveReset')];
  record(project, adding('Sow'));
  await server.resetDataSet(1);
  const [dropped] = await Promise.all(told);
  assert.deepEqual(dropped, { count: 1 });
  assert.deepEqual(await taskNames(t, server), ['Dig']);
});

test('an edit made while a dataset is calculated is its author’s when it comes back', async (t) => {
  const server = await startServer(t);
  const client = await live(t, server);
  const { project, next } = client;
  project.commitAsync = async () => {
    delete project.commitAsync;
    project.edit(adding('Sow'));
  };
  const loaded = next('liveDataset');
  project.liveLoad();
  await loaded;
  await settled(client);
  assert.deepEqual(
    project.applied.map(({ clientId }) => clientId),
    [project.liveConnection.client],
  );
});

test('what waits while a dataset is calculated goes out on the next connection when this one is lost meanwhile', async (t) => {
  const server = await startServer(t);
  const client = await live(t, server);
  const { project } = client;
  project.isAutoSyncSuspended = true;
  project.edit(adding('Sow'));
  project.isAutoSyncSuspended = false;
  let isLost = false;
  project.commitAsync = async () => {
    delete project.commitAsync;
    isLost = true;
    project.liveConnection.reconnect();
  };
  project.liveAskDataset();
  while (!isLost || project.liveQueue.underWay + project.liveQueue.waiting > 0)
    await client.next('liveQueue');
  assert.deepEqual(await taskNames(t, server), ['Dig', 'Sow']);
});
