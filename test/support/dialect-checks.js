'use strict';

const assert = require('node:assert');
const { canonical } = require('./compare-datasets');

/**
 * Checks that the subscribers of all dialects are told the same of a message: `flat` and `sync` what `commands` is, without
 * `$input`.
 *
 * @param {import('../../lib/native/addon').Outcome} outcome of a message, for subscribers of all dialects
 */
function checkDialects({ broadcast, told: [, flat = [], sync = []] = [] }) {
  const { revisions } = JSON.parse(broadcast.toString()).data;
  const plain = revisions.map(({ changes }) => canonical(withoutInput(changes)));
  const [flatTold, syncTold] = [flat, sync].map((list) => list.map((one) => JSON.parse(one)));
  assert.deepStrictEqual(
    syncTold.map(({ payload }) => canonical(payload)),
    plain,
    'what sync is told',
  );
  assert.deepStrictEqual(
    flatTold.map(({ changes }) => canonical(changes)),
    plain.filter((changes) => changes !== '{}'),
    'what flat is told',
  );
}

function withoutInput(changes) {
  const stores = Object.entries(changes).map(([store, change]) => {
    const { $input: _, ...rest } = change;
    return [store, rest];
  });
  return Object.fromEntries(stores);
}

module.exports = { checkDialects };
