'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { connect, enter, rename, startServer } = require('../support/test-server');

const REPLACED = 4409;

/** A client of `commands` that has asked for the secret of its id, and has loaded project 1 as `named` says. */
async function enterWithSecret(t, server, login, named = {}) {
  const client = await connect(t, server);
  const { data } = await client.request({ command: 'login', data: { login, resume: true } });
  await client.next();
  client.ask('dataset', { project: 1, ...named });
  return Object.assign(client, {
    id: data.client,
    return: { client: data.client, resume: data.resume },
  });
}

/** The next message of a command. */
async function nextOf(client, command) {
  let message;
  while (message?.command !== command) message = await client.next();
  return message;
}

test('only who asks for it at the login is told the secret of its client id', async (t) => {
  const server = await startServer(t);
  const ada = await connect(t, server);
  for (const resume of [undefined, false, 'true', 1]) {
    const { data } = await ada.request({ command: 'login', data: { login: 'Ada', resume } });
    assert.deepEqual(Object.keys(data), ['client', 'userName']);
    await ada.next();
  }
  const { data } = await ada.request({ command: 'login', data: { login: 'Ada', resume: true } });
  assert.deepEqual(Object.keys(data), ['client', 'userName', 'resume']);
});

test('who comes back ends its old connection, which leaves the list of users at once', async (t) => {
  const server = await startServer(t);
  const ada = await enterWithSecret(t, server, 'Ada');
  await nextOf(ada, 'dataset');
  const bob = await enter(t, server, 'Bob', 1);
  const again = await enterWithSecret(t, server, 'Ada', ada.return);
  await nextOf(again, 'dataset');
  assert.equal(await ada.closed, REPLACED);
  const told = await bob.drain();
  assert.deepEqual(told.at(-1), { command: 'users', data: { users: ['Bob', 'Ada'] } });
  assert.notEqual(again.id, ada.id);
  again.send(rename(1, 'Plough'));
  const { data } = await nextOf(again, 'project_change');
  assert.equal(data.revisions[0].client, again.id);
});

/** A change that adds a task under a name without a UUID, and renames the one that is there. */
function work(number, name) {
  const added = [{ $PhantomId: '_generatedModel_3', name: `of ${name}` }];
  const updated = [{ id: 'events-1', name }];
  const tasks = { added, updated, $input: { added, updated } };
  const revisions = [{ revision: `local-${number}`, changes: { tasks } }];
  return { command: 'project_change', data: { project: 1, revisions } };
}

test('what a client sends again is not made again, and its names go on to mean what they meant', async (t) => {
  const server = await startServer(t);
  const bob = await enter(t, server, 'Bob', 1);
  const ada = await enterWithSecret(t, server, 'Ada');
  ada.send(work(1, 'Plough'));
  await nextOf(bob, 'project_change');
  bob.send(rename(1, 'Harrow'));
  await nextOf(bob, 'project_change');

  let { return: named } = ada;
  for (const number of [2, 3, 4]) {
    const again = await enterWithSecret(t, server, 'Ada', named);
    const { data } = await nextOf(again, 'dataset');
    assert.deepEqual(
      data.dataset.tasksData.map(({ name }) => name),
      ['Harrow', 'of Plough'],
    );
    again.send(work(1, 'Plough'));
    const echo = await nextOf(again, 'project_change');
    const [{ changes, client, localRevision }] = echo.data.revisions;
    assert.deepEqual([changes, client, localRevision], [{}, again.id, 'local-1']);

    const updated = [{ id: '_generatedModel_3', note: number }];
    const changed = { tasks: { updated, $input: { updated } } };
    const revisions = [{ revision: `local-${number}`, changes: changed }];
    again.ask('project_change', { project: 1, revisions });
    const made = await nextOf(again, 'project_change');
    const { tasks } = made.data.revisions[0].changes;
    assert.deepEqual(tasks.updated, [{ id: 'events-101', note: number }]);
    // The next time it names its last connection, and then the first one.
    named = number === 2 ? again.return : ada.return;
  }
});

test('what the old connection had not done yet is done when it comes again, once', async (t) => {
  const thinking = [];
  const think = () =>
    new Promise((resolve) => {
      thinking.push(resolve);
    });
  const server = await startServer(t, { beforeChange: think });
  const bob = await enter(t, server, 'Bob', 1);
  const ada = await enterWithSecret(t, server, 'Ada');
  ada.send(work(1, 'Plough'));
  while (thinking.length < 1) await bob.drain();
  const again = await enterWithSecret(t, server, 'Ada', ada.return);
  await nextOf(again, 'dataset');
  thinking.shift()();
  again.send(work(1, 'Plough'));
  while (thinking.length < 1) await bob.drain();
  thinking.shift()();
  const { data } = await nextOf(again, 'project_change');
  assert.equal(data.revisions[0].revision, 'server-1');
  await bob.drain();
  assert.equal((await bob.load(1)).data.revision, 'server-1');
});

test('a stranger who names the client of somebody else ends nobody, and goes on as nobody', async (t) => {
  const server = await startServer(t);
  const ada = await enterWithSecret(t, server, 'Ada');
  await nextOf(ada, 'dataset');
  for (const resume of ['', 5, null, {}, 'x'.repeat(22)]) {
    const stranger = await enterWithSecret(t, server, 'Ada', { client: ada.id, resume });
    const { error } = await nextOf(stranger, 'dataset');
    assert.match(error, /\(ERR_NOT_RESUMED\)$/);
    assert.match((await stranger.request(rename(1, 'Sow'))).error, /^Subscription/);
    assert.equal((await stranger.load(1)).data.revision, 'base');
  }
  ada.send(rename(1, 'Plough'));
  assert.equal((await nextOf(ada, 'project_change')).data.revisions[0].client, ada.id);
});

test('who names a client without its secret may change nothing before it has loaded the project anew', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  const lost = await enter(t, server, 'Ada');
  await lost.request({ command: 'dataset', data: { project: 1, client: ada.id } });
  const { command, error } = await lost.request(rename(1, 'Plough'));
  assert.equal(command, 'project_change');
  assert.match(error, /\(ERR_NOT_RESUMED\)$/);
  const { data } = await lost.load(1);
  assert.equal(data.dataset.tasksData[0].name, 'Dig');
  assert.equal((await lost.request(rename(1, 'Plough'))).data.revisions.length, 1);
});

test('who gets what it has missed knows what it has made, and may change', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  await ada.request(rename(1, 'Plough'));
  const back = await enter(t, server, 'Ada');
  const missed = { project: 1, since: 'server-1', client: ada.id };
  assert.deepEqual((await back.request({ command: 'dataset', data: missed })).data.revisions, []);
  assert.equal((await back.request(rename(1, 'Sow'))).data.revisions.length, 1);
});

test('an id of another life of the server is that of nobody, and its own may be named by everybody', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  for (const client of ['client-00000000-0000-4000-8000-000000000000', 5, null, '', ada.id]) {
    await ada.request({ command: 'dataset', data: { project: 1, client } });
    assert.equal((await ada.request(rename(1, `${client}`))).data.revisions.length, 1);
  }
});

/** What comes with a dataset after a revision, for who names that client, or none. */
async function missedBy(t, server, client, since) {
  const back = await enter(t, server, 'Back');
  return back.request({ command: 'dataset', data: { project: 1, since, client } });
}

for (const [why, act, undone] of [
  ['adds', (tasks) => (tasks.added = [{ $PhantomId: '_generated1', name: 'New' }]), 'removed'],
  ['removes', (tasks) => (tasks.removed = [{ id: 'events-1' }]), 'added'],
  ['moves', (tasks) => (tasks.updated = [{ id: 'events-1', parentIndex: 3 }]), 'updated'],
]) {
  test(`who ${why} in vain, and is gone before it hears of that, gets the project in place of a log that does not say it`, async (t) => {
    const server = await startServer(t, { beforeChange: ({ userName }) => userName !== 'Ada' });
    const bob = await enter(t, server, 'Bob', 1);
    await bob.request(rename(1, 'Plough'));
    const ada = await enterWithSecret(t, server, 'Ada');
    await nextOf(ada, 'dataset');
    const tasks = {};
    act(tasks);
    const revisions = [{ revision: 'local-1', changes: { tasks: { ...tasks, $input: tasks } } }];
    ada.ask('project_change', { project: 1, revisions });
    const { data: told } = await nextOf(ada, 'project_change');
    assert.equal(told.revisions[1].changes.tasks[undone].length, 1);
    await nextOf(bob, 'project_change');
    await bob.request(rename(1, 'Harrow', 'local-2'));

    for (const client of [ada.id, undefined]) {
      const { command, data } = await missedBy(t, server, client, 'server-1');
      assert.deepEqual([command, data.revision], ['dataset', 'server-4']);
    }
    for (const [client, since] of [
      [bob.id, 'server-1'],
      [ada.id, 'server-3'],
      [undefined, 'server-3'],
    ]) {
      const { command } = await missedBy(t, server, client, since);
      assert.equal(command, 'project_change', `${client} since ${since}`);
    }
  });
}
