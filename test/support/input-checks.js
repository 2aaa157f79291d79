'use strict';

const assert = require('node:assert');
const { canonical } = require('./compare-datasets');

/**
 * Checks that `$input` says what the change says, since others apply only `$input`: the same records
 * added and removed, and in every record that both have the same values.
 *
 * @param {any} revision as broadcast
 */
function checkInput(revision) {
  for (const [store, change] of Object.entries(revision.changes)) {
    const input = change.$input;
    if (store === 'project' || !isObject(input)) continue;
    const where = `${revision.revision} ${store}.$input`;
    for (const section of ['added', 'removed']) {
      const ids = (records) => [...new Set((records ?? []).map(({ id }) => String(id)))].sort();
      const [expected, actual] = [ids(change[section]), ids(input[section])];
      assert.deepStrictEqual(actual, expected, `${where}.${section} has other ids than the change`);
    }
    for (const section of ['added', 'updated']) {
      const byMark = new Map((change[section] ?? []).map((record) => [record.mark, record]));
      for (const record of input[section] ?? []) {
        const twin = byMark.get(record.mark);
        assert.ok(twin, `${where}.${section}: ${canonical(record)} is not in the change`);
        checkTwins(`${where}.${section}`, record, twin);
      }
    }
  }
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

module.exports = { checkInput, inputOnly };
