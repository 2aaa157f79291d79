'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { partsOf } = require('../../../lib/dialects/crud/parts');
const { ask, packed } = require('../../support/http-server');
const { startServer } = require('../../support/test-server');

const STORES = ['resources', 'events', 'assignments', 'calendars'];
const parts = (params, more = {}) => {
  const found = partsOf({ params, ...more }, STORES);
  return found instanceof Map ? Object.fromEntries(found) : found;
};

test('what asks for no part is loaded whole', () => {
  assert.deepEqual(parts({}), {});
  assert.deepEqual(parts({ requestId: '5', tenant: 7 }), {});
});

test('a part of the resources goes with what is there for them within the dates', () => {
  const asked = {
    startIndex: 0,
    count: 100,
    startDate: '2026-12-10T00:00:00.000Z',
    endDate: '2027-06-02T00:00:00.000Z',
  };
  const owners = {
    store: 'resources',
    start: 0,
    count: 100,
    sorters: undefined,
    filters: undefined,
  };
  const days = { from: '2026-12-09', to: '2027-06-03' };
  assert.deepEqual(parts(asked), {
    resources: owners,
    events: { store: 'events', ...days, of: owners },
    assignments: { store: 'assignments', of: owners },
  });
});

test('a page is a part as well, of the size that is usual where none is said', () => {
  const page = (params) => /** @type {any} */ (parts(params)).resources;
  assert.deepEqual(
    [page({ page: 3, pageSize: 20 }).start, page({ page: 3, pageSize: 20 }).count],
    [40, 20],
  );
  assert.deepEqual(
    [page({ page: 1, pageSize: null }).start, page({ page: 1, pageSize: null }).count],
    [0, 50],
  );
  const own = parts({}, { stores: [{ storeId: 'calendars', page: 2, pageSize: 5 }] });
  assert.deepEqual(own, { calendars: { store: 'calendars', start: 5, count: 5 } });
});

test('a part has a bound', () => {
  const most = /** @type {any} */ (parts({ startIndex: 0, count: 1e9 })).resources.count;
  assert.equal(most, 10_000);
});

test('what an address says is text, and means the same', () => {
  const asked = { startIndex: '5', count: '10', parentId: 'root', sorters: '[{"field":"name"}]' };
  assert.deepEqual(parts(asked, { store: 'tasks' }), {
    tasks: {
      store: 'tasks',
      start: 5,
      count: 10,
      sorters: [{ field: 'name' }],
      filters: undefined,
    },
  });
  assert.equal(/** @type {any} */ (parts({ parentId: '7' }, { store: 'tasks' })).tasks.parent, '7');
});

test('each malformed part has its code', async (t) => {
  const wrong = [
    { startIndex: 'x' },
    { count: -1 },
    { startIndex: 1.5 },
    { page: 0 },
    { page: 1, pageSize: 'all' },
    { startDate: 'soon' },
    { sorters: 'x' },
    { filters: {} },
  ];
  for (const params of wrong)
    assert.equal(
      /** @type {any} */ (parts(params)).code,
      'ERR_INVALID_DATA',
      JSON.stringify(params),
    );
  const server = await startServer(t);
  const bad = [
    { sorters: [{}] },
    { filters: [5] },
    { filters: [{ field: 'name', operator: 'resembles' }] },
  ];
  for (const params of bad) {
    const { status, body } = await ask(server, `/crud/1/load${packed({ requestId: 1, params })}`);
    assert.deepEqual([status, body.code, body.requestId], [400, 'ERR_INVALID_DATA', 1]);
  }
});

const resources = Array.from({ length: 25 }, (_, i) => ({
  id: `r${i}`,
  name: `N ${24 - i}`,
  age: i,
}));
const events = resources.map(({ id }, i) => ({
  id: `e${i}`,
  name: `E ${i}`,
  startDate: `2027-03-${String(i + 1).padStart(2, '0')}`,
  resourceId: i % 2 ? id : undefined,
}));
const assignments = resources.map(({ id }, i) => ({ id: `a${i}`, event: `e${i}`, resource: id }));
const tasks = [
  { id: 1, name: 'A', children: [{ id: 2, name: 'B', children: [{ id: 3, name: 'Deep' }] }] },
  { id: 4, name: 'C' },
];
const source = {
  tasksData: tasks,
  resourcesData: resources,
  eventsData: events,
  assignmentsData: assignments.filter((_, i) => i % 2 === 0),
};
const ids = ({ rows, data }) => (rows ?? data).map(({ id }) => id);

test('lazy loading of a Scheduler gets what it shows, and the number of all', async (t) => {
  const server = await startServer(t, { projects: [{ id: 1, name: 'P', source }] });
  const load = async (params, stores = STORES) =>
    (await ask(server, '/crud/1/load', { json: { stores, params } })).body;
  const first = await load({ startIndex: 0, count: 4 });
  assert.deepEqual([ids(first.resources), first.resources.total], [['r0', 'r1', 'r2', 'r3'], 25]);
  assert.deepEqual(ids(first.events), ['e0', 'e1', 'e2', 'e3']);
  assert.deepEqual(ids(first.assignments), ['a0', 'a2']);
  const later = await load({
    startIndex: 0,
    count: 4,
    startDate: '2027-03-04',
    endDate: '2027-03-05',
  });
  assert.deepEqual(ids(later.events), ['e2', 'e3']);
  const sorters = [{ field: 'name', ascending: true }];
  const filters = [{ field: 'age', operator: '>=', value: 20 }];
  const found = await load({ page: 1, pageSize: 2, sorters, filters });
  assert.deepEqual([ids(found.resources), found.resources.total], [['r24', 'r23'], 5]);
  const past = await load({ startIndex: 100, count: 4 });
  assert.deepEqual([past.resources.rows, past.resources.total, past.events.rows], [[], 25, []]);
});

test('a tree is loaded a level at a time, sorted and filtered', async (t) => {
  const server = await startServer(t, { projects: [{ id: 1, name: 'P', source }] });
  const load = async (search) =>
    (await ask(server, `/crud/1/load?store=tasks&${new URLSearchParams(search)}`)).body;
  const top = await load({ parentId: 'root', startIndex: 0, count: 50 });
  assert.deepEqual([ids(top), top.total], [[1, 4], 2]);
  assert.deepEqual(
    top.data.map(({ children }) => children),
    [true, undefined],
  );
  assert.deepEqual(ids(await load({ parentId: '1' })), [2]);
  const deep = JSON.stringify([
    { field: 'name', operator: 'includes', value: 'deep', caseSensitive: false },
  ]);
  assert.deepEqual(ids(await load({ filters: deep })), [1]);
  assert.deepEqual(ids(await load({ filters: deep, parentId: '2' })), [3]);
  assert.deepEqual(ids(await load({ sorters: '[{"field":"name","ascending":false}]' })), [4, 1]);
  assert.deepEqual((await load({ parentId: '9' })).code, 'ERR_UNKNOWN_RECORD');
});

test('each operator of a filter does what its name says', async (t) => {
  const server = await startServer(t, { projects: [{ id: 1, name: 'P', source }] });
  const count = async (field, operator, value) => {
    const filters = JSON.stringify([{ field, operator, value }]);
    const search = new URLSearchParams({ store: 'resources', filters });
    return (await ask(server, `/crud/1/load?${search}`)).body.total;
  };
  const expected = [
    ['age', '=', 3, 1],
    ['age', '!=', 3, 24],
    ['age', '<', 3, 3],
    ['age', '<=', 3, 4],
    ['age', '>', 3, 21],
    ['age', '>=', 3, 22],
    ['name', 'includes', 'N 1', 11],
    ['name', '*', 'N 1', 11],
    ['name', 'doesNotInclude', 'N 1', 14],
    ['name', 'startsWith', 'N 2', 6],
    ['name', 'endsWith', '2', 3],
    ['note', 'empty', undefined, 25],
    ['name', 'notEmpty', undefined, 25],
    ['age', 'between', [3, 5], 3],
    ['age', 'notBetween', [3, 5], 22],
    ['age', 'isIncludedIn', [3, 5], 2],
    ['age', 'isNotIncludedIn', [3, 5], 23],
    ['age', 'isTrue', undefined, 0],
    ['age', 'isFalse', undefined, 25],
  ];
  for (const [field, operator, value, total] of expected)
    assert.equal(await count(field, operator, value), total, `${operator}`);
});
