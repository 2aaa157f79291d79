'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { WebSocket } = require('ws');
const { Wire } = require('./wire');
const { adding, core, makeClient, names, openClient, renaming, within } = require('./support');
const { temporaryFolder } = require('../support/temporary-folder');
const { smallProject, startServer } = require('../support/test-server');

test('a change is answered with the ids of what it made, and the others have it', async (t) => {
  const server = await startServer(t);
  const ada = await openClient(t, server);
  const bob = await openClient(t, server);
  const heard = bob.next('changes');
  const { revision, changes } = await ada.change({
    tasks: {
      added: [
        { $PhantomId: 'a', name: 'Plant' },
        { $PhantomId: 'b', name: 'Water', parentId: 'a' },
      ],
    },
  });
  const [plant, water] = changes.tasks.added;
  assert.deepEqual([revision, plant.$PhantomId, water.parentId], [1, 'a', plant.id]);
  assert.deepEqual((await heard).changes.tasks.added[1].id, water.id);
  assert.deepEqual(bob.records.get('tasks', water.id), { ...ada.records.get('tasks', water.id) });
  assert.deepEqual([ada.syncStatus, ada.unsyncedChanges], ['synced', 0]);
});

test('what waits without a connection is sent when there is one, in order, and nothing is made twice', async (t) => {
  const server = await startServer(t);
  const wire = await Wire.to(t, server);
  const ada = await openClient(t, wire);
  const bob = await openClient(t, server);
  // The answer to the first is lost, the second never arrives, the third is made while nobody is there.
  wire.cutAfter('ack');
  const lost = ada.next('disconnected');
  const first = ada.change({ tasks: { added: [{ $PhantomId: 'x', name: 'first' }] } });
  await lost;
  const rest = [ada.change(adding('second')), ada.change(renaming('events-1', 'third'))];
  assert.equal(ada.unsyncedChanges, 3);
  await bob.change(adding('of another'));
  const made = await within(Promise.all([first, ...rest]), 'answers');
  assert.deepEqual(
    made.map(({ revision }) => revision).sort((a, b) => a - b),
    made.map(({ revision }) => revision),
  );
  assert.deepEqual(names(ada), ['first', 'of another', 'second', 'third']);
  while (bob.revision < ada.revision) await bob.next('changes');
  assert.deepEqual(names(bob), names(ada));
});

test('over a restart of a server that keeps its projects nothing is lost or made twice', async (t) => {
  const storage = `sqlite:${path.join(temporaryFolder(t), 'journal.db')}`;
  const options = { projects: [{ id: 1, name: 'One', source: smallProject('Dig') }], storage };
  const before = await startServer(t, options);
  const wire = await Wire.to(t, before);
  const ada = await openClient(t, wire);
  wire.cutAfter('ack');
  const lost = ada.next('disconnected');
  const changes = [adding('one'), renaming('events-1', 'two'), adding('three')];
  const made = changes.map((change) => ada.change(change));
  wire.isOpen = false;
  await lost;
  await before.destroy();
  const after = await startServer(t, options);
  wire.lead(after);
  await within(Promise.all(made), 'answers');
  const bob = await openClient(t, after);
  assert.deepEqual(names(bob), ['one', 'three', 'two']);
  assert.deepEqual(names(ada), names(bob));
});

test('what the server does not take is dropped and told, and what comes behind it is made', async (t) => {
  const server = await startServer(t, { maxPayload: 100_000 });
  const ada = await openClient(t, server);
  const dropped = [];
  ada.on('dropped', ({ reason }) => dropped.push(reason));
  const wrong = [
    [{ tasks: 5 }, 'ERR_INVALID_CHANGES'],
    [adding('x'.repeat(150_000)), 'ERR_MESSAGE_TOO_LARGE'],
  ];
  const made = wrong.map(([changes, code]) => [ada.change(changes), code]);
  const good = ada.change(adding('good'));
  for (const [change, code] of made) await assert.rejects(within(change, 'refusal'), { code });
  await within(good, 'answer');
  assert.deepEqual(
    dropped,
    wrong.map(([, code]) => code),
  );
  assert.equal(ada.unsyncedChanges, 0);
});

test('a conflict is told with both versions, and one can keep one’s own', async (t) => {
  const server = await startServer(t);
  const wire = await Wire.to(t, server);
  const ada = await openClient(t, wire);
  const bob = await openClient(t, server);
  wire.isOpen = false;
  wire.cut();
  const change = ada.change(renaming('events-1', 'of Ada'));
  await bob.change(renaming('events-1', 'of Bob'));
  const told = ada.next('conflict');
  wire.isOpen = true;
  await assert.rejects(within(change, 'refusal'), { code: 'ERR_CONFLICT' });
  const { conflicts, currentState, changes, keepMine } = await told;
  assert.deepEqual(conflicts, [{ type: 'concurrent_edit', id: 'events-1', fields: ['name'] }]);
  assert.equal(currentState.tasks[0].name, 'of Bob');
  assert.deepEqual(changes, renaming('events-1', 'of Ada'));
  await keepMine();
  while (bob.revision < ada.revision) await bob.next('changes');
  assert.deepEqual(names(bob), ['of Ada']);
});

test('who keeps their own edit of a record that is gone meets no second conflict, and the rest is made', async (t) => {
  const server = await startServer(t);
  const wire = await Wire.to(t, server);
  const ada = await openClient(t, wire);
  const bob = await openClient(t, server);
  const { changes } = await bob.change(adding('Stays'));
  const stays = changes.tasks.added[0].id;
  while (ada.revision < bob.revision) await ada.next('changes');
  wire.isOpen = false;
  wire.cut();
  const both = { tasks: { updated: [{ id: 'events-1', name: 'Mine' }] } };
  both.tasks.updated.push({ id: stays, name: 'Mine, too' });
  const made = [ada.change(both), ada.change(renaming('events-1', 'Mine again'))];
  await bob.change({ tasks: { removed: [{ id: 'events-1' }] } });
  const told = [];
  const kept = [];
  ada.on('conflict', ({ conflicts, keepMine }) => {
    told.push(conflicts.map(({ id }) => id));
    kept.push(keepMine());
  });
  wire.isOpen = true;
  const refused = await within(Promise.allSettled(made), 'refusals');
  assert.deepEqual(
    refused.map(({ reason }) => reason.code),
    ['ERR_CONFLICT', 'ERR_CONFLICT'],
  );
  const [rest, nothing] = await within(Promise.all(kept), 'what is kept');
  assert.deepEqual([rest.revision, nothing], [3, undefined]);
  assert.deepEqual(told, [['events-1'], ['events-1']]);
  while (bob.revision < ada.revision) await bob.next('changes');
  assert.deepEqual([names(ada), names(bob)], [['Mine, too'], ['Mine, too']]);
});

test('an edit that overrides is not merged into one before it that does not', async (t) => {
  const server = await startServer(t);
  const ada = await openClient(t, server);
  const bob = await openClient(t, server);
  ada.suspendSync();
  const careful = ada.change(renaming('events-1', 'careful'));
  const forced = ada.change(renaming('events-1', 'forced'), { force: true });
  assert.equal(ada.unsyncedChanges, 2);
  await bob.change(renaming('events-1', 'of Bob'));
  ada.resumeSync();
  await assert.rejects(within(careful, 'refusal'), { code: 'ERR_CONFLICT' });
  await within(forced, 'answer');
  assert.deepEqual(names(ada), ['forced']);
});

test('edits of one record that wait for the first load are one', async (t) => {
  const server = await startServer(t);
  const ada = await makeClient(t, server);
  const made = ['first', 'last'].map((name) => ada.change(renaming('events-1', name)));
  assert.equal(ada.unsyncedChanges, 1);
  await ada.open();
  const answers = await within(Promise.all(made), 'answers');
  assert.deepEqual([answers.map(({ revision }) => revision), names(ada)], [[1, 1], ['last']]);
});

test('a reset drops what was not made, and brings the data of the beginning', async (t) => {
  const beforeChange = async ({ userName }) => {
    if (userName === 'Late') await server.resetDataSet(1);
    return undefined;
  };
  const server = await startServer(t, { beforeChange, guests: true });
  const ada = await openClient(t, server);
  await ada.change(adding('gone'));
  const loaded = ada.next('loaded');
  const dropped = [];
  const bob = await openClient(t, server, { userName: 'Late' });
  bob.on('dropped', ({ reason }) => dropped.push(reason));
  const [late] = await Promise.allSettled([bob.change(adding('late'))]);
  assert.equal((await loaded).reason, 'reset');
  assert.equal(late.status, 'rejected');
  assert.deepEqual(dropped, ['ERR_BEFORE_RESET']);
  assert.deepEqual([names(ada), names(bob)], [['Dig'], ['Dig']]);
});

test('who opens again what was closed, or has no connection just then, has what was missed', async (t) => {
  const server = await startServer(t);
  const wire = await Wire.to(t, server);
  const ada = await openClient(t, wire);
  const bob = await openClient(t, server);
  const ends = [
    () => ada.close(),
    async () => {
      const lost = ada.next('disconnected');
      wire.cut();
      await lost;
    },
  ];
  for (const [i, end] of ends.entries()) {
    await end();
    await bob.change(renaming('events-1', `missed ${i}`));
    await within(ada.open(), 'project');
    assert.deepEqual(names(ada), [`missed ${i}`]);
  }
});

test('who may not try again still asks for another token, and needs one where that is refused', async (t) => {
  const users = { ada: { password: 'x', token: 'token of ada', group: 'user' } };
  const groups = { user: { projects: '*' } };
  const server = await startServer(t, { users, groups });
  const tokens = ['old', 'token of ada'];
  const ada = await makeClient(t, server, {
    token: () => tokens.shift(),
    maxReconnectAttempts: 0,
  });
  await within(ada.open(), 'project');
  for (const token of ['old', () => 'old']) {
    const eve = await makeClient(t, server, { token, maxReconnectAttempts: 0 });
    await assert.rejects(within(eve.open(), 'refusal'), { code: 'ERR_UNAUTHORIZED' });
    assert.equal(eve.state, 'needs-auth');
  }
});

/** What a browser says to a page is said to what this answers. @param {import('node:test').TestContext} t */
function pageOf(t) {
  const page = /** @type {any} */ (globalThis);
  const target = new EventTarget();
  for (const name of ['addEventListener', 'removeEventListener']) {
    t.after(() => delete page[name]);
    page[name] = target[name].bind(target);
  }
  return target;
}

test('a page that is looked at again, or has a network again, does not wait for its connection', async (t) => {
  const page = pageOf(t);
  const wire = await Wire.to(t, await startServer(t));
  const ada = await openClient(t, wire, { retryDelay: () => 1e9 });
  for (const name of ['visibilitychange', 'online']) {
    const lost = ada.next('disconnected');
    wire.cut();
    await lost;
    const back = ada.next('connected');
    page.dispatchEvent(new Event(name));
    await back;
  }
  ada.close();
  page.dispatchEvent(new Event('visibilitychange'));
  assert.equal(ada.state, 'stopped');
});

test('a tab asks before it closes while a change has not arrived, also of a project that was closed and is opened again', async (t) => {
  const target = pageOf(t);
  const asks = () => !target.dispatchEvent(new Event('beforeunload', { cancelable: true }));
  const ada = await openClient(t, await startServer(t));
  for (const isAgain of [false, true]) {
    if (isAgain) await within(ada.open(), 'project');
    const made = ada.change(adding('one'));
    assert.equal(asks(), true);
    await within(made, 'answer');
    assert.equal(asks(), false);
    void ada.change(adding('lost'));
    ada.close();
    assert.equal(asks(), false);
  }
});

test('a token is asked for anew once when it is refused, then somebody has to log in', async (t) => {
  const users = { ada: { password: 'x', token: 'token of ada', group: 'user' } };
  const groups = { user: { projects: '*' } };
  const server = await startServer(t, { users, groups });
  const tokens = ['old', 'old', 'token of ada'];
  const asked = [];
  const token = () => {
    asked.push(tokens[0]);
    return tokens.shift();
  };
  const ada = await makeClient(t, server, { token });
  await assert.rejects(within(ada.open(), 'refusal'), { code: 'ERR_UNAUTHORIZED' });
  assert.deepEqual([ada.state, asked.length], ['needs-auth', 2]);
  const loaded = ada.next('loaded');
  await ada.login(token);
  await loaded;
  assert.deepEqual([ada.state, asked.length], ['connected', 3]);
});

test('a wrong token that is a value is asked about once, and what may not be seen is not asked for again', async (t) => {
  const groups = { anonymous: { projects: [1] }, user: { projects: '*' } };
  const users = { ada: { token: 'token of ada', password: 'x', group: 'user' } };
  const server = await startServer(t, { users, groups });
  const cases = [
    [{ token: 'wrong' }, 'needs-auth', 'ERR_UNAUTHORIZED'],
    [{ project: 'none', token: 'token of ada' }, 'stopped', 'ERR_UNKNOWN_PROJECT'],
    [{ project: '' }, 'stopped', 'ERR_PROJECT_REQUIRED'],
  ];
  for (const [options, state, code] of cases) {
    const client = await makeClient(t, server, options);
    const states = [];
    client.on('state', (detail) => states.push(detail.state));
    await assert.rejects(within(client.open(), 'refusal'), { code });
    assert.deepEqual(states, ['connecting', state], code);
  }
});

test('a line that is dead and does not say so is found out, and a new one taken', async (t) => {
  const server = await startServer(t);
  const wire = await Wire.to(t, server);
  const ada = await openClient(t, wire, { heartbeatInterval: 20, heartbeatTimeout: 50 });
  wire.isSilent = true;
  const change = ada.change(adding('in the dark'));
  await ada.next('disconnected');
  wire.isSilent = false;
  await within(change, 'answer');
  assert.deepEqual(names(ada).includes('in the dark'), true);
});

test('it gives up after as many attempts as it may make, and pauses longer after each', async (t) => {
  const delays = [];
  const retryDelay = (failures) => {
    delays.push(failures);
    return 0;
  };
  const closed = { address: 'ws://127.0.0.1:9' };
  const ada = await makeClient(t, closed, { maxReconnectAttempts: 3, retryDelay });
  const expected = { code: 'ERR_STOPPED', message: /too many attempts/ };
  await assert.rejects(within(ada.open(), 'end'), expected);
  assert.deepEqual(delays, [0, 1, 2]);
});

test('there is nothing to wait for behind a close, and no timer is left', async (t) => {
  const { openProject } = await core();
  const server = await startServer(t);
  const ada = await openProject({ url: server.address, project: 1, WebSocket });
  await server.destroy();
  const change = ada.change(adding('late'));
  ada.close();
  await assert.rejects(change, { code: 'ERR_CLOSED' });
  await ada.saved();
  assert.equal(ada.state, 'stopped');
});

test('who selects a task is seen by the others, also on a new connection', async (t) => {
  const users = { ada: { token: 'token of ada', password: 'x', group: 'user' } };
  const server = await startServer(t, { users });
  const bob = await openClient(t, server);
  const wire = await Wire.to(t, server);
  const heard = bob.next('selection');
  const ada = await openClient(t, wire, { token: 'token of ada' });
  ada.select('events-1');
  assert.deepEqual(await heard, { clientId: ada.clientId, taskId: 'events-1', userName: 'ada' });
  const again = bob.next('selection');
  wire.cut();
  assert.equal((await again).taskId, 'events-1');
});

test('what is changed while sync is suspended waits, counts, and goes in order', async (t) => {
  const server = await startServer(t);
  const wire = await Wire.to(t, server);
  const ada = await openClient(t, wire);
  ada.suspendSync();
  const made = ['a', 'b'].map((name) => ada.change(adding(name)));
  assert.deepEqual([ada.unsyncedChanges, ada.isSyncSuspended], [2, true]);
  // Nor does it go with a new connection.
  const back = ada.next('connected');
  wire.cut();
  await back;
  const bob = await openClient(t, server);
  assert.deepEqual(names(bob), ['Dig']);
  ada.resumeSync();
  await within(Promise.all(made), 'answers');
  assert.deepEqual(names(ada), ['Dig', 'a', 'b']);
});

test('what cannot be a change is refused, and keeps nothing up', async (t) => {
  const server = await startServer(t);
  const wire = await Wire.to(t, server);
  const ada = await openClient(t, wire);
  const lists = ['added', 'updated', 'removed'].flatMap((kind) => [
    { tasks: { [kind]: [null] } },
    { tasks: { [kind]: ['events-1'] } },
  ]);
  const bad = [undefined, null, ...lists, { tasks: { updated: [{ id: 1, big: 1n }] } }];
  for (const changes of bad) {
    const refused = within(ada.change(changes), 'answer');
    await assert.rejects(refused, ({ code }) => /^ERR_INVALID_(?:CHANGES|ID)$/.test(code));
  }
  assert.equal(ada.unsyncedChanges, 0);
  const back = ada.next('connected');
  ada.link.reconnect();
  await back;
  await within(ada.change(renaming('events-1', 'after')), 'answer');
  assert.deepEqual([ada.syncStatus, names(ada)], ['synced', ['after']]);
});

test('what can never be connected to is refused at once', async () => {
  const { openProject } = await core();
  for (const url of [undefined, '', 'localhost:8080', '/gantt-sync', 'ftp://localhost']) {
    const opened = openProject({ url, project: 1, maxReconnectAttempts: 0, WebSocket });
    await assert.rejects(within(opened, String(url)), { code: 'ERR_INVALID_URL' });
  }
});

test('a token that runs out is asked for anew, and what is changed meanwhile arrives', async (t) => {
  let count = 0;
  const server = await startServer(t, {
    verifyToken: (token) => ({ userName: token, expires: Date.now() + 60 }),
  });
  const token = () => `user ${(count += 1) > 0}`;
  const ada = await openClient(t, server, { token });
  const lost = ada.next('disconnected');
  for (let i = 0; i < 5; i++) {
    await ada.change(adding(`task ${i}`));
    if (i === 2) assert.equal((await lost).code, 4401);
  }
  assert.ok(count > 1);
  assert.equal(ada.records.all('tasks').length, 6);
});

test('a token that is renewed in time keeps the connection', async (t) => {
  const expires = [Date.now() + 300, undefined];
  const server = await startServer(t, {
    verifyToken: (userName) => ({ userName, expires: expires.shift() }),
  });
  const ada = await openClient(t, server, { token: 'Zoe' });
  ada.on('disconnected', () => assert.fail('closed'));
  await ada.login('Zoe');
  await new Promise((resolve) => {
    setTimeout(resolve, 400);
  });
  await ada.change(adding('still here'));
});

test('who is closed before it has begun does not connect', async (t) => {
  const server = await startServer(t);
  const project = await makeClient(t, server);
  const states = [];
  project.on('state', ({ state }) => states.push(state));
  const opened = project.open();
  project.close();
  await assert.rejects(within(opened, 'end'), { code: 'ERR_STOPPED' });
  await new Promise(setImmediate);
  assert.deepEqual([project.state, states.includes('connecting')], ['stopped', false]);
  // It may come again.
  await within(project.open(), 'project');
  assert.equal(project.state, 'connected');
});
