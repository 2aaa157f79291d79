'use strict';

const assert = require('node:assert');
const { canonical } = require('./compare-datasets');

/**
 * Checks that `$input` says what the change says, since others apply only `$input`: nothing is added
 * that the change does not add, the same is removed, and records that both have agree in every value
 * that both have. (What `$input` does not add, the others derive themselves.)
 *
 * @param {any} revision as broadcast
 * @param {import('./project-model').ProjectModel} model before the revision
 * @param {boolean} isLying `$input` came with more than the change had
 */
function checkInput(revision, model, isLying) {
  for (const [store, change] of Object.entries(revision.changes)) {
    const input = change.$input;
    if (store === 'project' || !isObject(input)) continue;
    const where = `${revision.revision} ${store}.$input`;
    const added = idsOf(change.added);
    for (const id of idsOf(input.added)) assert.ok(added.includes(id), `${where}.added: ${id}`);
    const isMeant = (id) =>
      model.find(store, id) && !(isLying && !idsOf(change.removed).includes(id));
    const [actual, expected] = [input.removed, change.removed].map((records) =>
      idsOf(records).filter(isMeant),
    );
    assert.deepStrictEqual(actual, expected, `${where}.removed: other ids`);
    for (const section of ['added', 'updated']) {
      const records = change[section] ?? [];
      const byName = new Map(records.map((record) => [nameOf(record), record]));
      for (const record of input[section] ?? []) {
        // What the server adds to `$input` has no mark.
        const twin =
          byName.get(nameOf(record)) ??
          records.find(({ id }) => record.mark === undefined && String(id) === String(record.id));
        if (!twin && isLying) continue;
        assert.ok(twin, `${where}.${section}: ${canonical(record)} is not in the change`);
        checkTwins(`${where}.${section}`, record, twin);
      }
    }
  }
}

/**
 * Checks that `$input` adds what it did, and what comes again under its old id: a client that undoes
 * a delete says that without `$input`, and the others would never get it.
 *
 * @param {import('./record-checks').RecordChecks} checks which has seen what was added
 * @param {string} store
 */
function checkAddedInput(checks, store) {
  const sent = checks.sent.changes[store];
  const said = (sent.$input?.added ?? []).map((record) =>
    checks.resolve(store, record.$PhantomId ?? record.id),
  );
  const input = checks.echo.changes[store]?.$input?.added ?? [];
  const known = new Set((sent.$input?.added ?? []).map(({ mark }) => mark));
  for (const { $PhantomId, mark } of sent.added ?? []) {
    const { record, section, isAdopted } = checks.out.get(`${store}/${mark}`) ?? {};
    if (section !== 'added' || isAdopted || String(record.id) !== String($PhantomId)) continue;
    const copies = input.filter(({ id }) => String(id) === String(record.id));
    assert.strictEqual(copies.length, 1, `${record.id} comes again: copies in $input`);
    if (said.includes(String(record.id))) continue;
    assert.deepStrictEqual(copies[0], record, `${record.id} comes again: its copy in $input`);
    known.add(mark);
  }
  for (const record of input) {
    assert.ok(known.has(record.mark), `${store}.$input.added: ${canonical(record)} was not said`);
  }
}

/** A record and its copy have one mark, where the test wrote them, or else one id. */
function nameOf({ mark, id }) {
  return mark ?? String(id);
}

/** @returns {string[]} without those that come twice */
function idsOf(records) {
  return [...new Set((records ?? []).map(({ id }) => String(id)))].sort();
}

function checkTwins(where, record, twin) {
  for (const key of Object.keys(record)) {
    if (!Object.hasOwn(twin, key)) continue;
    const [actual, expected] = [canonical(record[key]), canonical(twin[key])];
    assert.strictEqual(actual, expected, `${where}: ${twin.id}.${key} differs from the change`);
  }
  assert.strictEqual(record.id, twin.id, `${where}: ${record.id} is ${twin.id} in the change`);
}

/**
 * @param {any} changes of a revision
 * @returns {Record<string, any>} the changes that another client applies
 */
function inputOnly(changes) {
  const inputs = Object.create(null);
  for (const [store, change] of Object.entries(changes)) {
    if (isObject(change.$input)) inputs[store] = change.$input;
  }
  return inputs;
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

module.exports = { checkInput, checkAddedInput, inputOnly };
