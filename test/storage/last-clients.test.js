'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { LastClients } = require('../../lib/storage/last-clients');

/** @returns {import('../../lib/storage/port').KeptClient} */
function client(id, seen = 0) {
  const numbers = { epoch: 0, seen, answered: seen };
  return { id, origin: id, userName: '', dialect: 'sync', project: '1', ...numbers };
}

test('each is there once, as it was noted last, and where it was noted last', () => {
  const clients = new LastClients();
  clients.note([client('a'), client('b')]);
  clients.note([client('a', 7)]);
  assert.deepEqual(clients.all, [client('b'), client('a', 7)]);
  assert.equal(clients.size, 2);
});

test('of more than ten thousand, those that were noted first are forgotten', () => {
  const clients = new LastClients();
  clients.note(Array.from({ length: 10_002 }, (_, i) => client(`c${i}`)));
  assert.equal(clients.size, 10_000);
  assert.equal(clients.all[0].id, 'c2');
});
