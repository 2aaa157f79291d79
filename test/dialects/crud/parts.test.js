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
  hired: `2027-03-${String(i + 1).padStart(2, '0')}`,
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
    ['age', 'isFalse', undefined, 0],
    ['done', 'isFalse', undefined, 25],
    ['hired', '>=', '2027-03-24T00:00:00.0', 2],
    ['hired', '=', '2027-03-25T00:00:00.0', 1],
    ['hired', 'notSameDay', '2027-03-25T09:00:00.0', 24],
    ['hired', 'sameTime', '2027-03-25T00:00:00.0', 25],
    ['hired', 'notSameTime', '2027-03-25T00:00:00.0', 0],
  ];
  for (const [field, operator, value, total] of expected)
    assert.equal(await count(field, operator, value), total, `${operator}`);
});

test('a filter of the days around today finds them in the zone of whoever asks', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.parse('2027-03-03T23:30:00Z') });
  const server = await startServer(t, { projects: [{ id: 1, name: 'P', source }] });
  const found = async (operator, more) => {
    const filters = [{ field: 'hired', operator }];
    const json = { stores: ['resources'], params: { filters, ...more } };
    const { status, body } = await ask(server, '/crud/1/load', { json });
    assert.equal(status, 200, operator);
    const days = body.resources.rows.map(({ hired }) => Number(hired.slice(-2)));
    return [days.length, days[0], days.at(-1)];
  };
  const berlin = { timeZone: 'Europe/Berlin', weekStartDay: 1 };
  const expected = {
    isYesterday: [1, 3, 3],
    isToday: [1, 4, 4],
    isTomorrow: [1, 5, 5],
    isLastWeek: [0, undefined, undefined],
    isThisWeek: [7, 1, 7],
    isNextWeek: [7, 8, 14],
    isLastMonth: [0, undefined, undefined],
    isThisMonth: [25, 1, 25],
    isNextMonth: [0, undefined, undefined],
    isLastYear: [0, undefined, undefined],
    isThisYear: [25, 1, 25],
    isNextYear: [0, undefined, undefined],
    isYearToDate: [4, 1, 4],
  };
  for (const [operator, days] of Object.entries(expected))
    assert.deepEqual(await found(operator, berlin), days, operator);
  assert.deepEqual(await found('isToday', { timeZone: 'America/New_York' }), [1, 3, 3]);
  assert.deepEqual(await found('isThisWeek', { timeZone: 'UTC' }), [6, 1, 6]);
});

test('dates of records that say their zone are compared as instants where that of whoever asks is told', async (t) => {
  const written = [
    '2027-03-01T00:00:00+01:00',
    '2027-02-28T23:30:00Z',
    '2027-03-01T00:00:00-05:00',
  ];
  const resourcesData = written.map((hired, at) => ({ id: `r${at}`, hired }));
  const server = await startServer(t, {
    projects: [{ id: 1, name: 'P', source: { resourcesData } }],
  });
  const found = async (operator, value, more) => {
    const json = { stores: ['resources'], ...more, filters: [{ field: 'hired', operator, value }] };
    return ids((await ask(server, '/crud/1/load', { json })).body.resources);
  };
  const timeZone = 'Europe/Berlin';
  // What a CrudManager sends for midnight in Berlin, and what a store of Ajax does.
  for (const value of ['2027-02-28T23:00:00.000Z', '2027-03-01T00:00:00.0']) {
    assert.deepEqual(await found('sameDay', value, { timeZone }), ['r0', 'r1', 'r2']);
    assert.deepEqual(await found('=', value, { timeZone }), ['r0']);
    assert.deepEqual(await found('>', value, { timeZone }), ['r1', 'r2']);
  }
  assert.deepEqual(await found('sameDay', '2027-03-01T00:00:00.0', {}), ['r0', 'r2']);
});

test('a tree is filtered and sorted by what its columns show of two fields, and by members of objects', async (t) => {
  const tasksData = [
    { id: 1, duration: 3, durationUnit: 'hour', place: { city: 'Bonn' } },
    { id: 2, duration: 1, place: { city: 'Ulm' } },
    { id: 3, duration: 90, durationUnit: 'minute' },
  ];
  const server = await startServer(t, { projects: [{ id: 1, name: 'P', source: { tasksData } }] });
  const load = async (search) =>
    ids((await ask(server, `/crud/1/load?store=tasks&${new URLSearchParams(search)}`)).body);
  const filters = (...list) => load({ filters: JSON.stringify(list) });
  const amount = { field: 'fullDuration', operator: '=', value: '1 day' };
  assert.deepEqual(await filters(amount), [2]);
  assert.deepEqual(await filters({ ...amount, operator: '<', value: '2 hours' }), [3]);
  assert.deepEqual(await filters({ field: 'place.city', value: 'Bonn' }), [1]);
  const children = [amount, { field: 'place.city', operator: '*', value: 'b' }];
  assert.deepEqual(await filters({ operator: 'or', children }), [1, 2]);
  assert.deepEqual(await filters({ operator: 'and', children }), []);
  assert.deepEqual(await load({ sorters: '[{"field":"fullDuration"}]' }), [3, 1, 2]);
  assert.deepEqual(
    await load({ sorters: '[{"field":"place.city","ascending":false}]' }),
    [2, 1, 3],
  );
});
