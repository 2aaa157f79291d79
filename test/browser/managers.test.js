'use strict';

// GanttWebSocketManager of the package: two charts of Bryntum over the dialect `sync`, and a client without a chart.

const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const { WebSocket } = require('ws');
const { FlakyProxy } = require('./support/flaky-proxy');
const { Stage } = require('./support/stage');

const APPLICATION = `
import { Gantt, ProjectModel } from '@bryntum/gantt';
import { GanttWebSocketManager } from '/client/managers/index.js';

globalThis.make = async (wsUrl, userName) => {
  const project = new ProjectModel({ autoSetConstraints: false });
  new Gantt({ appendTo: document.body, height: 200, project });
  const manager = new GanttWebSocketManager({ project, wsUrl, userName, retryDelay: () => 200 });
  const told = [];
  const names = ['connected', 'disconnected', 'conflict', 'dropped', 'problem', 'presenceUpdate'];
  manager.on(Object.fromEntries(names.map((name) => [name, (detail) => told.push([name, detail])])));
  await new Promise((resolve) => manager.on('loaded', resolve));
  return { project, manager, told, task: (id) => project.taskStore.getById(id) };
};
`;

/** @type {Stage} */
let stage;
/** @type {FlakyProxy} */
let proxy;
/** @type {any} */
let robot;

before(async () => {
  stage = await Stage.open({ charts: 1 });
  const { port } = stage.demo.server;
  proxy = await FlakyProxy.open(port);
  const { openProject } = await import('../../client/src/core/index.js');
  robot = await openProject({ url: `ws://localhost:${port}`, project: 1, WebSocket });
  await stage.page.addScriptTag({ type: 'module', content: APPLICATION });
  await stage.page.waitForFunction('globalThis.make');
  const address = (to) => JSON.stringify(`ws://localhost:${to}/gantt-sync?project=1`);
  await stage.page.evaluate(`(async () => {
    globalThis.ann = await make(${address(proxy.port)}, 'Ann');
    globalThis.ben = await make(${address(port)}, 'Ben');
  })()`);
});
after(async () => {
  robot?.close();
  await stage?.close();
  await proxy?.close();
});

/** Waits until an expression in the page is true. */
const until = (expression) => stage.page.waitForFunction(expression);
const run = (code) => stage.page.evaluate(code);
/** The same for what answers what cannot be told. */
const act = (code) => stage.page.evaluate(`void (${code})`);

/** Waits until a client without a chart has it. */
async function untilRobot(isThere) {
  while (!isThere()) {
    await new Promise((resolve) => {
      const off = robot.on('changes', () => (off(), resolve()));
    });
  }
}

test('an edit reaches the other chart, the demo and a program, each once', async () => {
  await act("ann.task('dig').name = 'Of Ann'");
  await until("ben.task('dig').name === 'Of Ann'");
  await until("demo.panels[0].project.taskStore.getById('dig').name === 'Of Ann'");
  await robot.change({ tasks: { updated: [{ id: 'walls', name: 'Of a robot' }] } });
  await until("ann.task('walls').name === 'Of a robot' && ben.task('walls').name === 'Of a robot'");
});

test('a new task gets its id from the server, and is there once everywhere', async () => {
  await act("ann.task('party').appendChild({ name: 'New', duration: 2 })");
  await until("ben.project.taskStore.query((task) => task.name === 'New').length === 1");
  await until(
    "ann.project.taskStore.query((task) => task.name === 'New' && !task.hasGeneratedId).length === 1",
  );
  const [one, other] = await run(
    "[ann, ben].map(({ project }) => project.taskStore.find((task) => task.name === 'New').id)",
  );
  assert.equal(one, other);
  await untilRobot(() => robot.records.get('tasks', one)?.name === 'New');
  await act(`ben.project.taskStore.remove(ben.task('${one}'))`);
  await until(`!ann.task('${one}')`);
});

test('rows of every store reach the other chart: calendars and time ranges, too', async () => {
  await act(`(ann.project.calendarManagerStore.add({ name: 'Nights' }),
    ann.project.timeRangeStore.add({ name: 'Fair', startDate: '2026-05-04' }),
    ann.project.resourceStore.add({ name: 'Crane' }))`);
  const named = (who, store, name) =>
    `${who}.project.${store}.query(({ name }) => name === '${name}')[0]`;
  await until(named('ben', 'calendarManagerStore', 'Nights'));
  await until(named('ben', 'timeRangeStore', 'Fair'));
  await until(named('ben', 'resourceStore', 'Crane'));
  await act(`(${named('ben', 'calendarManagerStore', 'Nights')}.name = 'Late')`);
  await until(named('ann', 'calendarManagerStore', 'Late'));
});

test('what is done while the chart calculates what others did, or loads, reaches everybody', async () => {
  const meanwhile = (method, edit) =>
    act(`(() => {
      const { project } = ann;
      const original = project.${method};
      project.${method} = (...given) => {
        delete project.${method};
        queueMicrotask(() => void (${edit}));
        return original.apply(project, given);
      };
    })()`);
  const digs = (duration) => robot.change({ tasks: { updated: [{ id: 'dig', duration }] } });
  // What comes back of one edit is not to meet the next one.
  const rest = () => until("ann.manager.syncStatus === 'synced' && !ann.manager.suspendSync");
  await meanwhile('commitAsync', "ann.task('walls').name = 'Meanwhile'");
  await digs(4);
  await until("ben.task('walls').name === 'Meanwhile'");
  await rest();
  await meanwhile('commitAsync', "ann.task('party').appendChild({ name: 'Meanwhile' })");
  await digs(6);
  await until("ben.project.taskStore.find((task) => task.name === 'Meanwhile')");

  await rest();
  await meanwhile('loadInlineData', "ann.task('walls').name = 'While it loads'");
  await run('ann.manager.client.reload()');
  await until("ben.task('walls').name === 'While it loads'");
  await rest();
  await act("ann.task('walls').name = 'Before it loads', ann.manager.client.reload()");
  await until("ben.task('walls').name === 'Before it loads'");
  await until(
    "ann.task('walls').name === 'Before it loads' && ann.manager.syncStatus === 'synced'",
  );
});

test('what is edited without a line goes out when there is one', async () => {
  proxy.cut();
  await until("ann.manager.state === 'disconnected' || ann.manager.state === 'connecting'");
  await act("ann.task('slab').name = 'In the dark'");
  await robot.change({ tasks: { updated: [{ id: 'dig', name: 'Meanwhile' }] } });
  proxy.mend();
  await until("ben.task('slab').name === 'In the dark' && ann.task('dig').name === 'Meanwhile'");
});

test('a conflict is told with both versions, and one’s own can be kept', async () => {
  proxy.cut();
  await until("ann.manager.state === 'disconnected' || ann.manager.state === 'connecting'");
  await act("ann.task('dig').name = 'Mine'");
  await robot.change({ tasks: { updated: [{ id: 'dig', name: 'Theirs' }] } });
  proxy.mend();
  await until("ann.told.some(([name]) => name === 'conflict')");
  const [fields, mine, theirs] = await run(`(() => {
    const { conflicts, changes, currentState } = ann.told.find(([name]) => name === 'conflict')[1];
    return [conflicts[0].fields, changes.tasks.updated[0].name, currentState.tasks[0].name];
  })()`);
  assert.deepEqual([fields, mine, theirs], [['name'], 'Mine', 'Theirs']);
  await run("ann.told.find(([name]) => name === 'conflict')[1].resolve('keep_local')");
  for (const who of ['ann', 'ben']) await until(`${who}.task('dig').name === 'Mine'`);
});

test('nothing was dropped, nothing failed, and nothing is left behind', async () => {
  const told = await run(
    "[...ann.told, ...ben.told].filter(([name]) => name === 'dropped' || name === 'problem')",
  );
  assert.deepEqual(told, []);
  await run('ann.manager.destroy(), ben.manager.destroy()');
  assert.deepEqual(await run('[ann.manager.state, ben.manager.state]'), ['stopped', 'stopped']);
  assert.deepEqual(stage.page.errors, []);
});
