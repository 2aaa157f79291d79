'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const {
  RIGHTS_REQUIRED,
  connect,
  enter,
  rename,
  smallProject,
  startServer,
} = require('../support/test-server');
const { temporaryFolder } = require('../support/temporary-folder');

const RESET = { command: 'reset', data: { project: 1 } };

/** The name of the one task in a dataset message. */
function taskName({ data }) {
  return data.dataset.tasksData[0].name;
}

test('a reset sends each subscriber two messages: the first dataset, then who reset', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'alex', 1);
  const bob = await enter(t, server, 'Bob', 1);
  const elsewhere = await enter(t, server, 'ben', 2);
  await ada.request(rename(1, 'Plough'));
  for (const client of [ada, bob, elsewhere]) await client.drain();

  ada.send(RESET);

  for (const client of [ada, bob]) {
    const [dataset, reset] = await client.take(2);
    assert.equal(dataset.command, 'dataset');
    assert.deepEqual(Object.keys(dataset.data), ['project', 'dataset']);
    assert.equal(taskName(dataset), 'Dig');
    assert.deepEqual(reset, { command: 'reset', data: { userName: 'alex', project: 1 } });
    assert.deepEqual(await client.drain(), []);
  }
  assert.deepEqual(await elsewhere.drain(), []);
});

test('whoever has no right to reset is told so, subscribed or not', async (t) => {
  const server = await startServer(t);
  const client = await enter(t, server, 'Ada');
  const refused = { command: 'reset', error: RIGHTS_REQUIRED };
  assert.deepEqual(await client.request(RESET), refused);
  await client.load(1);
  assert.deepEqual(await client.request(RESET), refused);
  assert.deepEqual(await client.drain(), []);
});

test('anybody may reset the demo', async (t) => {
  const server = await startServer(t, { projects: undefined, users: undefined, groups: undefined });
  const client = await enter(t, server, 'Ada', 1);
  client.send(RESET);
  assert.equal((await client.next()).command, 'dataset');
  const data = { userName: 'Ada', project: 1 };
  assert.deepEqual(await client.next(), { command: 'reset', data });
});

test('a group may be given the right to reset', async (t) => {
  const groups = { anonymous: { projects: [1], reset: true } };
  const server = await startServer(t, { users: {}, groups });
  const client = await enter(t, server, 'Ada', 1);
  client.send(RESET);
  const [, reset] = await client.take(2);
  assert.equal(reset.data.userName, 'Ada');
});

test('revisions go on counting over a reset, and nothing from before it comes after it', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'alex', 1);
  const bob = await enter(t, server, 'ben', 1);
  await ada.drain();

  for (let number = 1; number <= 20; number++) {
    bob.send(rename(1, `Name ${number}`, `local-${number}`));
    if (number === 10) ada.send(RESET);
  }
  const commands = [];
  for (let message; message?.command !== 'reset'; commands.push(message.command)) {
    message = await ada.next();
  }
  ada.send(rename(1, 'After', 'local-1'));
  const [after] = (await ada.take(1)).map(({ data }) => data.revisions[0]);

  const changes = commands.length - 2;
  assert.deepEqual(commands.slice(-2), ['dataset', 'reset']);
  assert.deepEqual(new Set(commands.slice(0, -2)), new Set(['project_change']));
  assert.equal(after.revision, `server-${changes + 1}`);
  assert.equal(after.client, ada.id);
});

/** A client that answers pings when the test does so: that says that it has seen what came before the ping. */
async function enterLate(t, server) {
  const late = await connect(t, server, { autoPong: false });
  const order = [];
  late.socket.on('message', (data) => order.push(JSON.parse(data.toString()).command));
  late.socket.on('ping', (data) => order.push(data));
  await late.login('Ada');
  await late.load(1);
  const nextPing = async () => (await once(late.socket, 'ping'))[0];
  return Object.assign(late, { order, nextPing });
}

test('the mark of a reset comes behind its data', async (t) => {
  const server = await startServer(t);
  const late = await enterLate(t, server);
  const pinged = late.nextPing();
  await server.resetDataSet(1);
  const ping = await pinged;
  assert.deepEqual(late.order.slice(-3), ['dataset', 'reset', ping]);
});

test('a change that was sent before its author saw the reset is refused', async (t) => {
  const server = await startServer(t);
  const late = await enterLate(t, server);
  const pings = [late.nextPing()];
  await server.resetDataSet(1);
  await late.take(2);
  await pings[0];

  pings.push(late.nextPing());
  const refused = await late.request(rename(1, 'Of the past'));
  assert.equal(refused.command, 'project_change');
  assert.match(refused.error, /\(ERR_BEFORE_RESET\)$/);
  const [again] = await late.take(1);
  assert.equal(taskName(again), 'Dig');
  assert.deepEqual(Object.keys(again.data), ['project', 'dataset']);

  for (const ping of pings) late.socket.pong(await ping);
  const accepted = await late.request(rename(1, 'Of today', 'local-2'));
  assert.equal(accepted.data.revisions[0].localRevision, 'local-2');
  assert.equal(taskName(await late.load(1)), 'Of today');
});

test('many changes of the past bring the data once more, and one between two answers once again', async (t) => {
  const server = await startServer(t);
  const late = await enterLate(t, server);
  const pings = [late.nextPing()];
  await server.resetDataSet(1);
  await pings[0];
  pings.push(late.nextPing());
  for (let number = 1; number <= 5; number++) late.send(rename(1, 'Past', `local-${number}`));
  late.socket.pong(await pings[0]);
  await pings[1];
  pings.push(late.nextPing());
  late.send(rename(1, 'Between', 'local-6'));
  await pings[2];
  late.send(rename(1, 'Between', 'local-7'));
  late.socket.pong(await pings[1]);
  late.socket.pong(await pings[2]);
  late.send(rename(1, 'Of today', 'local-8'));

  const messages = await late.drain();
  const told = messages.map(({ command, error }) => (error ? 'refused' : command)).join(' ');
  const past = 'refused dataset refused refused refused refused';
  assert.equal(told, `dataset reset ${past} refused dataset refused project_change`);
});

test('the idle timer resets all projects in the name of the server', async (t) => {
  const server = await startServer(t, { resetDelay: 120 });
  const ada = await enter(t, server, 'alex', 1);
  const bob = await enter(t, server, 'ben', 2);
  await ada.drain();
  await ada.request(rename(1, 'Plough'));

  const ofAda = await ada.take(2);
  const ofBob = await bob.take(2);

  assert.equal(taskName(ofAda[0]), 'Dig');
  assert.deepEqual(ofAda[1], { command: 'reset', data: { userName: 'Server', project: 1 } });
  assert.deepEqual(ofBob[1], { command: 'reset', data: { userName: 'Server', project: 2 } });
  await server.destroy();
  const reset = (id, name, revision) =>
    `warn: Project ${id} ("${name}") was reset by "Server": what was changed up to revision ${revision} is gone`;
  assert.deepEqual(
    server.logged.filter((line) => line.startsWith('warn: ')),
    [
      'warn: Nothing has come for 120 ms (resetDelay): all projects are reset',
      reset(1, 'One', 1),
      reset(2, 'Two', 0),
      reset(3, 'Three', 0),
    ],
  );
});

test('the API resets one project or all', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'alex', 1);
  const bob = await enter(t, server, 'ben', 2);
  await ada.drain();

  await server.resetDataSet(1, 'Caretaker');
  assert.deepEqual((await ada.take(2))[1].data, { userName: 'Caretaker', project: 1 });
  assert.deepEqual(await bob.drain(), []);

  await server.resetDataSet();
  assert.deepEqual((await ada.take(2))[1].data, { userName: 'Server', project: 1 });
  assert.deepEqual((await bob.take(2))[1].data, { userName: 'Server', project: 2 });

  await server.resetEntireDataset();
  assert.deepEqual((await bob.take(2))[1].data, { userName: 'Server', project: 2 });
  await assert.rejects(server.resetDataSet(99), { code: 'ERR_UNKNOWN_PROJECT' });
});

test('resets that are asked for before one has begun are one; one that is asked for later is another', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'alex', 1);
  const ben = await enter(t, server, 'ben', 2);
  await ada.drain();
  const resets = ['A', 'B', 'C'].map((name) => server.resetDataSet(1, name));
  resets.push(server.resetDataSet(2, 'D'));
  await Promise.all(resets.slice(0, 3));
  resets.push(server.resetDataSet(1, 'E'));
  await Promise.all(resets);

  const told = ({ command, data }) => (command === 'reset' ? data.userName : command);
  assert.deepEqual((await ada.drain()).map(told), ['dataset', 'A', 'dataset', 'E']);
  assert.deepEqual((await ben.drain()).map(told), ['dataset', 'D']);
});

test('a thousand resets that come at once load the project once in 64 at most', async (t) => {
  // What takes long ends the turn of a connection, too.
  t.mock.method(performance, 'now', () => 0);
  const server = await startServer(t);
  const ada = await enter(t, server, 'alex', 1);
  const ben = await enter(t, server, 'ben', 1);
  await ada.drain();
  ada.socket._socket.cork();
  for (let i = 0; i < 1000; i++) ada.send(RESET);
  ada.socket._socket.uncork();
  await ada.drain();

  await server.resetDataSet(1, 'Caretaker');
  const seen = await ben.drain();
  const { length } = seen.filter(({ command }) => command === 'dataset');
  // That of the caretaker, and one more for what came first and last.
  assert.ok(length > 0 && length <= 1000 / 64 + 3, `${length}`);
});

test('a reset forgets that a version was saved', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'alex', 1);
  await ada.request({ command: 'request_version_autosave', data: { project: 1 } });

  await server.resetDataSet(1);
  await ada.take(2);

  const { command } = await ada.request({
    command: 'requestVersionAutoSave',
    data: { project: 1 },
  });
  assert.equal(command, 'versionAutoSaveOK');
});

test('a reset takes what the data file says now', async (t) => {
  const folder = temporaryFolder(t, { 'garden.json': smallProject('Dig') });
  const source = path.join(folder, 'garden.json');
  const server = await startServer(t, { projects: [{ id: 1, name: 'One', source }] });
  const ada = await enter(t, server, 'alex', 1);

  fs.writeFileSync(source, JSON.stringify(smallProject('Harvest')));
  ada.send(RESET);

  assert.equal(taskName(await ada.next()), 'Harvest');
});

test('a reset whose data file is broken changes nothing and tells no path', async (t) => {
  const folder = temporaryFolder(t, { 'garden.json': smallProject('Dig') });
  const source = path.join(folder, 'garden.json');
  const server = await startServer(t, { projects: [{ id: 1, name: 'One', source }] });
  const ada = await enter(t, server, 'alex', 1);
  await ada.request(rename(1, 'Plough'));

  fs.writeFileSync(source, '{"tasks": {"rows": [}}');
  const answer = await ada.request(RESET);

  assert.equal(answer.command, 'reset');
  assert.match(answer.error, /\(ERR_DATA_NOT_LOADED\)$/);
  assert.ok(!answer.error.includes(folder));
  assert.ok(server.logged.some((line) => line.includes(source)));
  assert.equal(taskName(await ada.load(1)), 'Plough');
});
