'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { CrudClient, loaded } = require('../../support/crud-client');
const { ask } = require('../../support/http-server');
const { enterSync } = require('../../support/sync-client');
const { enter, rename, startServer } = require('../../support/test-server');

const NAME = '_generatedTaskModel_9b456d67-2014-46eb-8d40-6a1481c3a4a6';
const CHILD = '_generatedTaskModel_2214d2b8-bad3-4b8c-9e2c-ef061703d612';
const SOURCE = {
  project: { startDate: '2026-03-02' },
  tasksData: [
    { id: 1, name: 'A', children: [{ id: 2, name: 'B' }] },
    { id: 3, name: 'C' },
  ],
  resourcesData: [{ id: 'r', name: 'R' }],
};
const projects = [{ id: 1, name: 'P', source: SOURCE }];

/** What an answer says besides its envelope. */
function changesIn({ success, requestId: _id, revision: _revision, ...changes }) {
  assert.equal(success, true);
  return changes;
}

test('new records get ids, and every record of a pack is in the answer', async (t) => {
  const server = await startServer(t, { projects });
  const client = await loaded(server);
  const answer = await client.sync({
    tasks: {
      added: [
        { name: 'New', parentId: null, parentIndex: 2, $PhantomId: NAME },
        { name: 'Child', parentId: NAME, $PhantomParentId: NAME, $PhantomId: CHILD },
      ],
      updated: [{ id: 2, name: 'Bee' }],
      removed: [{ id: 3 }],
    },
    dependencies: { added: [{ from: 2, to: CHILD, $PhantomId: '_generatedDep_1' }] },
  });
  const { tasks, dependencies } = changesIn(answer);
  const [parent, child, known] = tasks.rows;
  assert.deepEqual([parent.$PhantomId, child.$PhantomId], [NAME, CHILD]);
  assert.equal(child.parentId, parent.id);
  assert.deepEqual(known, { id: 2 });
  assert.deepEqual(tasks.removed, [{ id: 3 }]);
  assert.equal(dependencies.rows[0].$PhantomId, '_generatedDep_1');
  assert.equal(dependencies.rows[0].to, child.id);

  const { tasks: now } = await client.load();
  assert.deepEqual(
    now.rows.map(({ name, children = [] }) => [name, children.map((one) => one.name)]),
    [
      ['A', ['Bee']],
      ['New', ['Child']],
    ],
  );
});

test('what a sync changes the subscribers of other dialects are told, each in theirs', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'admin', 1);
  const eve = await enterSync(t, server, { project: 1 });
  const client = await loaded(server);
  await client.sync({ tasks: { updated: [{ id: 'events-1', name: 'Dug' }] } });
  const { revisions } = (await ada.next('project_change')).data;
  assert.deepEqual(revisions[0].changes.tasks.$input, {
    updated: [{ id: 'events-1', name: 'Dug' }],
  });
  const told = (await eve.drain()).find(({ type }) => type === 'changes');
  assert.deepEqual(told.payload.tasks.updated, [{ id: 'events-1', name: 'Dug' }]);
});

test('a poll is answered with what others have changed since, and nothing of it twice', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'admin', 1);
  const client = await loaded(server);
  assert.deepEqual(changesIn(await client.sync()), {});
  ada.send(rename(1, 'Once'));
  ada.send(rename(1, 'Twice', 'local-2'));
  await ada.next('project_change');
  await ada.next('project_change');
  assert.deepEqual(changesIn(await client.sync()), {
    tasks: { rows: [{ id: 'events-1', name: 'Twice' }] },
  });
  assert.deepEqual(changesIn(await client.sync()), {});
});

test('two that poll and change the same project are equal in the end', async (t) => {
  const server = await startServer(t, { projects });
  const [one, other] = [await loaded(server), await loaded(server)];
  await one.sync({
    tasks: {
      added: [{ name: 'New', parentId: 1, parentIndex: 0, $PhantomId: NAME }],
      updated: [{ id: 2, parentIndex: 1 }],
    },
  });
  const { tasks } = changesIn(
    await other.sync({ tasks: { updated: [{ id: 3, name: 'Sea' }] }, project: { name: 'Plan' } }),
  );
  const { id, ...added } = tasks.rows.find(({ name }) => name === 'New');
  assert.deepEqual(added, { name: 'New', parentId: 1, parentIndex: 0, orderedParentIndex: 0 });
  assert.deepEqual(changesIn(await one.sync()), {
    tasks: { rows: [{ id: 3, name: 'Sea' }] },
    project: { name: 'Plan' },
  });
  await other.sync({ tasks: { removed: [{ id }] } });
  assert.deepEqual(changesIn(await one.sync()), { tasks: { removed: [{ id }] } });
});

test('a parent stands before its children in rows, whatever came first', async (t) => {
  const server = await startServer(t, { projects });
  const [one, other] = [await loaded(server), await loaded(server)];
  await one.sync({
    tasks: {
      added: [
        { name: 'Child', parentId: NAME, $PhantomId: CHILD },
        { name: 'Parent', parentId: null, $PhantomId: NAME },
      ],
    },
  });
  const { rows } = (await other.sync()).tasks;
  assert.deepEqual(
    rows.map(({ name }) => name),
    ['Parent', 'Child'],
  );
  assert.equal(rows[1].parentId, rows[0].id);
});

test('a repeated request is answered as the first, and changes nothing again', async (t) => {
  const server = await startServer(t, { projects });
  const ada = await enter(t, server, 'admin', 1);
  const client = await loaded(server);
  const { revision } = client;
  const pack = { type: 'sync', requestId: 17, revision, tasks: { added: [{ name: 'New' }] } };
  const first = await client.send(pack);
  assert.deepEqual((await client.send(pack)).body, first.body);
  await ada.next('project_change');
  // Somebody else may give another request the same id.
  const other = await client.send({ ...pack, tasks: { added: [{ name: 'Other' }] } });
  assert.notDeepEqual(other.body.tasks, first.body.tasks);
  const { tasks } = await client.load();
  assert.deepEqual(
    tasks.rows.map(({ name }) => name),
    ['A', 'C', 'New', 'Other'],
  );
});

test('names that two clients may both give stay apart, and one that is unique is known again', async (t) => {
  const server = await startServer(t, { projects });
  const [one, other] = [await loaded(server), await loaded(server)];
  const add = (client, $PhantomId) =>
    client.sync({ resources: { added: [{ name: 'X', $PhantomId }] } });
  const counted = [await add(one, '_generated_1'), await add(other, '_generated_1')];
  assert.notEqual(
    counted[0].resources.rows.find((row) => row.$PhantomId).id,
    counted[1].resources.rows.find((row) => row.$PhantomId).id,
  );
  const unique = [await add(one, NAME), await add(one, NAME)];
  const [first, again] = unique.map(({ resources }) =>
    resources.rows.find((row) => row.$PhantomId),
  );
  assert.equal(first.$PhantomId, NAME);
  assert.equal(again.id, first.id);
});

test('a revision of another life, from before a reset, or of nobody is refused', async (t) => {
  const server = await startServer(t, { projects });
  const client = await loaded(server);
  const before = client.revision;
  await server.resetDataSet(1);
  const gone = await client.send({ requestId: 5, revision: before });
  assert.deepEqual(
    [gone.status, gone.body.requestId, gone.body.code],
    [409, 5, 'ERR_BEFORE_RESET'],
  );
  assert.equal((await client.send({ revision: 3 })).body.code, 'ERR_BEFORE_RESET');
  await client.load();
  assert.notEqual(client.revision, before);
  const right = client.revision;
  await server.resetDataSet(1);
  assert.equal((await client.send({ revision: right })).body.code, 'ERR_BEFORE_RESET');
  await client.load();
  assert.deepEqual(changesIn(await client.sync()), {});
  await client.sync({ tasks: { updated: [{ id: 3, name: 'Sea' }] } });
  assert.equal(
    (await client.send({ revision: client.revision + 1 })).body.code,
    'ERR_BEFORE_RESET',
  );
});

test('who asks for more than is known has to load', async (t) => {
  const server = await startServer(t, { maxLogRevisions: 1 });
  const client = await loaded(server);
  const ada = await enter(t, server, 'admin', 1);
  for (const name of ['One', 'Two', 'Three']) {
    ada.send(rename(1, name, name));
    await ada.next('project_change');
  }
  const { status, body } = await client.send({ revision: client.revision });
  assert.deepEqual([status, body.code], [410, 'ERR_UNKNOWN_REVISION']);
});

test('without a revision a sync is made all the same, and answered with its own records', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'admin', 1);
  ada.send(rename(1, 'Dug'));
  await ada.next('project_change');
  const client = new CrudClient(server);
  const { body } = await client.send({ tasks: { updated: [{ id: 'events-1', note: 'x' }] } });
  assert.deepEqual(changesIn(body), { tasks: { rows: [{ id: 'events-1' }] } });
  assert.equal(body.requestId, undefined);
});

test('what a client edits that is gone is told as removed, and what it knows of a record is put right', async (t) => {
  const server = await startServer(t, { projects });
  const [one, other] = [await loaded(server), await loaded(server)];
  await one.sync({ tasks: { removed: [{ id: 3 }] } });
  const { tasks } = await other.sync({ tasks: { updated: [{ id: 3, name: 'Late' }] } });
  assert.deepEqual(tasks, { removed: [{ id: 3 }] });
});

test('by policy a change that conflicts is refused with what there is, or left out and put right', async (t) => {
  const server = await startServer(t, { projects, conflicts: { crud: 'reject' } });
  const [one, other] = [await loaded(server), await loaded(server)];
  await one.sync({ tasks: { updated: [{ id: 3, name: 'Mine' }] } });
  const pack = { requestId: 1, tasks: { updated: [{ id: 3, name: 'Theirs', note: 'n' }] } };
  const refused = await other.send({ ...pack, revision: other.revision });
  assert.equal(refused.status, 409);
  const { success, requestId, code, conflicts } = refused.body;
  assert.deepEqual([success, requestId, code], [false, 1, 'ERR_CONFLICT']);
  assert.deepEqual(conflicts[0].fields, ['name']);
  assert.equal((await one.load()).tasks.rows[1].note, undefined);

  const lenient = await startServer(t, { projects, conflicts: { crud: 'server-wins' } });
  const [first, second] = [await loaded(lenient), await loaded(lenient)];
  await first.sync({ tasks: { updated: [{ id: 3, name: 'Mine' }] } });
  const { tasks } = await second.sync({ tasks: pack.tasks });
  assert.deepEqual(tasks, { rows: [{ id: 3, name: 'Mine' }] });
  assert.equal((await first.load()).tasks.rows[1].note, 'n');
});

test('the status says whether a sync was made, also where it is asked for once more', async (t) => {
  const server = await startServer(t, {
    projects,
    conflicts: { crud: 'reject' },
    locks: 'enforced',
  });
  const [one, other] = [await loaded(server), await loaded(server)];
  await one.sync({ tasks: { updated: [{ id: 3, name: 'Mine' }] } });
  const eve = await enterSync(t, server, { project: 1 });
  eve.send({ type: 'lock', payload: { recordType: 'tasks', recordId: 2 } });
  await eve.next('lock');
  const packs = {
    conflicting: { tasks: { updated: [{ id: 3, name: 'Theirs' }] } },
    locked: { tasks: { updated: [{ id: 2, name: 'Theirs' }] } },
  };
  for (const [requestId, pack] of Object.entries(packs)) {
    for (const time of ['once', 'once more']) {
      const refused = await other.send({ ...pack, requestId, revision: other.revision });
      const { success, code } = refused.body;
      const said = [refused.status, success, code];
      assert.deepEqual(said, [409, false, 'ERR_CONFLICT'], `${requestId}, ${time}`);
    }
  }

  const lenient = await startServer(t, { projects, conflicts: { crud: 'server-wins' } });
  const [first, second] = [await loaded(lenient), await loaded(lenient)];
  await first.sync({ tasks: { updated: [{ id: 3, name: 'Mine' }] } });
  // Nothing is left of it, but its author is put right.
  const { tasks } = await second.sync(packs.conflicting);
  assert.deepEqual(tasks, { rows: [{ id: 3, name: 'Mine' }] });
});

test('the hooks see a sync as they see every change', async (t) => {
  const seen = [];
  const server = await startServer(t, {
    projects,
    beforeChange: ({ dialect, userName, changes }) => {
      seen.push([dialect, userName, changes]);
      return changes[0].tasks.updated[0].name === 'No' ? 'Not so' : undefined;
    },
    onChange: ({ dialect, revisions }) => seen.push([dialect, revisions.length]),
  });
  const client = await loaded(server);
  const change = (name) => ({ tasks: { updated: [{ id: 3, name }] } });
  await client.sync(change('Yes'));
  assert.deepEqual(seen, [
    ['crud', undefined, [change('Yes')]],
    ['crud', 1],
  ]);
  const { status, body } = await client.send({ requestId: 2, ...change('No') });
  assert.deepEqual([status, body.code, body.message], [422, 'ERR_VETOED', 'Not so']);
});

test('what is kept is kept before it is answered, and a repeated request is known after a restart', async (t) => {
  const { temporaryFolder } = require('../../support/temporary-folder');
  const storage = `sqlite:${temporaryFolder(t)}/kept.db`;
  const first = await startServer(t, { projects, storage });
  const client = await loaded(first);
  const pack = { requestId: 1, revision: client.revision, tasks: { added: [{ name: 'Kept' }] } };
  const answer = await client.send(pack);
  await first.destroy();
  const second = await startServer(t, { projects, storage });
  const again = new CrudClient(second);
  assert.deepEqual((await again.send(pack)).body, answer.body);
  assert.deepEqual(changesIn((await again.send({ revision: answer.body.revision })).body), {});
  assert.equal((await again.load()).tasks.rows.length, 3);
});

test('each malformed pack has its code, and changes nothing', async (t) => {
  const server = await startServer(t, { projects, maxPayload: 2048 });
  const client = await loaded(server);
  const post = (body) => ask(server, '/crud/1/sync', { method: 'POST', body });
  const wrong = [
    ['', 400, 'ERR_INVALID_JSON'],
    ['{', 400, 'ERR_INVALID_JSON'],
    ['[]', 400, 'ERR_NOT_AN_OBJECT'],
    [Buffer.from('{"tasks":"\xff"}', 'latin1'), 400, 'ERR_INVALID_UTF8'],
    ['{"type":"load"}', 400, 'ERR_INVALID_COMMAND'],
    ['{"type":5}', 400, 'ERR_INVALID_COMMAND'],
    ['{"type":"sync","type":"sync"}', 400, 'ERR_INVALID_COMMAND'],
    ['{"requestId":{}}', 400, 'ERR_INVALID_ID'],
    ['{"revision":"x"}', 400, 'ERR_INVALID_REVISION'],
    ['{"revision":-1}', 400, 'ERR_INVALID_REVISION'],
    ['{"tasks":5}', 400, 'ERR_INVALID_CHANGES'],
    ['{"tasks":{"added":{}}}', 400, 'ERR_INVALID_CHANGES'],
    ['{"tasks":{"updated":[{"name":"x"}]}}', 400, 'ERR_INVALID_ID'],
    ['{"tasks":{},"tasks":{}}', 400, 'ERR_DUPLICATE_KEY'],
    ['{"project":5}', 400, 'ERR_INVALID_CHANGES'],
    [`{"a":${'['.repeat(100)}${']'.repeat(100)}}`, 400, 'ERR_TOO_DEEP'],
    [' '.repeat(2049), 413, 'ERR_MESSAGE_TOO_LARGE'],
  ];
  for (const [body, status, code] of /** @type {[any, number, string][]} */ (wrong)) {
    const got = await post(body);
    assert.deepEqual([got.status, got.body.success, got.body.code], [status, false, code], body);
  }
  const half = { tasks: { added: [{ name: 'Half' }] }, resources: { updated: [{}] } };
  assert.equal((await client.send(half)).status, 400);
  assert.equal((await client.load()).tasks.rows.length, 2);
  assert.equal((await ask(server, '/crud/1/sync')).status, 405);
});

test('what else an application says in a pack is left alone', async (t) => {
  const server = await startServer(t, { projects });
  const client = await loaded(server);
  const answer = await client.sync({ tenant: 5, flags: ['a'], user: { name: 'Ada' } });
  assert.deepEqual(changesIn(answer), {});
  const own = await client.sync({ machines: { added: [{ name: 'M' }] } });
  assert.ok(own.machines.rows[0].id);
});

test('a chart whose models call ids and names otherwise gets its rows so', async (t) => {
  const server = await startServer(t, { projects });
  const names = { idField: 'key', phantomIdField: 'temp' };
  const client = await loaded(server);
  const { tasks } = await client.sync({
    ...names,
    tasks: {
      added: [{ temp: NAME, name: 'New', parentId: 1 }],
      updated: [{ key: 3, name: 'Sea' }],
    },
  });
  const [added, known] = tasks.rows;
  assert.deepEqual(known, { key: 3 });
  assert.deepEqual(Object.keys(added), ['temp', 'key']);
  assert.equal(added.temp, NAME);
  const { body } = await ask(server, '/crud/1/load', { json: { ...names, stores: ['tasks'] } });
  assert.equal(body.tasks.total, 4);
  assert.deepEqual(
    body.tasks.rows.map(({ key, children = [] }) => [key, children.map((child) => child.key)]),
    [
      [1, [2, added.key]],
      [3, []],
    ],
  );
  const gone = await client.sync({ ...names, tasks: { removed: [{ key: added.key }] } });
  assert.deepEqual(gone.tasks, { removed: [{ key: added.key }] });
  assert.equal((await client.load()).tasks.total, 3);
});

test('what a chart calls the name of a parent is no field of the record', async (t) => {
  const client = await loaded(await startServer(t, { projects }));
  const names = { phantomIdField: 'temp', phantomParentIdField: 'tempParent' };
  const added = [
    { temp: NAME, name: 'New', parentId: 1 },
    { temp: CHILD, name: 'Below', parentId: NAME, tempParent: NAME },
  ];
  const { tasks } = await client.sync({ ...names, tasks: { added } });
  assert.deepEqual(
    tasks.rows.map(({ temp }) => temp),
    [NAME, CHILD],
  );
  const below = JSON.stringify((await client.load()).tasks);
  assert.ok(below.includes('"name":"Below"') && !below.includes('temp'), below);
});

test('a new record may have no id, or null for one, and what refers to it finds it', async (t) => {
  const client = await loaded(await startServer(t, { projects }));
  for (const none of [{}, { id: null }]) {
    const { resources, assignments } = await client.sync({
      resources: { added: [{ ...none, $PhantomId: NAME, name: 'N' }] },
      assignments: { added: [{ ...none, $PhantomId: CHILD, resourceId: NAME, eventId: 2 }] },
    });
    const [{ id }] = resources.rows;
    assert.match(id, /^resources-/);
    assert.equal(assignments.rows[0].resourceId, id);
  }
});

test('what is sent with all its fields counts in all of them: the others are told, and theirs is written over', async (t) => {
  const server = await startServer(t, { projects });
  const [client, other] = [await loaded(server), await loaded(server)];
  await client.sync({ tasks: { updated: [{ id: 3, name: 'C' }] } });
  assert.deepEqual(changesIn(await other.sync()), { tasks: { rows: [{ id: 3, name: 'C' }] } });
  await other.sync({ tasks: { updated: [{ id: 3, name: 'D' }] } });
  await client.sync({ tasks: { updated: [{ id: 3, name: 'C', note: 'New' }] } });
  const { tasks } = await other.load();
  assert.deepEqual([tasks.rows[1].name, tasks.rows[1].note], ['C', 'New']);
});
