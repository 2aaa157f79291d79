'use strict';

const assert = require('node:assert');
const { canonical } = require('./compare-datasets');

/**
 * @param {string} text a message of revisions
 * @returns {boolean[]} of each: says it neither whose it is nor what of it a user did? So a program made it
 */
function programsOf(text) {
  const { client, revisions } = JSON.parse(text).data;
  return revisions.map(
    ({ clientId, changes }) =>
      (client ?? clientId ?? undefined) === undefined &&
      !Object.values(changes).some((change) => Object.hasOwn(change, '$input')),
  );
}

/**
 * Checks that the `$input` of what a program changed says the same as the change.
 *
 * @param {any} sent
 * @param {any} echo
 * @returns {any} the echo without it
 */
function withoutMadeInput(sent, echo) {
  const changes = { ...echo.changes };
  for (const store of Object.keys(changes).filter((name) => Object.hasOwn(sent.changes, name))) {
    const { $input, ...change } = changes[store];
    const isSaid = ([key]) => store === 'project' || ['added', 'updated', 'removed'].includes(key);
    const lists = Object.fromEntries(Object.entries(change).filter(isSaid));
    assert.strictEqual(canonical($input ?? {}), canonical(lists), `${store}.$input`);
    changes[store] = change;
  }
  return { ...echo, changes };
}

module.exports = { programsOf, withoutMadeInput };
