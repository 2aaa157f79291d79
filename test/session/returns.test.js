'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { ClientIds } = require('../../lib/session/client-ids');
const { Returns } = require('../../lib/session/returns');

const COMER = { userName: 'Ada', dialect: 'sync', project: { epoch: 1, forgotten: 0 } };

/** A session with nothing but who it is, and what counts of it later. */
function sessionOf(clientId, past = {}, origin = clientId) {
  return {
    identity: { clientId, origin },
    past: { ...COMER, epoch: 1, answered: 7, origin, ...past },
  };
}

/** Where clients come and go. */
function stage() {
  const ids = new ClientIds();
  const returns = new Returns(ids);
  const find = (id, comer = COMER) => returns.find(id, ids.secretOf(id), comer);
  return { ids, returns, find, id: ids.next() };
}

test('a client is found while it is connected and after it has left', () => {
  const { returns, find, id } = stage();
  const session = sessionOf(id);
  assert.deepEqual(find(id), { before: undefined, past: undefined });
  returns.arrive(session);
  assert.deepEqual(find(id), { before: session, past: session.past });
  returns.leave(session);
  assert.deepEqual(find(id), { before: undefined, past: session.past });
  assert.deepEqual(returns.find(id, 'no secret', COMER), {});
});

test('a client that has come back under a new id is found by its first and by its last one', () => {
  const { ids, returns, find, id } = stage();
  const first = sessionOf(id);
  returns.arrive(first);
  returns.leave(first);
  const second = sessionOf(ids.next(), { seen: 7 }, id);
  returns.arrive(second);
  for (const name of [id, second.identity.clientId]) assert.equal(find(name).before, second);
  returns.leave(first);
  assert.equal(find(id).before, second, 'the first one is no more');
  returns.leave(second);
  for (const name of [id, second.identity.clientId]) assert.equal(find(name).past, second.past);

  // It did not hear that it had been let in a second time, so it knows only of the first.
  const third = sessionOf(ids.next(), {}, id);
  returns.arrive(third);
  for (const name of [id, second.identity.clientId]) assert.equal(find(name).before, third);
});

test('what a client has is of no use to another user, project or dialect, nor after a reset', () => {
  const { returns, find, id } = stage();
  const session = sessionOf(id);
  returns.arrive(session);
  const others = [
    { userName: 'Bob' },
    { userName: undefined },
    { dialect: 'commands' },
    { project: { epoch: 1, forgotten: 0 } },
  ];
  for (const other of others) {
    assert.deepEqual(find(id, { ...COMER, ...other }), { before: session, past: undefined });
  }
  session.past.epoch = 2;
  assert.equal(find(id).past, undefined);
});

test('a client goes on only if it is known of all that it may send again', () => {
  const { returns, find, id } = stage();
  returns.arrive(sessionOf(id, { answered: 7 }));
  const goesOn = (forgotten) => {
    const project = { epoch: 1, forgotten };
    returns.arrive(sessionOf(id, { answered: 7, project }));
    return find(id, { ...COMER, project }).past !== undefined;
  };
  assert.deepEqual([goesOn(6), goesOn(7), goesOn(8)], [true, true, false]);
});

test('the last ten thousand that left are remembered', () => {
  const { ids, returns, find, id } = stage();
  const all = [id, ...Array.from({ length: 10_000 }, () => ids.next())];
  for (const one of all) {
    const session = sessionOf(one);
    returns.arrive(session);
    returns.leave(session);
  }
  assert.deepEqual([find(all[0]).past, find(all[1]).past?.origin], [undefined, all[1]]);
});
