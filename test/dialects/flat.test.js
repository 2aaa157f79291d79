'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { version } = require('../../package.json');
const { enterFlat } = require('../support/flat-client');
const {
  LOGIN_REQUIRED,
  PROJECT_REQUIRED,
  RIGHTS_REQUIRED,
  SUBSCRIPTION_REQUIRED,
  connect,
  enter,
  rename,
  startServer,
} = require('../support/test-server');

const WRONG_LOGIN = { command: 'login', success: false, error: 'Wrong username/password' };

/** A change that renames the one task of a small project. */
function renameFlat(project, name) {
  return {
    command: 'projectChange',
    project,
    changes: { tasks: { updated: [{ id: 'events-1', name }] } },
  };
}

test('a flat login is answered with success, the name and a client id, then the users', async (t) => {
  const server = await startServer(t);
  const client = await connect(t, server);

  client.send({ command: 'login', login: 'alex', password: 'alex' });
  const [login, users, ...rest] = [...(await client.take(2)), ...(await client.drain())];

  assert.match(login.client, /^client-[0-9a-f-]{36}$/);
  const answer = { command: 'login', success: true, userName: 'alex', client: login.client };
  assert.equal(JSON.stringify(login), JSON.stringify(answer));
  assert.deepEqual(users, { command: 'users', users: ['alex'] });
  assert.deepEqual(rest, []);
});

test('a wrong flat login is answered without success', async (t) => {
  const server = await startServer(t);
  for (const fields of [
    { login: 'alex', password: 'wrong' },
    { login: 'alex' },
    { login: 7 },
    { login: '' },
    { password: 'alex' },
  ]) {
    const client = await connect(t, server);
    assert.deepEqual(await client.request({ command: 'login', ...fields }), WRONG_LOGIN);
  }
});

test('the first message with a payload decides the dialect, and bare ones follow it', async (t) => {
  const server = await startServer(t);
  const bare = [{ command: 'version' }, { command: 'projects' }, { command: 'logout' }];
  const answersTo = async (login) => {
    const client = await connect(t, server);
    const before = [];
    for (const message of bare) before.push(await client.request(message));
    client.send(login);
    await client.take(2);
    const after = [];
    for (const message of bare) after.push(await client.request(message));
    return { before, after };
  };
  const flat = await answersTo({ command: 'login', login: 'Ada' });
  const commands = await answersTo({ command: 'login', data: { login: 'Ada' } });

  const projects = [{ id: 1, name: 'One' }];
  assert.deepEqual(flat.after, [
    { command: 'version', version },
    { command: 'projects', projects },
    { command: 'logout' },
  ]);
  assert.deepEqual(commands.after, [
    { command: 'version', data: { version } },
    { command: 'projects', data: { projects } },
    { command: 'logout', data: {} },
  ]);
  assert.deepEqual(flat.before, commands.before);
});

test('each field that flat messages have beside their command makes a connection flat', async (t) => {
  const server = await startServer(t);
  const messages = [
    { command: 'login', login: 'x'.repeat(300) },
    { command: 'login', password: '' },
    { command: 'dataset', project: 1 },
    { command: 'loadVersionContent', versionId: 15 },
    { command: 'projectChange', changes: {} },
    { command: 'projectChange' },
    { command: 'reset', userName: 'Ada' },
    { command: 'hello', userName: 'Server' },
  ];
  for (const message of messages) {
    const client = await connect(t, server);
    await client.request(message);
    assert.deepEqual(await client.request({ command: 'version' }), { command: 'version', version });
  }
  for (const message of [{ command: 'projects', data: {} }, rename(1, 'x')]) {
    const client = await connect(t, server);
    await client.request(message);
    client.send({ command: 'login', login: 'Ada', data: { login: 'Ada' } });
    assert.equal((await client.next()).data.userName, 'Ada');
  }
});

test('who comes and goes is told to everybody, each in its dialect', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada');
  const bob = await enterFlat(t, server, 'Bob');
  const carl = await enterFlat(t, server, 'Carl');
  carl.send({ command: 'logout' });
  assert.deepEqual(await carl.next(), { command: 'logout' });
  assert.equal(await carl.closed, 1000);
  await ada.close();

  assert.deepEqual(await bob.take(5 + 1), [
    { command: 'login', userName: 'Carl' },
    { command: 'users', users: ['Ada', 'Bob', 'Carl'] },
    { command: 'logout', userName: 'Carl' },
    { command: 'users', users: ['Ada', 'Bob'] },
    { command: 'logout', userName: 'Ada' },
    { command: 'users', users: ['Bob'] },
  ]);
  assert.deepEqual(await ada.take(6), [
    { command: 'join', data: { userName: 'Bob' } },
    { command: 'users', data: { users: ['Ada', 'Bob'] } },
    { command: 'join', data: { userName: 'Carl' } },
    { command: 'users', data: { users: ['Ada', 'Bob', 'Carl'] } },
    { command: 'logout', data: { userName: 'Carl' } },
    { command: 'users', data: { users: ['Ada', 'Bob'] } },
  ]);
});

test('hello gives a name of 15 characters at most to a connection that needs no password', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada');
  const bob = await enterFlat(t, server, 'Bob');
  const client = await connect(t, server);
  await ada.drain();

  for (const userName of ['Ünïcode 👩 and more', undefined, 'Zoe']) {
    client.send({ command: 'hello', userName });
    await client.next();
  }
  const named = 'Ünïcode 👩 and m';
  assert.deepEqual(await bob.drain(), [
    { command: 'hello', userName: named },
    { command: 'users', users: ['Ada', 'Bob', named] },
    { command: 'hello', userName: 'Client' },
    { command: 'users', users: ['Ada', 'Bob', 'Client'] },
    { command: 'hello', userName: 'Zoe' },
    { command: 'users', users: ['Ada', 'Bob', 'Zoe'] },
  ]);
  assert.deepEqual(await ada.drain(), [
    { command: 'join', data: { userName: named } },
    { command: 'users', data: { users: ['Ada', 'Bob', named] } },
    { command: 'users', data: { users: ['Ada', 'Bob', 'Client'] } },
    { command: 'users', data: { users: ['Ada', 'Bob', 'Zoe'] } },
  ]);
  const { projects } = await client.request({ command: 'projects' });
  assert.deepEqual(projects, [{ id: 1, name: 'One' }]);
});

test('hello gives nobody a name that has a password, nor that of the server', async (t) => {
  const server = await startServer(t);
  const client = await connect(t, server);
  for (const userName of ['admin', 'Server', 'server']) {
    const refused = { command: 'hello', error: 'Wrong username/password' };
    assert.deepEqual(await client.request({ command: 'hello', userName }), refused);
    const projects = await client.request({ command: 'projects' });
    assert.deepEqual(projects, { command: 'projects', error: LOGIN_REQUIRED });
  }
  const alex = await enterFlat(t, server, 'alex');
  alex.send({ command: 'hello', userName: 'alex' });
  assert.deepEqual(await alex.drain(), [{ command: 'users', users: ['alex'] }]);
  assert.equal((await alex.request({ command: 'projects' })).projects.length, 2);
});

test('there is no hello among the commands of the other dialect', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada');
  const { message } = await ada.request({ command: 'hello', userName: 'Eve' });
  assert.match(message, /\(ERR_UNKNOWN_COMMAND\)$/);
});

test('a flat dataset has everything beside its command, and no revision', async (t) => {
  const server = await startServer(t);
  const client = await enterFlat(t, server, 'Ada');
  const answer = await client.request({ command: 'dataset', project: 1 });
  assert.deepEqual(answer, {
    command: 'dataset',
    project: 1,
    dataset: {
      tasksData: [{ id: 'events-1', name: 'Dig', parentIndex: 0, orderedParentIndex: 0 }],
      resourcesData: [],
      dependenciesData: [],
      assignmentsData: [],
      calendarsData: [],
      versionsData: [{ id: 'versions-1', name: 'First' }],
      changelogsData: [],
      projectMeta: { startDate: '2026-03-02' },
      project: { startDate: '2026-03-02' },
    },
  });
});

test('with the option datasetKeys the lists of a dataset are called as their stores', async (t) => {
  const server = await startServer(t, { datasetKeys: 'plain' });
  const bob = await enterFlat(t, server, 'Bob', 1);
  const { dataset } = await bob.request({ command: 'dataset', project: 1 });
  const ada = await enter(t, server, 'Ada');
  const { data } = await ada.load(1);
  const stores = ['tasks', 'resources', 'dependencies', 'assignments', 'calendars', 'versions'];
  const names = [...stores, 'changelogs'];
  assert.deepEqual(Object.keys(dataset), [...names, 'projectMeta', 'project']);
  assert.deepEqual(Object.keys(data.dataset), [...names, 'project']);
});

test('with the option echo the author of a flat change is sent it in any case', async (t) => {
  const server = await startServer(t, { echo: 'always' });
  const ada = await enterFlat(t, server, 'Ada', 1);
  for (const changes of [
    { tasks: { updated: [{ id: 'events-1', name: 'Dig deep' }] } },
    { tasks: { removed: [{ id: 'events-1' }] } },
  ]) {
    const message = { command: 'projectChange', project: 1, changes };
    assert.deepEqual(await ada.request(message), message);
  }
});

test('a flat change goes to everybody else, and to its author only when it adds', async (t) => {
  const server = await startServer(t);
  const ada = await enterFlat(t, server, 'Ada', 1);
  const bob = await enterFlat(t, server, 'Bob', 1);
  await ada.drain();

  ada.send(renameFlat(1, 'Plough'));
  const added = [{ $PhantomId: '_generated1', name: 'Sow' }];
  ada.send({ command: 'projectChange', project: 1, changes: { tasks: { added } } });

  const echo = {
    command: 'projectChange',
    project: 1,
    changes: { tasks: { added: [{ ...added[0], id: 'events-101' }] } },
  };
  assert.deepEqual(await ada.drain(), [echo]);
  assert.deepEqual(await bob.drain(), [renameFlat(1, 'Plough'), echo]);
});

test('a change of each dialect reaches the other, with $input where the other needs it', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  const bob = await enterFlat(t, server, 'Bob', 1);
  await ada.drain();

  bob.send(renameFlat(1, 'Plough'));
  const { data } = await ada.next();
  const updated = [{ id: 'events-1', name: 'Plough' }];
  assert.deepEqual(data, {
    revisions: [
      {
        revision: 'server-1',
        client: bob.id,
        changes: { tasks: { updated, $input: { updated } } },
      },
    ],
    project: 1,
  });

  ada.send(rename(1, 'Reap'));
  assert.deepEqual(await bob.next(), renameFlat(1, 'Reap'));
  assert.equal((await ada.next()).data.revisions[0].localRevision, 'local-1');
});

test('one project grants a version to the first that asks, of whatever dialect', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  const bob = await enterFlat(t, server, 'Bob', 1);
  await ada.drain();
  const ask = { command: 'requestVersionAutoSave', project: 1 };
  assert.deepEqual(await bob.request(ask), { command: 'versionAutoSaveOK', project: 1 });
  bob.send(ask);
  ada.ask('requestVersionAutoSave', { project: 1 });
  assert.deepEqual([...(await bob.drain()), ...(await ada.drain())], []);
});

test('the content of a version comes beside the command', async (t) => {
  const server = await startServer(t);
  const client = await enterFlat(t, server, 'Ada', 1);
  const command = 'loadVersionContent';
  const ask = { command, project: 1, versionId: 'versions-1' };
  assert.deepEqual(await client.request(ask), { ...ask, content: { tasks: 1 } });
  const { error, ...rest } = await client.request({ ...ask, versionId: 99 });
  assert.match(error, /\(ERR_UNKNOWN_VERSION\)$/);
  assert.deepEqual(rest, { command });
});

test('a flat reset is of the project that its sender follows, and is told in each dialect', async (t) => {
  const server = await startServer(t);
  const bob = await enter(t, server, 'Bob', 1);
  const alex = await enterFlat(t, server, 'alex', 1);
  const dataset = await alex.request({ command: 'dataset', project: 1 });
  alex.send(renameFlat(1, 'Plough'));
  await alex.drain();
  await bob.drain();

  alex.send({ command: 'reset' });

  assert.deepEqual(await alex.take(2), [dataset, { command: 'reset', userName: 'alex' }]);
  const [again, reset] = await bob.take(2);
  assert.deepEqual(Object.keys(again.data), ['project', 'dataset']);
  assert.deepEqual(reset, { command: 'reset', data: { userName: 'alex', project: 1 } });
});

test('a flat client gets the texts of the old server, with nothing beside them', async (t) => {
  const server = await startServer(t);
  const stranger = await connect(t, server);
  const guarded = [
    { command: 'dataset', project: 1 },
    { command: 'projects' },
    renameFlat(1, 'x'),
    { command: 'reset' },
    { command: 'requestVersionAutoSave', project: 1 },
    { command: 'loadVersionContent', project: 1, versionId: 1 },
  ];
  for (const message of guarded) {
    const { command } = message;
    assert.deepEqual(await stranger.request(message), { command, error: LOGIN_REQUIRED });
  }

  const ada = await enterFlat(t, server, 'Ada', 1);
  const errors = [
    [{ command: 'dataset' }, PROJECT_REQUIRED],
    [{ command: 'dataset', project: 2 }, RIGHTS_REQUIRED],
    [{ command: 'reset' }, RIGHTS_REQUIRED],
    [{ command: 'projectChange', changes: {} }, PROJECT_REQUIRED],
    [renameFlat(2, 'x'), RIGHTS_REQUIRED],
  ];
  for (const [message, error] of errors) {
    const { command } = message;
    assert.deepEqual(await ada.request(message), { command, error });
  }
  const command = 'projectChange';
  const wrong = await ada.request({ command, project: 1, changes: { tasks: 5 } });
  assert.match(wrong.error, /\(ERR_INVALID_CHANGES\)$/);
  assert.deepEqual(Object.keys(wrong), ['command', 'error']);
  const alex = await enterFlat(t, server, 'alex', 1);
  const refused = { command, error: SUBSCRIPTION_REQUIRED };
  assert.deepEqual(await alex.request(renameFlat(2, 'x')), refused);
});

test('a flat change that its author sent before it saw a reset is refused', async (t) => {
  const server = await startServer(t);
  const late = await connect(t, server, { autoPong: false });
  late.send({ command: 'login', login: 'Ada' });
  await late.take(2);
  await late.request({ command: 'dataset', project: 1 });

  await server.resetDataSet(1);
  await late.take(2);
  const { command, error } = await late.request(renameFlat(1, 'Of the past'));

  assert.equal(command, 'projectChange');
  assert.match(error, /\(ERR_BEFORE_RESET\)$/);
});

const FAMILY = {
  tasksData: [
    { id: 'a', name: 'A', children: [{ id: 'a1', name: 'A1' }] },
    { id: 'b', name: 'B' },
  ],
};

for (const [what, move, known, left] of [
  ['into', { id: 'b', parentId: 'a' }, [{ id: 'a' }, { id: 'a1' }], []],
  ['out of', { id: 'a1', parentId: null }, [{ id: 'a' }], ['a1', 'b']],
]) {
  test(`who removes a parent before it sees what was moved ${what} it gets the project`, async (t) => {
    const server = await startServer(t, { projects: [{ id: 1, name: 'One', source: FAMILY }] });
    const ada = await enter(t, server, 'Ada', 1);
    const leo = await enterFlat(t, server, 'alex', 1);
    await ada.drain();
    leo.socket.pause();
    const change = (changes) => {
      const data = { project: 1, revisions: [{ revision: `local-${what}`, changes }] };
      ada.send({ command: 'project_change', data });
    };
    change({ tasks: { updated: [move] } });
    await ada.until('project_change');
    const removed = { tasks: { removed: known } };
    leo.send({ command: 'projectChange', project: 1, changes: removed });
    await ada.until('project_change');
    leo.socket.resume();
    const { dataset } = await leo.until('dataset');
    assert.deepEqual(
      dataset.tasksData.map(({ id }) => id),
      left,
    );
  });
}

test('who removes a parent and has seen all gets no project', async (t) => {
  const server = await startServer(t, { projects: [{ id: 1, name: 'One', source: FAMILY }] });
  const leo = await enterFlat(t, server, 'alex', 1);
  await leo.drain();
  leo.send({
    command: 'projectChange',
    project: 1,
    changes: { tasks: { removed: [{ id: 'a' }] } },
  });
  assert.deepEqual(await leo.drain(), []);
});
