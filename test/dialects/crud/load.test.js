'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { answerLoad } = require('../../../lib/dialects/crud/load');
const { ALL } = require('../../../lib/dialects/crud/pack');
const { ask, packed } = require('../../support/http-server');
const { enter, rename, smallProject, startServer } = require('../../support/test-server');

const NESTED = {
  project: { startDate: '2026-03-02' },
  tasksData: [{ id: 1, name: 'A', children: [{ id: 2, name: 'B' }] }],
  resourcesData: [{ id: 'r', name: 'R' }],
};

test('a load without a pack is answered with the whole project', async (t) => {
  const server = await startServer(t, { projects: [{ id: 1, name: 'P', source: NESTED }] });
  const { status, headers, body } = await ask(server, '/crud/1/load?requestId=12345');
  assert.equal(status, 200);
  assert.match(headers.get('content-type') ?? '', /^application\/json/);
  assert.deepEqual([body.success, body.requestId], [true, '12345']);
  assert.ok(Number.isSafeInteger(body.revision));
  assert.deepEqual(body.project, NESTED.project);
  assert.equal(body.tasks.rows[0].children[0].name, 'B');
  assert.equal(body.tasks.total, 2);
  assert.deepEqual(body.resources, { rows: [{ id: 'r', name: 'R' }], total: 1 });
  assert.deepEqual(body.dependencies, { rows: [], total: 0 });
});

test('a load that names stores gets those, by GET and by POST', async (t) => {
  const server = await startServer(t);
  const pack = { type: 'load', requestId: 17, stores: ['tasks', 'timeRanges', 'code', 'project'] };
  const got = await ask(server, `/crud/1/load${packed(pack)}`);
  assert.deepEqual(Object.keys(got.body), [
    'success',
    'requestId',
    'revision',
    'project',
    'tasks',
    'timeRanges',
  ]);
  assert.deepEqual(got.body.timeRanges, { rows: [], total: 0 });
  assert.deepEqual((await ask(server, '/crud/1/load', { json: pack })).body, got.body);
  const named = await ask(server, `/crud/1/load${packed(pack).replace('data', 'pack')}`, {
    method: 'POST',
  });
  assert.deepEqual(named.body, got.body);
});

test('what was loaded is known by its tag until somebody changes the project', async (t) => {
  const server = await startServer(t);
  const tag = async () => (await ask(server, '/crud/1/load')).headers.get('etag') ?? '';
  const known = { headers: { 'If-None-Match': await tag() } };
  assert.deepEqual((await ask(server, '/crud/1/load', known)).status, 304);
  const ada = await enter(t, server, 'admin', 1);
  ada.send(rename(1, 'Dug'));
  await ada.next('project_change');
  const { status, body } = await ask(server, '/crud/1/load', known);
  assert.deepEqual([status, body.tasks.rows[0].name], [200, 'Dug']);
  const before = await tag();
  await server.resetDataSet(1);
  const after = await ask(server, '/crud/1/load');
  assert.notEqual(after.headers.get('etag'), before);
  assert.equal(after.body.tasks.rows[0].name, 'Dig');
});

test('a server that is made anew in the same process knows neither the tag nor the revision of the one before', async (t) => {
  const before = await startServer(t);
  const { headers, body } = await ask(before, '/crud/1/load');
  await before.destroy();
  const projects = [{ id: 1, name: 'One', source: smallProject('Other') }];
  const after = await startServer(t, { projects });
  const known = { headers: { 'If-None-Match': headers.get('etag') ?? '' } };
  const { status, body: now } = await ask(after, '/crud/1/load', known);
  assert.deepEqual([status, now.tasks.rows[0].name], [200, 'Other']);
  const poll = { type: 'sync', revision: body.revision };
  assert.equal((await ask(after, '/crud/1/sync', { json: poll })).body.code, 'ERR_BEFORE_RESET');
});

test('a load after a reset shows the project as it is then', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'admin', 1);
  ada.send(rename(1, 'Dug'));
  await ada.next('project_change');
  const name = async () => (await ask(server, '/crud/1/load')).body.tasks.rows[0].name;
  assert.equal(await name(), 'Dug');
  await server.resetDataSet(1);
  assert.equal(await name(), 'Dig');
});

test('what changed is in the next load, and the parts that did not change are the same memory', async (t) => {
  const many = Array.from({ length: 4000 }, (_, i) => ({ id: i + 1, name: `Task ${i}` }));
  const server = await startServer(t, {
    projects: [{ id: 1, name: 'P', source: { tasksData: many } }],
  });
  const ada = await enter(t, server, 'admin', 1);
  for (const store of ['tasks', 'resources', 'tasks']) {
    const pack = packed({ stores: [store] });
    const { body } = await ask(server, `/crud/1/load${pack}`);
    assert.equal(body[store].total, store === 'tasks' ? 4000 : 0);
    const updated = [{ id: 1, name: `After ${store}` }];
    const changes = { tasks: { updated, $input: { updated } } };
    const revisions = [{ revision: store, changes }];
    ada.send({ command: 'project_change', data: { project: 1, revisions } });
    await ada.next('project_change');
  }
  const { body } = await ask(server, '/crud/1/load');
  assert.equal(body.tasks.rows[0].name, 'After tasks');
});

test('a store of very many pieces is answered as one of few', () => {
  const pieces = Array.from({ length: 200_000 }, () => Buffer.from('1'));
  const members = new Map([
    ['project', [Buffer.from('"project":{}')]],
    ['tasks', [Buffer.from('"tasks":'), ...pieces]],
  ]);
  const project = /** @type {any} */ ({ texts: { members }, tag: '', toldNumber: 0 });
  const pack = /** @type {any} */ ({ params: {} });
  const { parts } = /** @type {any} */ (answerLoad(project, pack, () => false));
  const text = `{"success":true,"revision":0,"project":{},"tasks":${'1'.repeat(200_000)}}`;
  assert.ok(Buffer.concat(parts).equals(Buffer.from(text)));
});

test('a whole project is put together once until it changes, and its long parts are not copied', () => {
  const long = Buffer.alloc(5000, '1');
  const membersOf = (text) =>
    new Map([
      ['project', [Buffer.from('"project":{}')]],
      ['tasks', [Buffer.from('"tasks":'), long, Buffer.from(text)]],
    ]);
  const project = { texts: { members: membersOf('2') }, tag: 'a', toldNumber: 7 };
  const load = (pack = ALL) =>
    /** @type {any} */ (answerLoad(/** @type {any} */ (project), pack, () => false)).parts;
  const first = load();
  assert.deepEqual(first.map(String), [
    '{"success":true,"revision":7,"project":{},"tasks":',
    String(long),
    '2}',
  ]);
  assert.equal(first[1], long);
  assert.equal(load(), first);
  assert.match(String(load({ requestId: '5', params: {} })[0]), /"requestId":5/);
  assert.equal(load(), first);
  Object.assign(project, { texts: { members: membersOf('3') }, toldNumber: 8 });
  assert.equal(String(load()[2]), '3}');
  assert.match(String(load()[0]), /"revision":8/);
});

test('a load whose filters would look at too much is refused, whatever part of it they are for', async (t) => {
  const note = 'x'.repeat(5000);
  const resourcesData = Array.from({ length: 500 }, (_, id) => ({ id: `r${id}`, note }));
  const eventsData = [{ id: 'e', resourceId: 'r1' }];
  const server = await startServer(t, {
    projects: [{ id: 1, name: 'P', source: { resourcesData, eventsData } }],
  });
  const filter = { field: 'note', operator: 'includes', value: 'xx' };
  const load = (count, ...stores) => {
    const json = { requestId: 7, stores, params: { filters: Array(count).fill(filter) } };
    return ask(server, '/crud/1/load', { json });
  };
  assert.equal((await load(20, 'resources')).status, 200);
  for (const [count, stores] of [
    [32, ['resources']],
    [20, ['resources', 'events']],
  ]) {
    const { status, body } = await load(count, ...stores);
    assert.deepEqual(
      [status, body.success, body.requestId, body.code],
      [422, false, 7, 'ERR_QUERY_TOO_COSTLY'],
    );
  }
});

test('a load with an operator that the server does not know is refused, and says which', async (t) => {
  const server = await startServer(t);
  for (const operator of ['isSometimes', 'nor', 'constructor']) {
    const params = { filters: [{ field: 'name', operator, value: [] }] };
    const { status, body } = await ask(server, '/crud/1/load', { json: { params } });
    assert.deepEqual([status, body.code], [400, 'ERR_INVALID_DATA']);
    assert.ok(body.message.includes(`"${operator}"`), body.message);
  }
});
