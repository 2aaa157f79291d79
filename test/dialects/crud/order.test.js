'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { orderOf } = require('../../../lib/dialects/crud/order');
const { ask } = require('../../support/http-server');
const { startServer } = require('../../support/test-server');

const filter = { field: 'name', operator: '=', value: 'x' };
const sorter = { field: 'name' };
/** So many of it. */
const many = (count, of) => Array.from({ length: count }, () => of);
/** A value that nests so deep. */
const nested = (levels) => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

test('sorters and filters are lists, or texts of such', () => {
  assert.deepEqual(orderOf({}), { sorters: undefined, filters: undefined });
  const order = { sorters: [sorter], filters: [filter] };
  assert.deepEqual(orderOf(order), order);
  assert.deepEqual(orderOf({ sorters: JSON.stringify([sorter]), filters: [filter] }), order);
});

test('there are so many of them, so many values, and so many levels', () => {
  const of = (value) => [{ ...filter, value }];
  const cases = [
    [{ filters: many(32, filter) }, undefined],
    [{ filters: many(33, filter) }, 'ERR_INVALID_DATA'],
    [{ sorters: many(8, sorter) }, undefined],
    [{ sorters: many(9, sorter) }, 'ERR_INVALID_DATA'],
    [{ filters: of(many(1000, 1)) }, undefined],
    [{ filters: of(many(1001, 1)) }, 'ERR_INVALID_DATA'],
    [{ filters: [...of(many(501, 1)), ...of(many(500, 1))] }, 'ERR_INVALID_DATA'],
    [{ filters: of(nested(61)) }, undefined],
    [{ filters: of(nested(62)) }, 'ERR_TOO_DEEP'],
    [{ sorters: nested(10_000) }, 'ERR_TOO_DEEP'],
    [{ filters: '['.repeat(5000) + ']'.repeat(5000) }, 'ERR_TOO_DEEP'],
    [{ filters: [null, 5] }, undefined],
  ];
  assert.deepEqual(
    cases.map(([params]) => orderOf(params).code),
    cases.map(([, code]) => code),
  );
});

test('a load that nests deep is refused as such, and is no fault of the server', async (t) => {
  const server = await startServer(t);
  const deep = '['.repeat(15_000) + ']'.repeat(15_000);
  const text = `{"requestId":1,"params":{"filters":[{"field":"name","value":${deep}}]}}`;
  const { status, body } = await ask(server, '/crud/1/load', { method: 'POST', body: text });
  assert.deepEqual([status, body.code, body.requestId], [400, 'ERR_TOO_DEEP', 1]);
  assert.deepEqual(
    server.logged.filter((line) => line.includes('error')),
    [],
  );
});

test('filters below others are counted as well, and so are their values', () => {
  const or = (count, value) => [
    { operator: 'or', children: Array(count).fill({ ...filter, value }) },
  ];
  assert.equal(orderOf({ filters: or(31, 'x') }).status, undefined);
  assert.match(orderOf({ filters: or(32, 'x') }).message, /more than 32 filters/);
  assert.match(orderOf({ filters: or(2, Array(501).fill(1)) }).message, /more than 1000 values/);
});

test('what a filter compares with that is none, and a zone that is none, are refused with the reason', () => {
  const amount = { field: 'fullDuration', value: '2 Tage' };
  assert.match(orderOf({ filters: [amount] }).message, /an amount as "2 days"/);
  assert.match(orderOf({ filters: [filter], timeZone: 'Mars' }).message, /timeZone/);
  assert.match(orderOf({ filters: [filter], weekStartDay: 9 }).message, /weekStartDay/);
});
