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

/** A project that is live, without a pause before it comes back. `delays`: after how many failures it has come back. */
async function live(t, server, options = {}) {
  const project = new (LiveProject(FakeProjectModel))();
  const delays = [];
  const retryDelay = (failures) => {
    delays.push(failures);
    return 0;
  };
  t.after(() => project.doDestroy());
  const { address: url } = server;
  const given = { url, userName: 'Ada', projectId: 1, retryDelay, WebSocket };
  const connected = project.liveConnect({ ...given, ...options });
  await within(connected, 'dataset');
  return { project, delays, next: (name) => within(project.next(name), name) };
}

/** The changes of an edit that renames the one task. */
function renaming(name) {
  const updated = [{ id: 'events-1', name }];
  return { tasks: { updated, $input: { updated } } };
}

/** An edit that adds a task under a name without a UUID. */
function adding(name) {
  const added = [{ $PhantomId: `_generatedModel_${name}`, name }];
  return { tasks: { added, $input: { added } } };
}

/** The names of the tasks that the server has. */
async function taskNames(t, server) {
  const client = await enter(t, server, 'Reader');
  const { data } = await client.load(1);
  await client.close();
  return data.dataset.tasksData.map(({ name }) => name);
}

/** Waits until nothing is under way. */
async function settled({ project, next }) {
  while (project.liveQueue.underWay + project.liveQueue.waiting > 0) await next('liveQueue');
}

test('an edit that is too long for the server is dropped and told, the project loaded anew, the others kept', async (t) => {
  const server = await startServer(t, { maxPayload: 100_000 });
  const client = await live(t, server);
  const { project, next } = client;
  project.edit(renaming('short'));
  await settled(client);
  const dropped = next('liveDropped');
  const loaded = next('liveDataset');
  project.edit(renaming('x'.repeat(200_000)));
  project.edit(adding('behind'));
  assert.deepEqual(await dropped, { count: 1 });
  await loaded;
  await settled(client);
  assert.deepEqual(await taskNames(t, server), ['short', 'behind']);
  const said = project.told.filter(({ name }) => name === 'liveError');
  assert.match(said[0].detail.message, /ERR_MESSAGE_TOO_LARGE/);
});

test('what waited for long goes in messages that a server takes, as long as each edit fits in one', async (t) => {
  const server = await startServer(t);
  const client = await live(t, server);
  const { project } = client;
  project.isAutoSyncSuspended = true;
  const long = 'x'.repeat(600_000);
  for (let i = 0; i < 10; i++) project.edit(renaming(`${i}${long}`));
  project.liveSync();
  await settled(client);
  assert.deepEqual(await taskNames(t, server), [`9${long}`]);
  assert.ok(!project.told.some(({ name }) => name === 'liveDropped'));
});

test('a server that closes without a word because of a length is not sent the same again', async (t) => {
  const server = await startServer(t);
  class Refusing extends WebSocket {
    send(text) {
      if (text.includes('too long')) this.emit('refuse');
      else super.send(text);
    }
    addEventListener(type, listener) {
      if (type === 'close') this.once('refuse', () => (listener({ code: 1009 }), this.terminate()));
      super.addEventListener(type, listener);
    }
  }
  const client = await live(t, server, { WebSocket: Refusing });
  const dropped = client.next('liveDropped');
  client.project.edit(renaming('too long'));
  assert.deepEqual(await dropped, { count: 1 });
  await client.next('liveDataset');
  client.project.edit(renaming('short'));
  await settled(client);
  assert.deepEqual(await taskNames(t, server), ['short']);
});

/** The WebSockets that were made, which a test may cut. */
function watched() {
  const open = new Set();
  class Watched extends WebSocket {
    constructor(...given) {
      super(...given);
      open.add(this);
      this.on('close', () => open.delete(this));
    }
  }
  const cut = () => {
    for (const socket of open) socket.terminate();
  };
  // What arrives on a line that is as good as dead is lost.
  const deafen = () => {
    for (const socket of open) socket._socket.pause();
  };
  return { WebSocket: Watched, cut, deafen };
}

test('the pauses grow until an edit comes back, whatever the server lets in before', async (t) => {
  const server = await startServer(t);
  const line = watched();
  const client = await live(t, server, line);
  const cut = async () => {
    const loaded = client.next('liveDataset');
    line.cut();
    await loaded;
  };
  await cut();
  await cut();
  assert.deepEqual(client.delays, [0, 1]);
  client.project.edit(renaming('Plough'));
  await settled(client);
  await cut();
  assert.deepEqual(client.delays, [0, 1, 0]);
});

test('an edit whose echo was lost with the line is made once, also under a name without a UUID', async (t) => {
  const server = await startServer(t);
  const line = watched();
  const client = await live(t, server, line);
  const reader = await enter(t, server, 'Reader', 1);
  const loaded = client.next('liveDataset');
  client.project.edit(adding('a'));
  line.deafen();
  while ((await reader.next()).command !== 'project_change');
  line.cut();
  await loaded;
  await settled(client);
  client.project.edit(adding('b'));
  await settled(client);
  assert.deepEqual(await taskNames(t, server), ['Dig', 'a', 'b']);
});
