'use strict';

const assert = require('node:assert');
const { canonical } = require('./compare-datasets');

const ID_SHAPES = {
  prefixed: (id, store) => id.startsWith(`${store === 'tasks' ? 'events' : store}-`),
  number: (id) => Number.isSafeInteger(id),
  uuid: (id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id),
};

/**
 * Checks the id that a record which a revision adds came back with: the one that its name stands
 * for, its own, or else a new one that nothing in the project ever had.
 *
 * @param {import('./record-checks').RecordChecks} checks
 * @param {string} store
 * @param {any} sent
 * @param {{ record: any, section: string, isAdopted: boolean }} found
 */
function checkIdentity(checks, store, sent, { record, section, isAdopted }) {
  const { ledger, author, idFormat } = checks;
  const { id } = record;
  assert.ok(id !== undefined && id !== null, `added ${canonical(record)} has no id`);
  // Undo of a delete: the client puts the record in the wrong place when its id is its phantom id.
  const isUndo = String(sent.$PhantomId) === String(id);
  const phantom = section === 'added' && !isAdopted && !isUndo ? sent.$PhantomId : undefined;
  assert.strictEqual(record.$PhantomId, phantom, `$PhantomId of ${canonical(record)}`);
  const name = sent.$PhantomId ?? sent.id;
  const known = ledger.lookup(author, store, name);
  if (ledger.hiddenNames.has(`${store}/${name}`)) return;
  if (sent.$PhantomId === undefined && name !== undefined) {
    // Its own id, unless the same author used that as the name of another record.
    if (known === undefined) assertId(id, name, sent);
  } else if (known !== undefined) {
    assertId(id, known, sent);
  } else if (
    name !== undefined &&
    ledger.hasHeld(store, name) &&
    !ledger.newest.has(String(name))
  ) {
    assertId(id, name, sent);
  } else {
    assert.ok(!ledger.everHeld.has(String(id)), `${id} (${store}) was in use before`);
    assert.ok(ID_SHAPES[idFormat](id, store), `${id} (${store}) is not ${idFormat}`);
    ledger.newest.add(String(id));
  }
}

function assertId(actual, expected, sent) {
  assert.strictEqual(String(actual), String(expected), `${canonical(sent)} got another id`);
}

module.exports = { checkIdentity };
