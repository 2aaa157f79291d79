'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { runServer } = require('../support/child-process');
const { CalendarWatcher, SocketIoWatcher } = require('../support/kill-calendars');
const { CrudWatcher } = require('../support/kill-poller');
const { CommandsWatcher, FlatWatcher, SyncWatcher } = require('../support/kill-watchers');
const { Random } = require('../support/random');
const { temporaryFolder } = require('../support/temporary-folder');
const { TestClient } = require('../support/test-client');

const KILLS = Number(process.env.GANTT_TEST_KILLS ?? 20);
const CHANGES_EACH = 40;

/** @returns {Promise<{tasks: {id: string, name: string}[], last: number}>} what somebody gets who was never there */
async function askFresh(address) {
  const client = await new TestClient(address).open();
  await client.login('admin', 'admin');
  client.ask('dataset', { project: 1 });
  const { data } = await client.until('dataset');
  client.socket.terminate();
  const last = data.revision === 'base' ? 0 : Number(data.revision.replace('server-', ''));
  return { tasks: data.dataset.tasksData, last };
}

test(`what anybody heard of survives ${KILLS} kills of the server`, async (t) => {
  const file = path.join(temporaryFolder(t), 'plan.db');
  const random = new Random(Number(process.env.GANTT_TEST_SEED ?? 1));
  const commands = new CommandsWatcher('c');
  const poller = new CrudWatcher('h');
  const followers = [
    commands,
    new SyncWatcher('s'),
    new CalendarWatcher('k'),
    new SocketIoWatcher('i'),
  ];
  const watchers = [poller, ...followers, new FlatWatcher('f')];
  /** @type {Map<string, string>} names by id, of all lives: none may come again for another task */
  const names = new Map();
  for (let round = 0; round <= KILLS; round++) {
    const place = ['--port=0', '--host=127.0.0.1'];
    const server = runServer(t, [...place, '--socketio', `--storage=sqlite:${file}`]);
    const address = await server.address();
    // What it asks again may become a revision only now.
    await poller.come(address);
    const { tasks, last } = await askFresh(address);
    const ids = new Map(tasks.map(({ id, name }) => [id, name]));
    assert.equal(ids.size, tasks.length, 'an id came twice');
    for (const [id, name] of ids) {
      assert.equal(names.get(id) ?? name, name, `${id} was given again`);
      names.set(id, name);
    }
    for (const watcher of watchers) {
      for (const [name, id] of watcher.heard) assert.equal(ids.get(id), name, `${name} is lost`);
      if (watcher !== poller) await watcher.come(address);
    }
    // Who came back with the number that they had has all that a fresh one has.
    for (const watcher of [poller, ...followers]) {
      assert.equal(watcher.last, last, watcher.name);
      for (const { id, name } of tasks)
        if (/^[csikhf]-/.test(name))
          assert.equal(watcher.heard.get(name), id, `${name} was missed`);
    }
    const listening = watchers.map((watcher) => watcher.listen());
    if (round < KILLS) {
      for (let i = 0; i < CHANGES_EACH; i++)
        for (const watcher of watchers) watcher.add(`${watcher.name}-${round}-${i}`);
      const heardBefore = commands.heard.size;
      const wanted = random.int(2 * CHANGES_EACH);
      while (commands.heard.size < heardBefore + wanted) await new Promise(setImmediate);
    }
    server.process.kill('SIGKILL');
    await server.ended;
    await Promise.all(listening);
  }
  assert.ok(commands.heard.size > KILLS);
});
