'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { version } = require('../../../package.json');
const {
  LOGIN_REQUIRED,
  PROJECT_REQUIRED,
  RIGHTS_REQUIRED,
  SUBSCRIPTION_REQUIRED,
  connect,
  enter,
  rename,
  smallProject,
  startServer,
} = require('../../support/test-server');

/** Every command that needs a login, each as a client would send it. */
const GUARDED = [
  { command: 'logout' },
  { command: 'projects', data: {} },
  { command: 'dataset', data: { project: 1 } },
  rename(1, 'Name'),
  { command: 'reset', data: { project: 1 } },
  { command: 'request_version_autosave', data: { project: 1 } },
  { command: 'requestVersionAutoSave', data: { project: 1 } },
  { command: 'load_version_content', data: { project: 1, versionId: 'versions-1' } },
  { command: 'loadVersionContent', data: { project: 1, versionId: 'versions-1' } },
];

test('the version is told without a login', async (t) => {
  const server = await startServer(t);
  const client = await connect(t, server);
  const answer = { command: 'version', data: { version } };
  assert.deepEqual(await client.request({ command: 'version', data: {} }), answer);
  assert.deepEqual(await client.request({ command: 'version' }), answer);
});

test('every other command needs a login', async (t) => {
  const server = await startServer(t);
  const client = await connect(t, server);
  for (const message of GUARDED) {
    const { command } = message;
    assert.deepEqual(await client.request(message), { command, error: LOGIN_REQUIRED });
  }
});

test('a command for a project without its id is refused in one message', async (t) => {
  const server = await startServer(t);
  const client = await enter(t, server, 'alex', 1);
  const commands = GUARDED.map(({ command }) => command).slice(2);
  const absent = [undefined, null, {}, { project: null }];
  for (const command of commands) {
    const refused = { command, error: PROJECT_REQUIRED };
    for (const data of absent) {
      assert.deepEqual(await client.request({ command, data }), refused);
    }
  }
  assert.deepEqual(await client.drain(), []);
});

test('a project that somebody may not see is refused like one that is not there', async (t) => {
  const server = await startServer(t);
  const client = await enter(t, server, 'alex', 1);
  for (const message of GUARDED.slice(2)) {
    for (const project of [3, 99, '__proto__', 'constructor']) {
      const { command } = message;
      const answer = await client.request({ command, data: { ...message.data, project } });
      assert.deepEqual(answer, { command, error: RIGHTS_REQUIRED });
    }
  }
});

test('a change or a reset of a project that was not loaded is refused', async (t) => {
  const server = await startServer(t);
  const client = await enter(t, server, 'alex');
  const refused = { error: SUBSCRIPTION_REQUIRED, data: { project: 1 } };
  const reset = { command: 'reset', data: { project: 1 } };

  const before = [await client.request(rename(1, 'Name')), await client.request(reset)];
  await client.load(2);
  const elsewhere = [await client.request(rename(1, 'Name')), await client.request(reset)];

  const expected = [
    { command: 'project_change', ...refused },
    { command: 'reset', ...refused },
  ];
  assert.deepEqual(before, expected);
  assert.deepEqual(elsewhere, expected);
});

test('the projects are those that the user may see, in the order of the option', async (t) => {
  const server = await startServer(t);
  const client = await enter(t, server, 'alex');
  assert.deepEqual(await client.request({ command: 'projects', data: {} }), {
    command: 'projects',
    data: {
      projects: [
        { id: 1, name: 'One' },
        { id: 2, name: 'Two' },
      ],
    },
  });
});

test('a dataset has every store of the project, its project fields and its revision', async (t) => {
  const server = await startServer(t);
  const client = await enter(t, server, 'Ada');

  const { command, data } = await client.load(1);

  assert.equal(command, 'dataset');
  assert.deepEqual(data, {
    project: 1,
    dataset: {
      tasksData: [{ id: 'events-1', name: 'Dig', parentIndex: 0, orderedParentIndex: 0 }],
      resourcesData: [],
      dependenciesData: [],
      assignmentsData: [],
      calendarsData: [],
      versionsData: [{ id: 'versions-1', name: 'First' }],
      changelogsData: [],
      project: { startDate: '2026-03-02' },
    },
    revision: 'base',
  });
});

test('a dataset says which revision it contains', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  await ada.request(rename(1, 'Plough'));

  const { data } = await ada.load(1);

  assert.equal(data.revision, 'server-1');
  assert.equal(data.dataset.tasksData[0].name, 'Plough');
});

test('a project is found by the text of its id and answers with the id it has', async (t) => {
  const server = await startServer(t);
  const client = await enter(t, server, 'Ada');
  const { data } = await client.load('1');
  assert.equal(data.project, 1);
});

test('a change goes to every subscriber, its author included, as one and the same message', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  const bob = await enter(t, server, 'Bob', 1);
  const elsewhere = await enter(t, server, 'alex', 2);
  await ada.drain();
  await bob.drain();

  ada.send(rename(1, 'Plough', 'local-7'));

  const updated = [{ id: 'events-1', name: 'Plough' }];
  const revision = {
    revision: 'server-1',
    localRevision: 'local-7',
    client: ada.id,
    changes: { tasks: { updated, $input: { updated } } },
  };
  const expected = { command: 'project_change', data: { revisions: [revision], project: 1 } };
  assert.deepEqual(await ada.next(), expected);
  assert.deepEqual(await bob.next(), expected);
  assert.deepEqual(await elsewhere.drain(), []);
});

test('a change is known by its command, however the text of the message begins', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  const { command, data } = rename(1, 'Plough');

  for (const text of [
    JSON.stringify({ data, command }),
    JSON.stringify({ command, data }, null, 1),
  ]) {
    const answer = await ada.request(text);
    assert.equal(answer.command, 'project_change');
    assert.equal(answer.data.revisions.length, 1);
  }
});

test('loading another project ends the subscription to the one before', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'alex', 1);
  const bob = await enter(t, server, 'ben', 1);
  await bob.load(2);
  await bob.drain();

  await ada.drain();
  await ada.request(rename(1, 'Plough'));

  assert.deepEqual(await bob.drain(), []);
});

test('the first that asks may save a version, the others get no answer', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'alex', 1);
  const bob = await enter(t, server, 'ben', 1);
  const allowed = (project) => ({ command: 'versionAutoSaveOK', data: { project } });
  await ada.drain();

  ada.ask('request_version_autosave', { project: 1 });
  assert.deepEqual(await ada.next(), allowed(1));
  bob.ask('requestVersionAutoSave', { project: 1 });
  ada.ask('request_version_autosave', { project: 1 });
  bob.ask('requestVersionAutoSave', { project: 2 });

  assert.deepEqual(await bob.drain(), [allowed(2)]);
  assert.deepEqual(await ada.drain(), []);
});

test("a version's content is told under the command it was asked for with", async (t) => {
  const server = await startServer(t);
  const client = await enter(t, server, 'Ada', 1);
  for (const command of ['load_version_content', 'loadVersionContent']) {
    const data = { project: 1, versionId: 'versions-1' };
    assert.deepEqual(await client.request({ command, data }), {
      command,
      data: { ...data, content: { tasks: 1 } },
    });
    for (const versionId of ['nope', undefined, null, {}, ['versions-1']]) {
      assert.deepEqual(await client.request({ command, data: { project: 1, versionId } }), {
        command,
        error: 'The project has no version of this id (ERR_UNKNOWN_VERSION)',
      });
    }
  }
});

test('several projects are edited at once without getting mixed', async (t) => {
  const projects = [1, 2, 3].map((id) => ({ id, name: `P${id}`, source: smallProject('Old') }));
  const server = await startServer(t, { projects });
  const clients = await Promise.all([1, 2, 3].map((id) => enter(t, server, 'admin', id)));
  for (const client of clients) await client.drain();

  for (const [index, client] of clients.entries())
    client.send(rename(index + 1, `New ${index + 1}`));

  for (const [index, client] of clients.entries()) {
    const { data } = await client.next();
    assert.equal(data.project, index + 1);
    assert.equal(data.revisions[0].revision, 'server-1');
    const reloaded = await client.load(index + 1);
    assert.equal(reloaded.data.dataset.tasksData[0].name, `New ${index + 1}`);
  }
});

test('the application is told once of a project that is followed, however often it is loaded', async (t) => {
  const followed = [];
  const onSubscribe = ({ project, userName }) => followed.push(`${project} ${userName}`);
  const server = await startServer(t, { onSubscribe });
  const client = await enter(t, server, 'alex', 1);
  for (const id of [1, 2, 2, 1]) await client.load(id);
  assert.deepEqual(followed, ['1 alex', '2 alex', '1 alex']);
});

test('who asks for a reset that fails is told so, and keeps what there was', async (t) => {
  const source = smallProject('Dig');
  const server = await startServer(t, { projects: [{ id: 1, source }] });
  const client = await enter(t, server, 'alex', 1);
  source.tasksData = 'none';
  const { error } = await client.request({ command: 'reset', data: { project: 1 } });
  assert.match(error, /\(ERR_DATA_NOT_LOADED\)$/);
  assert.equal((await client.load(1)).data.dataset.tasksData[0].name, 'Dig');
});
