'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { resolveOptions } = require('../../lib/options/resolve-options');
const { DIALECTS } = require('../support/dialects');
const { enterSync, renameSync } = require('../support/sync-client');
const { temporaryFolder } = require('../support/temporary-folder');
const { PROJECTS, enter, rename, startServer } = require('../support/test-server');

/** A promise, and what resolves it. */
function later() {
  let resolve;
  const promise = new Promise((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

test('the hooks are told who comes, what it follows, what it changes, and of resets', async (t) => {
  const events = [];
  const note = (name) => (event) => events.push([name, event]);
  const server = await startServer(t, {
    onLogin: note('onLogin'),
    onSubscribe: note('onSubscribe'),
    onChange: note('onChange'),
    onReset: note('onReset'),
  });
  const ada = await enter(t, server, 'Ada', 1);
  await ada.load(1);
  ada.send(rename(1, 'Plant'));
  const echo = await ada.next();
  await server.resetDataSet(1, 'Eve');

  const who = { client: ada.id, userName: 'Ada', dialect: 'commands' };
  const [login, subscription, [name, change], reset, ...more] = events;
  assert.deepEqual(login, ['onLogin', who]);
  assert.deepEqual(subscription, ['onSubscribe', { project: 1, ...who }]);
  assert.deepEqual(reset, ['onReset', { project: 1, userName: 'Eve' }]);
  assert.deepEqual(more, []);

  assert.equal(name, 'onChange');
  const { message, ...plain } = change;
  assert.deepEqual(plain, { project: 1, revision: 1, ...who });
  assert.deepEqual(JSON.parse(message), echo);
  assert.deepEqual(change.revisions, echo.data.revisions);
});

test('a change that is refused by the core is told to nobody', async (t) => {
  const changes = [];
  const server = await startServer(t, { onChange: (change) => changes.push(change) });
  const ada = await enter(t, server, 'Ada', 1);
  ada.ask('project_change', { project: 1, revisions: 7 });
  assert.match((await ada.next()).error, /ERR_INVALID_REVISION/);
  ada.ask('project_change', { project: 2, revisions: [] });
  await ada.next();
  assert.deepEqual(changes, []);
});

test('beforeChange is asked with who wants to change what', async (t) => {
  const asked = [];
  const beforeChange = (change) => {
    asked.push([change, change.changes]);
  };
  const server = await startServer(t, { beforeChange });
  const ada = await enter(t, server, 'Ada', 1);
  const message = rename(1, 'Plant');
  ada.send(message);
  await ada.next();
  const [[{ bytes, ...change }, changes]] = asked;
  assert.deepEqual(change, { project: 1, userName: 'Ada', client: ada.id, dialect: 'commands' });
  assert.deepEqual(JSON.parse(bytes), message);
  assert.deepEqual(changes, [message.data.revisions[0].changes]);
});

test('a text that is no message gives beforeChange no changes, and is answered as ever', async (t) => {
  const asked = [];
  const server = await startServer(t, { beforeChange: ({ changes }) => void asked.push(changes) });
  const ada = await enter(t, server, 'Ada', 1);
  const start = '{"command":"project_change"';
  for (const rest of [
    ',',
    ',"data":{"revisions":7}}',
    ',"data":{"project":1,"revisions":[null]}}',
  ]) {
    assert.match(JSON.stringify(await ada.request(start + rest)), /ERR_|Project id/);
  }
  assert.deepEqual(asked, [[], [], []]);
});

test('while beforeChange thinks, what the client sends next waits, and the others go on', async (t) => {
  const first = later();
  let isFirst = true;
  const beforeChange = ({ userName }) => {
    const answer = userName === 'Ada' && isFirst ? first.promise : undefined;
    if (userName === 'Ada') isFirst = false;
    return answer;
  };
  const server = await startServer(t, { beforeChange });
  const ada = await enter(t, server, 'Ada', 1);
  const ben = await enter(t, server, 'Ben', 1);
  await ada.drain();
  ada.send(rename(1, 'A', 'local-1'));
  ada.send(rename(1, 'B', 'local-2'));
  const seen = [];
  ben.send(rename(1, 'C', 'local-1'));
  seen.push(await ben.next());
  first.resolve();
  seen.push(...(await ben.take(2)));
  assert.deepEqual(
    seen.map(({ data }) => {
      const [{ changes, revision }] = data.revisions;
      return `${revision} ${changes.tasks.updated[0].name}`;
    }),
    ['server-1 C', 'server-2 A', 'server-3 B'],
  );
});

test('a change for which a hook thinks when its author goes is made all the same', async (t) => {
  const answer = later();
  const asked = later();
  const beforeChange = () => {
    asked.resolve();
    return answer.promise;
  };
  const server = await startServer(t, { beforeChange });
  const ada = await enter(t, server, 'Ada', 1);
  const ben = await enter(t, server, 'Ben', 1);
  ada.send(rename(1, 'Plant'));
  await asked.promise;
  ada.socket.terminate();
  answer.resolve(true);
  const [change, logout] = await ben.take(2);
  assert.equal(change.data.revisions[0].changes.tasks.updated[0].name, 'Plant');
  assert.equal(logout.command, 'logout');
});

test('a change for which a hook thinks during a reset is refused', async (t) => {
  const answer = later();
  const asked = later();
  const beforeChange = () => {
    asked.resolve();
    return answer.promise;
  };
  const server = await startServer(t, { beforeChange });
  const ada = await enter(t, server, 'Ada', 1);
  ada.send(rename(1, 'Plant'));
  await asked.promise;
  await server.resetDataSet(1);
  answer.resolve(true);
  const [dataset, reset, refusal] = await ada.take(3);
  assert.deepEqual([dataset.command, reset.command], ['dataset', 'reset']);
  assert.match(refusal.error, /ERR_BEFORE_RESET/);
  assert.equal((await ada.load(1)).data.dataset.tasksData[0].name, 'Dig');
});

test('hooks that fail are logged, and the server goes on', async (t) => {
  const fail = () => {
    throw new Error('oh no');
  };
  const reject = async () => fail();
  for (const hook of [fail, reject]) {
    const server = await startServer(t, {
      onLogin: hook,
      onSubscribe: hook,
      onChange: hook,
      onReset: hook,
    });
    const ada = await enter(t, server, 'Ada', 1);
    ada.send(rename(1, 'Plant'));
    assert.equal((await ada.next()).command, 'project_change');
    await server.resetDataSet(1);
    await ada.drain();
    const names = server.logged.flatMap(
      (line) => /^error: The hook "(\w+)" failed: Error: oh no\n/.exec(line)?.[1] ?? [],
    );
    assert.deepEqual(names, ['onLogin', 'onSubscribe', 'onChange', 'onReset']);
  }
});

test('the policies of a project are those of the server but where it has its own', () => {
  const { HostedProject } = require('../../lib/project/hosted-project');
  const policies = (conflicts, own) => {
    const options = resolveOptions(conflicts === undefined ? {} : { conflicts });
    const parts = { dialects: DIALECTS };
    const project = new HostedProject({ ...PROJECTS[0], conflicts: own }, options, parts);
    return ['commands', 'flat', 'sync', 'calendar'].map((name) => project.policies[name]).join();
  };
  assert.equal(policies(), 'last-writer-wins,last-writer-wins,reject,reject');
  assert.equal(policies('merge'), 'merge,merge,merge,merge');
  assert.equal(policies({ flat: 'reject' }), 'last-writer-wins,reject,reject,reject');
  assert.equal(policies('merge', { sync: 'server-wins' }), 'merge,merge,server-wins,merge');
  assert.equal(policies('merge', 'reject'), 'reject,reject,reject,reject');
});

test('a projects.json may say how conflicts are resolved, and only how they can be', async (t) => {
  const { listFolder } = require('../../lib/storage/data-folder');
  const entry = { id: 1, name: 'Garden', source: 'garden.json' };
  const list = (conflicts) =>
    listFolder(
      temporaryFolder(t, { 'projects.json': [{ ...entry, conflicts }] }),
      resolveOptions().conflicts,
    );
  assert.deepEqual((await list('merge'))[0].conflicts, 'merge');
  assert.deepEqual((await list({ sync: 'merge' }))[0].conflicts, { sync: 'merge' });
  assert.ok(!('conflicts' in (await list())[0]));
  await assert.rejects(list('theirs'), {
    code: 'ERR_INVALID_DATA_FILE',
    message: /projects\.json: entry 0 has conflicts that are no policies/,
  });
});

/** Two clients overwrite each other's name of one task, until the server says something of it. */
async function fight(t, options) {
  const storms = [];
  const server = await startServer(t, { ...options, onStorm: (storm) => storms.push(storm) });
  const [ada, ben] = [await enter(t, server, 'Ada', 1), await enter(t, server, 'Ben', 1)];
  await ada.drain();
  let turn = 0;
  while (storms.length === 0 && turn < 100) {
    const [author, other] = turn % 2 ? [ben, ada] : [ada, ben];
    author.send(rename(1, author === ada ? 'midnight here' : 'midnight there', `local-${turn}`));
    await other.next();
    // The author of the last one may have been cut off.
    if (storms.length === 0) await author.next();
    turn += 1;
  }
  return { server, storms, ada, ben, turn };
}

test('two clients that overwrite each other without end are logged and told', async (t) => {
  const { server, storms, ada, ben, turn } = await fight(t);
  const [storm] = storms;
  const { clients, ...what } = storm;
  assert.deepEqual(what, {
    project: 1,
    store: 'tasks',
    id: 'events-1',
    field: 'name',
    alternations: 50,
  });
  assert.deepEqual([...clients].sort(), [ada.id, ben.id].sort());
  assert.ok(turn > 50 && turn < 55, `${turn}`);
  const [line, ...more] = server.logged.filter((one) => one.startsWith('warn: '));
  assert.match(
    line,
    /^warn: "(Ada|Ben)" \(client-.*\) and "(Ada|Ben)" \(.*\) overwrite each other/,
  );
  assert.deepEqual(more, []);
});

test('with the option one of them is disconnected, and what it wrote is kept', async (t) => {
  const { storms, ada, ben } = await fight(t, { stormPolicy: 'disconnect' });
  const [last, other] = storms[0].clients.at(-1) === ada.id ? [ada, ben] : [ben, ada];
  assert.equal(await last.closed, 4429);
  await other.take(2); // that it has gone
  const { data } = await other.load(1);
  assert.match(data.dataset.tasksData[0].name, last === ada ? /here/ : /there/);
});

test('while onConflict thinks its author waits, and what was decided holds then', async (t) => {
  const asked = later();
  const answer = later();
  const onConflict = (conflict) => {
    asked.resolve(conflict);
    return answer.promise;
  };
  const server = await startServer(t, { onConflict });
  const [ada, ben] = [await enter(t, server, 'Ada', 1), await enter(t, server, 'Ben', 1)];
  await ada.drain();
  ben.socket.pause();
  ada.send(rename(1, 'Plant'));
  await ada.next();
  ben.send(rename(1, 'Water', 'local-1'));
  const conflict = await asked.promise;
  assert.deepEqual(conflict, {
    project: 1,
    client: ben.id,
    userName: 'Ben',
    dialect: 'commands',
    policy: 'last-writer-wins',
    conflicts: [{ store: 'tasks', type: 'concurrent_edit', id: 'events-1', fields: ['name'] }],
  });
  ada.send(rename(1, 'Weed', 'local-2'));
  await ada.next();
  answer.resolve('reject');
  const { data } = await ada.next();
  const [own, correction] = data.revisions;
  assert.deepEqual(own.changes, {});
  assert.deepEqual(correction.changes.tasks.updated, [{ id: 'events-1', name: 'Weed' }]);
});

test('a sync author is told why its change was refused, and nothing was made', async (t) => {
  const seen = [];
  const beforeChange = ({ changes, dialect }) => {
    seen.push([dialect, changes]);
    return 'Not on Sundays';
  };
  const onChange = () => seen.push('changed');
  const server = await startServer(t, { beforeChange, onChange });
  const ada = await enterSync(t, server);
  await ada.drain();
  const change = renameSync('Plant', 7);
  const { type, payload } = await ada.request(change);
  assert.equal(type, 'error');
  assert.equal(payload.code, 'ERR_VETOED');
  assert.match(payload.message, /Not on Sundays/);
  assert.equal(payload.clientRevision, 7);
  assert.deepEqual(seen, [['sync', [change.payload]]]);
});

test('who may not force is told of the conflict all the same', async (t) => {
  const groups = {
    chiefs: { projects: [1] },
    others: { projects: [1], force: false },
  };
  const users = {
    ada: { token: 'ada-secret', group: 'chiefs' },
    ben: { token: 'ben-secret', group: 'others' },
  };
  const server = await startServer(t, { users, groups, conflicts: 'reject' });
  const ada = await enterSync(t, server, { token: 'ada-secret' });
  const ben = await enterSync(t, server, { token: 'ben-secret' });
  const force = (name, revision) => {
    const updated = [{ id: 'events-1', baseRevision: 0, changes: { name } }];
    return { type: 'changes', payload: { tasks: { updated } }, revision, force: true };
  };
  const types = async (client, message) => {
    client.send(message);
    return (await client.drain())
      .map(({ type }) => type)
      .filter((type) => /ack|conflict/.test(type));
  };
  assert.deepEqual(await types(ben, force('Plant', 1)), ['ack']);
  assert.deepEqual(await types(ada, force('Water', 1)), ['ack']);
  assert.deepEqual(await types(ben, force('Weed', 2)), ['conflict']);
});
