'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { PROJECTS, enter, rename, startServer } = require('./support/test-server');

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
  assert.deepEqual(asked, [undefined, undefined, [undefined]]);
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
    const names = server.logged.map(
      (line) => /^error: The hook "(\w+)" failed: Error: oh no\n/.exec(line)[1],
    );
    assert.deepEqual(names, ['onLogin', 'onSubscribe', 'onChange', 'onReset']);
  }
});

test('the policies of a project are those of the server but where it has its own', () => {
  const { HostedProject } = require('../lib/hosted-project');
  const { resolveOptions } = require('../lib/resolve-options');
  const policies = (conflicts, own) => {
    const options = resolveOptions(conflicts === undefined ? {} : { conflicts });
    return Object.values(
      new HostedProject({ ...PROJECTS[0], conflicts: own }, options).policies,
    ).join();
  };
  assert.equal(policies(), 'last-writer-wins,last-writer-wins,reject');
  assert.equal(policies('merge'), 'merge,merge,merge');
  assert.equal(policies({ flat: 'reject' }), 'last-writer-wins,reject,reject');
  assert.equal(policies('merge', { sync: 'server-wins' }), 'merge,merge,server-wins');
  assert.equal(policies('merge', 'reject'), 'reject,reject,reject');
});
