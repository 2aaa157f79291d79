'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { packIn, readLoad, readSearch } = require('../../../lib/dialects/crud/pack');

const NONE = new URLSearchParams();

test('a pack is in the parameter data, or in one that an application names', () => {
  const pack = '{"type":"load"}';
  assert.equal(packIn(new URLSearchParams({ data: pack })), pack);
  assert.equal(packIn(new URLSearchParams({ token: 'x', request: pack })), pack);
  assert.equal(packIn(new URLSearchParams({ requestId: '5' })), undefined);
});

test('an address with too many parameters, or with one twice, is refused', () => {
  const many = Array.from({ length: 10_000 }, (_, i) => `p${i}=1`).join('&');
  assert.equal(/** @type {any} */ (readSearch(`?${many}`)).code, 'ERR_INVALID_REQUEST');
  assert.equal(/** @type {any} */ (readSearch('?data=1&data=2')).code, 'ERR_DUPLICATE_KEY');
  assert.equal(/** @type {any} */ (readSearch('?a=1&b=2')).get('b'), '2');
});

test('what a load asks for is read from the pack and from the address', () => {
  assert.deepEqual(readLoad(undefined, new URLSearchParams('requestId=12345')), {
    requestId: '"12345"',
    stores: undefined,
    store: undefined,
    params: { requestId: '12345' },
  });
  const pack = {
    type: 'load',
    requestId: 17,
    stores: ['tasks', { storeId: 'resources', page: 2 }],
    params: { startIndex: 5 },
    count: 3,
  };
  const read = readLoad(JSON.stringify(pack), new URLSearchParams('parentId=4'));
  assert.deepEqual(read, {
    requestId: '17',
    stores: [{ storeId: 'tasks' }, { storeId: 'resources', page: 2 }],
    store: undefined,
    params: { parentId: '4', count: 3, startIndex: 5 },
  });
});

test('each malformed pack has its code, and the id of its request where that can be read', () => {
  const wrong = [
    ['{', 'ERR_INVALID_JSON'],
    ['', 'ERR_INVALID_JSON'],
    ['[]', 'ERR_NOT_AN_OBJECT'],
    ['null', 'ERR_NOT_AN_OBJECT'],
    ['{"requestId":{}}', 'ERR_INVALID_ID'],
    [`{"requestId":"${'x'.repeat(1025)}"}`, 'ERR_INVALID_ID'],
    ['{"requestId":"\\ud800"}', 'ERR_INVALID_ID'],
    ['{"type":"sync"}', 'ERR_INVALID_COMMAND'],
    ['{"params":[]}', 'ERR_INVALID_DATA'],
    ['{"stores":"tasks"}', 'ERR_INVALID_DATA'],
    ['{"stores":[5]}', 'ERR_INVALID_DATA'],
    ['{"stores":[{"page":1}]}', 'ERR_INVALID_DATA'],
    ['{"stores":["tasks","tasks"]}', 'ERR_INVALID_DATA'],
    [
      JSON.stringify({ stores: Array.from({ length: 257 }, (_, i) => `s${i}`) }),
      'ERR_INVALID_DATA',
    ],
  ];
  for (const [text, code] of wrong) {
    const { status, code: got } = /** @type {any} */ (readLoad(text, NONE));
    assert.deepEqual([status, got], [400, code], text);
  }
  const named = /** @type {any} */ (readLoad('{"requestId":5,"stores":1}', NONE));
  assert.equal(named.requestId, '5');
});
