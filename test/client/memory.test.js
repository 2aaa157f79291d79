'use strict';

/*
 * Whoever comes back for days, or opens and closes a page's parts all day, must not need more memory each time.
 */

const assert = require('node:assert/strict');
const { test } = require('node:test');
const v8 = require('node:v8');
const vm = require('node:vm');
const { WebSocket } = require('ws');
const { makeClient, startServer, within } = require('./support');

v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc');

const RECONNECTS = 1000;
const MOUNTS = 100;
// What the engine itself does not give back between two looks.
const MOST_GROWTH_BYTES = 1_000_000;

/** How much is in use when all that nobody needs is gone. */
async function used() {
  for (let round = 0; round < 3; round++) {
    collect();
    await new Promise(setImmediate);
  }
  return process.memoryUsage().heapUsed;
}

/** Does something often, in two halves: how much more is in use after the second one than after the first. */
async function growth(times, act) {
  for (let turn = 0; turn < times / 2; turn++) await act(turn);
  const before = await used();
  for (let turn = 0; turn < times / 2; turn++) await act(turn);
  return (await used()) - before;
}

test(`${RECONNECTS} reconnects leave nothing behind in the client`, async (t) => {
  // The server's part is in the same process, so it is a short line of those that came before.
  const server = await startServer(t);
  const client = await makeClient(t, server);
  await client.open();
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  let most = 0;
  const grown = await growth(RECONNECTS, async (turn) => {
    const caughtUp = untilSynced(client);
    client.link.reconnect();
    await within(caughtUp, `reconnect ${turn}`);
    if (turn === 10) most = timers();
  });
  assert.ok(grown < MOST_GROWTH_BYTES, `${grown} bytes more`);
  assert.ok(timers() <= most + 2, `${timers()} timers instead of ${most}`);
});

test(`${MOUNTS} times all parts of a page let go of a project, and nothing of it is left`, async (t) => {
  const { sharedProject } = await import('../../client/src/shared/projects.js');
  const { peopleOf, recordsOf } = await import('../../client/src/shared/sources.js');
  const server = await startServer(t);
  const options = { url: server.address, project: 1, userName: 'Ada', WebSocket };
  const left = [];
  const grown = await growth(MOUNTS, async () => {
    const { project, hold } = sharedProject(options);
    const loaded = new Promise((resolve) => {
      project.on('loaded', resolve);
    });
    const stopped = new Promise((resolve) => {
      project.on('stopped', resolve);
    });
    const letGo = hold();
    const offs = [recordsOf(project, 'tasks'), peopleOf(project)].map((source) =>
      source.subscribe(() => {}),
    );
    await within(loaded, 'project');
    for (const off of offs) off();
    letGo();
    await within(stopped, 'end');
    left.push(new WeakRef(project));
  });
  assert.ok(grown < MOST_GROWTH_BYTES, `${grown} bytes more`);
  assert.ok(left.filter((ref) => ref.deref()).length <= 2);
});

function untilSynced(client) {
  return new Promise((resolve) => {
    let wasLost = false;
    const off = client.on('sync', ({ status }) => {
      wasLost ||= status === 'offline';
      if (!wasLost || status !== 'synced') return;
      off();
      resolve(undefined);
    });
  });
}
