'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { enterCalendar } = require('../support/calendar-client');
const { loaded } = require('../support/crud-client');
const { enterSync } = require('../support/sync-client');
const { connect, enter, startServer } = require('../support/test-server');

/** Ids of tasks as no chart would give them, and a field with a name like that. */
const IDS = [1e-7, '2e-7', -0.5, 1e21, 'a\0b', '\0', ' ', '__proto__', '\u{1F600}', 'é\u0301'];
const FIELD = 'odd\0field';
const SOURCE = {
  tasksData: IDS.map((id) => ({ id, name: `Of ${JSON.stringify(id)}`, [FIELD]: 0 })),
};

/**
 * A client of a dialect: how it says changes of tasks, and what of tasks it is told next.
 *
 * @typedef {{change: (tasks: object) => unknown, told: () => Promise<any>}} Speaker
 *
 * @type {Record<string, (t: any, server: any) => Promise<Speaker>>}
 */
const SPEAKERS = {
  async commands(t, server) {
    const client = await enter(t, server, 'Ada', 1);
    let count = 0;
    return {
      change(tasks) {
        const revision = { revision: ++count, changes: { tasks: { ...tasks, $input: tasks } } };
        client.ask('project_change', { project: 1, revisions: [revision] });
      },
      async told() {
        const { data, error } = await client.until('project_change');
        assert.equal(error, undefined);
        return data.revisions[0].changes.tasks;
      },
    };
  },
  async flat(t, server) {
    const client = await connect(t, server);
    client.send({ command: 'login', login: 'Flora' });
    client.send({ command: 'dataset', project: 1 });
    await client.until('dataset');
    return {
      change: (tasks) => client.send({ command: 'projectChange', project: 1, changes: { tasks } }),
      told: async () => (await client.until('projectChange')).changes.tasks,
    };
  },
  async sync(t, server) {
    const client = await enterSync(t, server);
    let revision = 0;
    return {
      change: (tasks) =>
        client.send({ type: 'changes', payload: { tasks }, revision: ++revision, force: true }),
      told: async () => (await client.until('changes')).payload.tasks,
    };
  },
  async calendar(t, server) {
    const client = await connect(t, { address: `${server.address}/calendar?project=1` });
    client.send({ type: 'load' });
    await client.until('load');
    return {
      change: (tasks) => client.send({ type: 'sync', data: { tasks } }),
      told: async () => (await client.until('sync')).data.tasks,
    };
  },
  async socketio(t, server) {
    const client = await enterCalendar(t, server, {}, 1);
    return {
      change: (tasks) => client.send('calendar:change', { tasks }),
      told: async () => (await client.until('calendar:update')).tasks,
    };
  },
  async crud(_t, server) {
    const client = await loaded(server);
    return {
      change: (tasks) => client.sync({ tasks }),
      async told() {
        const { rows, removed } = (await client.sync()).tasks;
        return { updated: rows, removed };
      },
    };
  },
};

async function stage(t, options = {}) {
  const projects = [{ id: 1, name: 'One', source: SOURCE }];
  const groups = { anonymous: { projects: '*' } };
  const server = await startServer(t, { projects, users: {}, groups, socketio: true, ...options });
  const speakers = {};
  for (const [name, open] of Object.entries(SPEAKERS)) speakers[name] = await open(t, server);
  const tasks = async () => {
    const { tasks: now } = JSON.parse((await server.dataset(1)).toString());
    return now.rows;
  };
  return { server, speakers, tasks };
}

for (const author of Object.keys(SPEAKERS)) {
  test(`what ${author} changes of a record with an odd id, all are told under that id`, async (t) => {
    const { speakers, tasks } = await stage(t);
    const others = Object.entries(speakers).filter(([name]) => name !== author);
    for (const id of IDS) {
      const name = `By ${author}`;
      await speakers[author].change({ updated: [{ id, name, [FIELD]: '\0' }] });
      // Who asks has to ask behind those who are told.
      for (const [other, { told }] of others) {
        const { updated } = await told();
        const what = `${JSON.stringify(id)} to ${other}`;
        assert.equal(updated.length, 1, what);
        assert.deepEqual(
          [updated[0].id, updated[0].name, updated[0][FIELD]],
          [id, name, '\0'],
          what,
        );
      }
    }
    await speakers[author].change({ removed: IDS.slice(1).map((id) => ({ id })) });
    for (const [other, { told }] of others) {
      const { removed } = await told();
      assert.deepEqual(new Set(removed.map(({ id }) => id)), new Set(IDS.slice(1)), other);
    }
    const [{ id, name, [FIELD]: value }, ...rest] = await tasks();
    assert.deepEqual([id, name, value, rest], [IDS[0], `By ${author}`, '\0', []]);
  });
}

test('a record with an odd id is locked under it, and no other one with it', async (t) => {
  const { server, tasks } = await stage(t, { locks: 'enforced' });
  const [ada, ben] = [await enter(t, server, 'Ada', 1), await enter(t, server, 'Ben', 1)];
  for (const id of IDS) {
    ada.ask('lock', { project: 1, recordId: id });
    assert.equal((await ada.until('lock')).data.success, true);
    ben.ask('lock', { project: 1, recordId: id });
    const { data } = await ben.until('lock');
    assert.deepEqual([data.recordId, data.success, data.lockedBy], [id, false, 'Ada']);
  }
  let count = 0;
  for (const id of IDS) {
    const changes = { updated: [{ id, name: 'By Ben' }] };
    const revision = { revision: ++count, changes: { tasks: { ...changes, $input: changes } } };
    ben.ask('project_change', { project: 1, revisions: [revision] });
    const { data, error } = await ben.until('lock');
    assert.match(error, /ERR_LOCKED/);
    assert.deepEqual([data.recordId, data.lockedBy], [id, 'Ada']);
  }
  assert.ok((await tasks()).every(({ name }) => name !== 'By Ben'));
  // Types and ids are two things, whatever is in them.
  ada.ask('lock', { project: 1, recordType: 'a\0b', recordId: 'c' });
  await ada.until('lock');
  ben.ask('lock', { project: 1, recordType: 'a', recordId: 'b\0c' });
  assert.equal((await ben.until('lock')).data.success, true);
});
