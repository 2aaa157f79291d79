'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { ClientIds } = require('../../lib/session/client-ids');

test('ids are never equal, and those of one life of the server are known as such', () => {
  const [one, other] = [new ClientIds(), new ClientIds()];
  const ids = Array.from({ length: 1000 }, () => one.next());
  assert.equal(new Set(ids).size, 1000);
  for (const id of ids) assert.match(id, /^client-[0-9a-f]{8}-[0-9a-f-]{27}$/);
  assert.equal(one.isOfThisLife(ids[0]), true);
  assert.equal(other.isOfThisLife(ids[0]), false);
  for (const id of [undefined, null, 5, '', 'client-', {}]) {
    assert.equal(one.isOfThisLife(id), false);
  }
});

test('numbered ids are never equal either, and are of the life in which the first was asked for', () => {
  const ids = new ClientIds();
  const [next, another] = [ids.numbered(), ids.numbered()];
  ids.identity = ClientIds.newIdentity();
  const given = Array.from({ length: 1000 }, (_, index) => (index % 2 ? next() : another()));
  assert.equal(new Set(given).size, 1000);
  for (const id of given) assert.match(id, /^client-[0-9a-f]{8}-[0-9a-f-]{27}\.\d+$/);
  assert.ok(given.every((id) => ids.isOfThisLife(id)));
});

test('the secret of an id is that of no other id, and of no other life of the server', () => {
  const [one, other] = [new ClientIds(), new ClientIds()];
  const [id, otherId] = [one.next(), one.next()];
  const secret = one.secretOf(id);
  assert.match(secret, /^[\w-]{22}$/);
  assert.equal(one.isSecretOf(id, secret), true);
  const wrong = [
    one.secretOf(otherId),
    other.secretOf(id),
    '',
    `${secret}AAAA`,
    undefined,
    null,
    5,
  ];
  for (const guess of wrong) assert.equal(one.isSecretOf(id, guess), false);
});

test('who has the identity of a server gives its ids, and knows its secrets', () => {
  const [one, heir, other] = [new ClientIds(), new ClientIds(), new ClientIds()];
  const identity = ClientIds.newIdentity();
  one.identity = heir.identity = identity;
  const id = one.next();
  assert.equal(heir.isOfThisLife(id), true);
  assert.equal(heir.isSecretOf(id, one.secretOf(id)), true);
  other.identity = Buffer.concat([identity.subarray(0, 4), ClientIds.newIdentity().subarray(4)]);
  assert.equal(other.isOfThisLife(id), true);
  assert.equal(other.isSecretOf(id, one.secretOf(id)), false);
});
