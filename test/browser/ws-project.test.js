'use strict';

// What an application that was written after Bryntum's guide does, with the package in place of the guide's classes.

const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const { FlakyProxy } = require('./support/flaky-proxy');
const { Stage } = require('./support/stage');

const APPLICATION = `
import { Gantt } from '@bryntum/gantt';
import { WebSocketProjectModel } from '/client/gantt/index.js';

const makeProject = (config) => {
  const project = new WebSocketProjectModel({
    wsAutoLoad: true,
    taskStore: { sorters: [{ field: 'wbsValue', ascending: true }], useOrderedTreeForWbs: true },
    stm: { revisionsEnabled: true },
    ...config,
  });
  const told = [];
  const names = ['wsOpen', 'wsClose', 'wsError', 'wsLoad', 'wsReceiveDataset', 'wsBeforeReceiveChanges', 'wsReceiveChanges',
    'wsSendChanges', 'revisionQueued', 'revisionQueueClear'];
  project.on(Object.fromEntries(names.map((name) => [name, (event) => told.push(name === 'revisionQueued' ? name + event.length : name)])));
  project.on({ wsMessage: ({ data }) => told.push('< ' + data.command), wsSendMessage: ({ command }) => told.push('> ' + command) });
  return Object.assign(project, { told });
};
const edit = (project, act) => project.queue(async () => {
  act();
  await project.commitAsync();
});
const show = (project) => new Gantt({ appendTo: document.body, height: 300, project, enableTransactionalFeatures: true });
globalThis.guide = { makeProject, edit, show };
`;

/** @type {Stage} */
let stage;
/** @type {FlakyProxy} */
let proxy;

before(async () => {
  stage = await Stage.open({ charts: 1 });
  proxy = await FlakyProxy.open(stage.demo.server.port);
  await stage.page.addScriptTag({ type: 'module', content: APPLICATION });
  await stage.page.waitForFunction('globalThis.guide');
});
after(async () => {
  await stage?.close();
  await proxy?.close();
});

/** Waits until an expression in the page is true. */
const until = (expression) => stage.page.waitForFunction(expression);

test('a project with a login widget: address, login, list, id, as the guide has them, and events in its order', async () => {
  const told = await stage.page.evaluate(`(async () => {
    const project = globalThis.first = guide.makeProject({});
    guide.show(project);
    project.wsAddress = ${JSON.stringify(`ws://localhost:${proxy.port}`)};
    await project.wsSend('login', { login: 'Guide', password: '' });
    await project.wsSend('projects');
    project.wsProjectId = 1;
    await new Promise((resolve) => project.on({ wsLoad: resolve, once: true }));
    return project.told.filter((name) => !/users|join|< projects/.test(name));
  })()`);
  assert.deepEqual(told, [
    'wsOpen',
    '< login',
    '> login',
    '> projects',
    '< dataset',
    'wsReceiveDataset',
    'wsLoad',
  ]);
  await stage.page.evaluate(
    "guide.edit(first, () => (first.taskStore.getById('dig').name = 'By the guide'))",
  );
  await until("demo.panels[0].project.taskStore.getById('dig').name === 'By the guide'");
  await stage.page.evaluate(
    "demo.panels[0].project.liveEdit(() => (demo.panels[0].project.taskStore.getById('dig').name = 'By the demo'))",
  );
  await until("first.taskStore.getById('dig').name === 'By the demo'");
  const changes = await stage.page.evaluate('first.told.filter((name) => /Changes/.test(name))');
  assert.deepEqual(changes, [
    'wsSendChanges',
    'wsBeforeReceiveChanges',
    'wsReceiveChanges',
    'wsBeforeReceiveChanges',
    'wsReceiveChanges',
  ]);
});

test('what is edited while sync is suspended is counted, and goes out together', async () => {
  await stage.page.evaluate('first.told.length = 0, first.suspendAutoSync()');
  // The library makes one revision of what follows too soon.
  for (const [index, id] of ['dig', 'walls'].entries()) {
    await stage.page.evaluate(
      `guide.edit(first, () => (first.taskStore.getById('${id}').name = 'Held back'))`,
    );
    await until(`first.told.includes('revisionQueued${index + 1}')`);
  }
  await stage.page.evaluate('first.resumeAutoSync()');
  await until("demo.panels[0].project.taskStore.getById('walls').name === 'Held back'");
  assert.ok(await stage.page.evaluate("first.told.includes('revisionQueueClear')"));
});

test('a lost line costs nothing: it logs in and loads again, and sends what was made meanwhile', async () => {
  await stage.page.evaluate('first.told.length = 0');
  proxy.cut();
  await until("first.told.includes('wsClose')");
  await stage.page.evaluate(
    "guide.edit(first, () => (first.taskStore.getById('dig').name = 'In the dark'))",
  );
  proxy.mend();
  await until("demo.panels[0].project.taskStore.getById('dig').name === 'In the dark'");
  await until("first.told.includes('wsOpen') && first.told.includes('wsReceiveDataset')");
});

test('a project that is given address, name and id loads by itself, and a reset reaches it', async () => {
  await stage.page.evaluate(`(async () => {
    const project = globalThis.second = guide.makeProject({ wsAddress: ${JSON.stringify(`ws://localhost:${proxy.port}`)}, wsUserName: 'Auto', wsProjectId: 1 });
    guide.show(project);
    await new Promise((resolve) => project.on({ wsLoad: resolve, once: true }));
    await project.wsSend('reset', { project: project.wsProjectId });
  })()`);
  for (const name of ['first', 'second'])
    await until(`${name}.taskStore.getById('dig').name !== 'In the dark'`);
  assert.equal(
    await stage.page.evaluate('second.told.filter((name) => name === "< dataset").length'),
    2,
  );
});

test('a login that is refused is told, and hangs nobody up', async () => {
  const [opened, loaded, told] = await stage.page.evaluate(`(async () => {
    const project = globalThis.third = guide.makeProject({ wsConnectionTimeout: 5000 });
    project.wsAddress = ${JSON.stringify(`ws://localhost:${proxy.port}`)};
    await project.wsSend('login', { login: 'admin', password: 'wrong' });
    const opened = await project.wsSend('projects');
    project.wsProjectId = 1;
    const loaded = await project.wsLoad();
    const { told } = project;
    project.destroy();
    return [opened, loaded, told];
  })()`);
  assert.deepEqual([opened, loaded], [false, false]);
  assert.ok(told.includes('< login'), told.join());
});

test('nothing is left behind when it is destroyed', async () => {
  const open = await stage.page.evaluate(`(async () => {
    const { liveConnection } = first;
    first.destroy();
    second.destroy();
    return liveConnection.state;
  })()`);
  assert.equal(open, 'stopped');
  assert.deepEqual(stage.page.errors, []);
});
