'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { CalendarPage, shown } = require('../support/calendar-page');
const { connect, startServer } = require('../support/test-server');

const DATA = {
  events: {
    rows: [
      { id: 1, name: 'Dig', note: 'deep' },
      { id: 2, name: 'Sow' },
    ],
  },
  resources: { rows: [{ id: 'r', name: 'Ada' }] },
  assignments: { rows: [{ id: 'a', eventId: 1, resourceId: 'r' }] },
};

/** A server with one project, and pages on it that have their data. */
async function stage(t, { pages = 2, ...options } = {}) {
  const projects = [{ id: 1, name: 'One', source: DATA }];
  const groups = { anonymous: { projects: [1] } };
  const server = await startServer(t, { projects, groups, users: {}, ...options });
  const all = Array.from({ length: pages }, () => new CalendarPage(`${server.address}/calendar`));
  for (const page of all) await page.connect();
  const settle = async () => {
    for (let round = 0; round < 3; round++) for (const page of all) await page.settle();
  };
  /** Every page has what a new one gets. */
  const assertEqual = async () => {
    await settle();
    const fresh = new CalendarPage(`${server.address}/calendar`);
    await fresh.connect();
    t.after(() => fresh.lose());
    for (const page of all) assert.deepEqual(page.data, fresh.data);
    return fresh.data;
  };
  t.after(() => all.forEach((page) => page.lose()));
  return { server, all, settle, assertEqual };
}

test('two pages with the manager of the guide see what the other does, under the same ids', async (t) => {
  const { all, settle, assertEqual } = await stage(t);
  const [ada, ben] = all;
  const [event] = ada.stores.events.add([{ name: 'Party' }]);
  // Before the id is there.
  event.set({ name: 'Garden party', note: 'with cake' });
  ada.stores.assignments.add([{ eventId: event.id, resourceId: 'r' }]);
  await settle();
  const [id] = [...ben.stores.events.records.keys()].filter((key) => key.startsWith('events-'));
  ben.stores.events.getById(id).set({ note: undefined });
  ben.stores.events.remove(ben.stores.events.getById(2));
  ada.stores.events.getById(1).set({ name: 'Dig deep' });
  const { events, assignments } = await assertEqual();
  assert.deepEqual(events, [
    { id: 1, name: 'Dig deep', note: 'deep' },
    { id, name: 'Garden party' },
  ]);
  assert.equal(assignments.find(({ id: own }) => own !== 'a').eventId, id);
  assert.ok(JSON.stringify(ada.data).includes('_generated') === false);
  assert.deepEqual([ada.errors, ben.errors, ada.conflicts], [[], [], []]);
});

test('who changes a field that somebody else has changed is told of both versions, and ends with what the server has', async (t) => {
  const { all, assertEqual } = await stage(t);
  const [ada, ben] = all;
  ben.pause();
  ada.stores.events.getById(1).set({ name: 'by Ada' });
  await ada.settle();
  ben.stores.events.getById(1).set({ name: 'by Ben', note: 'too' });
  ben.resume();
  const { events } = await assertEqual();
  assert.deepEqual(events[0], { id: 1, name: 'by Ada', note: 'deep' });
  const of = { recordType: 'events', recordId: 1, fields: ['name'], lockedBy: null };
  assert.deepEqual(ben.conflicts, [
    {
      ...of,
      serverVersion: { id: 1, name: 'by Ada', note: 'deep' },
      clientVersion: { id: 1, name: 'by Ben', note: 'too' },
    },
  ]);
});

test('each strategy of the guide is a policy', async (t) => {
  const expected = {
    'server-wins': { name: 'by Ada', note: 'too' },
    'last-writer-wins': { name: 'by Ben', note: 'too' },
    merge: { name: 'by Ben', note: 'too' },
  };
  for (const [policy, result] of Object.entries(expected)) {
    const { all, assertEqual } = await stage(t, { conflicts: { calendar: policy } });
    const [ada, ben] = all;
    ben.pause();
    ada.stores.events.getById(1).set({ name: 'by Ada' });
    await ada.settle();
    ben.stores.events.getById(1).set({ name: 'by Ben', note: 'too' });
    ben.resume();
    const { events } = await assertEqual();
    assert.deepEqual(events[0], { id: 1, ...result }, policy);
    assert.deepEqual(ben.conflicts, [], policy);
  }
});

test('what was done without a connection is made when that is back', async (t) => {
  const { all, assertEqual } = await stage(t);
  const [ada, ben] = all;
  ada.lose();
  const [event] = ada.stores.events.add([{ name: 'Alone' }]);
  event.set({ note: 'offline' });
  ada.stores.events.getById(2).set({ name: 'Sow wide' });
  ben.stores.events.getById(1).set({ name: 'Dig on' });
  await ben.settle();
  await ada.connect();
  const { events } = await assertEqual();
  assert.deepEqual(
    events.map(({ name, note }) => [name, note]),
    [
      ['Dig on', 'deep'],
      ['Sow wide', undefined],
      ['Alone', 'offline'],
    ],
  );
});

test('a reset brings everybody the first data again', async (t) => {
  const { server, all, assertEqual } = await stage(t);
  all[0].stores.events.remove(all[0].stores.events.getById(1));
  await all[0].settle();
  await server.resetDataSet(1);
  const data = await assertEqual();
  const stores = Object.entries(DATA).map(([name, { rows }]) => [name, rows]);
  assert.deepEqual(data, shown(stores));
});

test('a client of another dialect and a page see each other', async (t) => {
  const { server, all, settle, assertEqual } = await stage(t, { pages: 1 });
  const [page] = all;
  const other = await connect(t, { address: `${server.address}/gantt-sync?project=1` });
  await other.next();
  page.stores.events.add([{ name: 'Party' }]);
  const { type, payload } = await other.next();
  assert.equal(type, 'changes');
  assert.equal(payload.events.added[0].name, 'Party');
  const added = [{ $PhantomId: '_generated1', name: 'From afar' }];
  other.send({ type: 'changes', payload: { events: { added } }, revision: 1 });
  assert.equal((await other.next()).type, 'ack');
  await settle();
  const { events } = await assertEqual();
  assert.ok(events.some(({ name }) => name === 'From afar'));
});

test('whatever is wrong with a message is told with its code, and changes nothing', async (t) => {
  const { server, all, assertEqual } = await stage(t);
  const before = await assertEqual();
  const client = await connect(t, { address: `${server.address}/calendar` });
  assert.equal((await client.next()).type, 'welcome');
  const wrong = [
    ['{"type":"sync","data":', 'ERR_INVALID_JSON'],
    ['7', 'ERR_NOT_AN_OBJECT'],
    ['{"data":{}}', 'ERR_INVALID_COMMAND'],
    ['{"type":7,"data":{}}', 'ERR_INVALID_COMMAND'],
    ['{"type":"sync","type":"load","data":{}}', 'ERR_INVALID_COMMAND'],
    ['{"type":"sync"}', 'ERR_INVALID_CHANGES'],
    ['{"type":"sync","data":null}', 'ERR_INVALID_CHANGES'],
    ['{"type":"sync","data":[]}', 'ERR_INVALID_CHANGES'],
    ['{"type":"sync","data":{},"data":{"events":{}}}', 'ERR_DUPLICATE_KEY'],
    ['{"type":"sync","data":{},"revision":[]}', 'ERR_INVALID_REVISION'],
    ['{"type":"sync","data":{},"revision":""}', undefined],
    ['{"type":"sync","data":{"events":7}}', 'ERR_INVALID_CHANGES'],
    ['{"type":"sync","data":{"events":{"added":{}}}}', 'ERR_INVALID_CHANGES'],
    ['{"type":"sync","data":{"events":{"added":[7]}}}', 'ERR_INVALID_CHANGES'],
    ['{"type":"sync","data":{"events":{"added":[{"id":{}}]}}}', 'ERR_INVALID_ID'],
    ['{"type":"sync","data":{"events":{"updated":[{"name":"x"}]}}}', 'ERR_INVALID_ID'],
    ['{"type":"sync","data":{"events":{"updated":[{"id":1,"id":2}]}}}', 'ERR_DUPLICATE_KEY'],
    ['{"type":"sync","data":{"events":{"updated":[{"id":{"value":1,"oldValue":2}}]}}}', undefined],
    ['{"type":"sync","data":{"events":{"updated":[{"id":{"oldValue":2}}]}}}', 'ERR_INVALID_ID'],
    ['{"type":"sync","data":{"events":{"removed":[{}]}}}', 'ERR_INVALID_ID'],
    ['{"type":"sync","data":{"events":{},"events":{}}}', 'ERR_DUPLICATE_KEY'],
    [`{"type":"sync","data":{"events":${'['.repeat(100)}${']'.repeat(100)}}}`, 'ERR_TOO_DEEP'],
    ['{"type":"load","revision":-1}', 'ERR_INVALID_REVISION'],
    ['{"type":"presence","data":{"recordId":[]}}', 'ERR_INVALID_RECORD'],
    ['{"type":"lock","data":7}', 'ERR_INVALID_RECORD'],
    ['{"type":"constructor"}', 'ERR_UNKNOWN_COMMAND'],
    ['{"command":"projects"}', 'ERR_INVALID_COMMAND'],
  ];
  for (const [text, code] of wrong) {
    client.socket.send(text);
    client.send({ type: 'is that all' });
    const answers = [];
    for (;;) {
      const { type, data } = await client.next();
      assert.equal(type, 'error', text);
      if (data.message.includes('is that all')) break;
      answers.push(data.code);
    }
    assert.deepEqual(answers, code ? [code] : [], text);
  }
  client.socket.send(Buffer.from([1, 2, 3]));
  assert.equal((await client.next()).data.code, 'ERR_BINARY_MESSAGE');
  assert.deepEqual(await assertEqual(), before);
  assert.deepEqual(all[0].errors, []);
});

test('without a project in the address it is the only one that who comes may see', async (t) => {
  const source = { eventsData: [] };
  const projects = [1, 2].map((id) => ({ id, name: `No. ${id}`, source }));
  const groups = { anonymous: { projects: [2] }, user: { projects: [1, 2] } };
  const users = { ada: { token: 'a', group: 'user' } };
  const server = await startServer(t, { projects, groups, users });
  const client = await connect(t, { address: `${server.address}/calendar` });
  client.send({ type: 'load' });
  assert.deepEqual([(await client.next()).type, (await client.next()).type], ['welcome', 'load']);
  await assert.rejects(connect(t, { address: `${server.address}/calendar?token=a` }), /400/);
  await assert.rejects(connect(t, { address: `${server.address}/calendar?project=1` }), /401/);
});
