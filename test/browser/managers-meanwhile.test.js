'use strict';

/*
 * What somebody edits in a chart over `sync` at each moment of a load, and of the calculation of what others did: fields that the
 * scheduling engine writes, too, so that an edit of them looks like its own work.
 */

const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const { WebSocket } = require('ws');
const { Stage } = require('./support/stage');

const APPLICATION = `
import { Gantt, ProjectModel } from '@bryntum/gantt';
import { GanttWebSocketManager } from '/client/managers/index.js';

globalThis.make = async (wsUrl, userName) => {
  const project = new ProjectModel({ autoSetConstraints: false });
  new Gantt({ appendTo: document.body, height: 200, project });
  const manager = new GanttWebSocketManager({ project, wsUrl, userName });
  const told = [];
  const names = ['conflict', 'dropped', 'problem'];
  manager.on(Object.fromEntries(names.map((name) => [name, (detail) => told.push([name, detail])])));
  await new Promise((resolve) => manager.on('loaded', resolve));
  return { project, manager, told, task: (id) => project.taskStore.getById(id) };
};

/** Calls at each turn of the loop until it is true, then acts once. */
const when = (isTime, act) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => (isTime() ? act() : port2.postMessage(0));
  port2.postMessage(0);
};
/** Has something happen in a method's call, once. */
const around = (object, method, act) => {
  const original = object[method];
  object[method] = (...given) => {
    delete object[method];
    const answer = original.apply(object, given);
    act(answer);
    return answer;
  };
};
const once = (object, name, act) => object.on({ [name]: act, once: true });

/** When somebody edits, by name: each has \`edit\` called at its moment, once, after the method was called that begins it. */
globalThis.moments = {
  'as it comes': ({ manager }, begins, edit) => {
    const off = manager.client.on(begins.told, () => (off(), edit()));
  },
  'while what was edited before is collected': ({ manager, task }, begins, edit) => {
    const off = manager.client.on(begins.told, () => (off(), task('slab').name += '.', void manager.sendChanges(), edit()));
  },
  'while an edit is calculated': ({ manager: { client }, project }, begins, edit) => {
    const { emit } = client;
    client.emit = (name, detail) => {
      if (name !== begins.told) return emit.call(client, name, detail);
      delete client.emit;
      edit();
      when(() => project.replica.isCommitting, () => client.emit(name, detail));
    };
  },
  'when it has begun': ({ project }, begins, edit) => around(project, begins.method, () => queueMicrotask(edit)),
  'while it is calculated': ({ project }, begins, edit) =>
    around(project, begins.method, () => when(() => project.replica.isCommitting, edit)),
  'when the data is ready': ({ project }, begins, edit) =>
    around(project, begins.method, () => once(project, 'dataReady', edit)),
  'when it is calculated': ({ project }, begins, edit) =>
    around(project, begins.method, () => once(project, 'commitFinalized', edit)),
  'when it is done': ({ project }, begins, edit) =>
    around(project, begins.method, (answer) => answer.then(edit)),
  'when the manager tells': ({ manager }, begins, edit) => {
    const off = manager.on(begins.told, () => (off(), edit()));
  },
};
`;

/** @type {Stage} */
let stage;
/** @type {any} */
let robot;

before(async () => {
  stage = await Stage.open({ charts: 0 });
  const { port } = stage.demo.server;
  const { openProject } = await import('../../client/src/core/index.js');
  robot = await openProject({ url: `ws://localhost:${port}`, project: 1, WebSocket });
  await stage.page.addScriptTag({ type: 'module', content: APPLICATION });
  await stage.page.waitForFunction('globalThis.moments');
  const address = JSON.stringify(`ws://localhost:${port}/gantt-sync?project=1`);
  await stage.page.evaluate(`(async () => {
    globalThis.ann = await make(${address}, 'Ann');
    globalThis.ben = await make(${address}, 'Ben');
  })()`);
});
after(async () => {
  robot?.close();
  await stage?.close();
});

const MOMENTS = [
  'as it comes',
  'while what was edited before is collected',
  'while an edit is calculated',
  'when it has begun',
  'while it is calculated',
  'when the data is ready',
  'when it is calculated',
  'when it is done',
  'when the manager tells',
];
/** Fields with what is edited, of values that no edit before it had. */
const FIELDS = {
  duration: (turn) => 2 + turn,
  percentDone: (turn) => 5 + turn,
  note: (turn) => `Note ${turn}`,
};
/** What begins it, of which event of the client's it comes, and which method of the project's it calls. */
const BEGINNINGS = {
  'a load': {
    told: 'loaded',
    method: 'loadInlineData',
    begin: () => act('ann.manager.client.reload()'),
  },
  'what others did': {
    told: 'changes',
    method: 'commitAsync',
    begin: (turn) =>
      robot.change({
        tasks: { updated: [{ id: 'walls', duration: 3 + turn, name: `W ${turn}` }] },
      }),
  },
};

/** Waits until an expression in the page is true. */
const until = (expression) => stage.page.waitForFunction(expression);
const act = (code) => stage.page.evaluate(`void (${code})`);
const rest = () =>
  until(`[ann, ben].every(({ manager, project }) => manager.syncStatus === 'synced' && !manager.suspendSync &&
    !project.replica.hasPendingAutoCommit() && manager.serverRevision === ann.manager.serverRevision)`);
const shown = (field) => stage.page.evaluate(`[ann, ben].map(({ task }) => task('dig').${field})`);

let turn = 0;
for (const [what, { begin, ...beginning }] of Object.entries(BEGINNINGS))
  for (const moment of MOMENTS)
    test(`nothing that is edited is lost: ${what}, ${moment}`, async () => {
      for (const [field, valueOf] of Object.entries(FIELDS)) {
        const value = valueOf(++turn);
        await rest();
        await act(`(globalThis.isEdited = false, moments[${JSON.stringify(moment)}](ann, ${JSON.stringify(beginning)}, () => {
          globalThis.isEdited = true;
          ann.task('dig').${field} = ${JSON.stringify(value)};
        }))`);
        await begin(turn);
        await until('isEdited');
        await rest();
        await robot.change({ tasks: { updated: [{ id: 'cake', name: `Behind ${turn}` }] } });
        await until(`[ann, ben].every(({ task }) => task('cake').name === 'Behind ${turn}')`);
        await rest();
        assert.equal(robot.records.get('tasks', 'dig')[field], value, `${field} at the server`);
        assert.deepEqual(await shown(field), [value, value], `${field} in the charts`);
      }
      const told = await stage.page.evaluate('[...ann.told, ...ben.told]');
      assert.deepEqual([told, stage.page.errors], [[], []]);
    });

test('two who edit two tasks at once conflict in nothing that is only calculated, and neither undoes the other', async () => {
  await rest();
  await act("(ann.task('dig').duration = 31, ben.task('floor').duration = 32)");
  await until(
    "[ann, ben].every(({ task }) => task('dig').duration === 31 && task('floor').duration === 32)",
  );
  await rest();
  const now = ['dig', 'floor', 'cake'].map((id) => robot.records.get('tasks', id).duration);
  assert.deepEqual(now, [31, 32, 1]);
  const told = await stage.page.evaluate('[...ann.told, ...ben.told]');
  const [one, other] = await stage.page.evaluate(`[ann, ben].map(({ project }) =>
    project.taskStore.allRecords.map(({ id, startDate, endDate, duration }) => [id, startDate, endDate, duration]))`);
  assert.deepEqual([told, other], [[], one]);
});

test('a tab asks before it closes from the edit on, also before it is calculated', async () => {
  await rest();
  const [first, then] = await stage.page.evaluate(`(() => {
    const asks = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }));
    const before = asks();
    ann.task('dig').duration = 1;
    return [before, asks()];
  })()`);
  assert.deepEqual([first, then], [false, true]);
  await rest();
});

test('an edit that is not calculated yet when somebody resets is told as lost', async () => {
  await stage.page.evaluate(`void ann.manager.client.on('loaded', ({ reason }) => {
    if (reason === 'reset') ann.task('dig').duration = 99;
  })`);
  await stage.demo.server.resetDataSet(1);
  await until("ann.told.some(([name]) => name === 'dropped')");
  const [[, { reason, changes }]] = await stage.page.evaluate('ann.told');
  const dig = changes.tasks.updated.find(({ id }) => id === 'dig');
  assert.deepEqual([reason, dig.duration], ['ERR_BEFORE_RESET', 99]);
});
