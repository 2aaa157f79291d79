'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { withDepartures } = require('../../lib/storage/departures');

const WHICH = { store: 'tasks', record: '7' };

/** A revision that names the record in these lists. */
const naming = (revision, ...lists) => ({
  revision,
  changes: { tasks: Object.fromEntries(lists.map((list) => [list, [{ id: 7 }]])) },
});

/**
 * @param {object[]} revisions that name the record
 * @param {(number: number, isAfterReset: boolean) => boolean} has
 * @param {object} [more] of the states
 * @returns {Promise<{told: string[], looks: number}>}
 */
async function tell(revisions, has, more = {}) {
  let looks = 0;
  const states = {
    first: 1,
    last: 1000,
    starts: [0],
    has: async (number, isAfterReset) => {
      looks += 1;
      return has(number, isAfterReset);
    },
    revision: async (number) => ({ revision: number, user: 'bob', changes: {} }),
    ...more,
  };
  const told = [];
  for await (const { revision, user, isDependent, changes } of withDepartures(
    revisions,
    WHICH,
    states,
  )) {
    if (isDependent) assert.deepEqual(changes, { tasks: { removed: [{ id: '7' }] } });
    told.push(isDependent ? `${revision} by ${user}` : `${revision}`);
  }
  return { told, looks };
}

test('a record that is there has not gone: a look or two tell', async () => {
  const { told, looks } = await tell([naming(5, 'updated'), naming(3, 'added')], () => true);
  assert.deepEqual(told, ['5', '3']);
  assert.equal(looks, 2, 'now, and before it was added');
});

test('what removed it is found by halving, whether anything names the record or not', async () => {
  for (const last of [6, 7, 500, 1000]) {
    const { told, looks } = await tell([naming(5, 'updated')], (number) => number < last);
    assert.deepEqual(told, [`${last} by bob`, '5']);
    assert.ok(looks <= 12, `${looks} looks`);
    assert.deepEqual((await tell([], (number) => number < last)).told, [`${last} by bob`]);
  }
});

test('one that was removed itself, and one that was never there, went with nothing', async () => {
  const { told } = await tell([naming(5, 'removed'), naming(4, 'updated')], (number) => number < 5);
  assert.deepEqual(told, ['5', '4']);
  assert.deepEqual((await tell([], () => false)).told, []);
});

test('one that went, was added anew and went again went twice', async () => {
  const has = (number) => number < 20 || (number >= 50 && number < 60);
  const { told } = await tell([naming(50, 'added'), naming(10, 'updated')], has);
  assert.deepEqual(told, ['60 by bob', '50', '20 by bob', '10']);
});

test('what a reset brings or takes is no removal, and what went before it is', async () => {
  // The data of the epochs that begin with 0 and 100 have it, those of the one that begins with 200 have not.
  const has = (number, isAfterReset) =>
    number < 30 ||
    (number > 100 && number <= 200 && !isAfterReset) ||
    (number === 100 && isAfterReset);
  const { told } = await tell([naming(150, 'updated'), naming(10, 'updated')], has, {
    starts: [200, 100, 0],
  });
  assert.deepEqual(told, ['150', '30 by bob', '10']);
});

test('what nobody asks for is not looked for', async () => {
  const { told } = await tell([naming(5, 'updated')], (number) => number < 50, { last: 40 });
  assert.deepEqual(told, ['5']);
  const late = await tell([], (number) => number < 50, { first: 1001 });
  assert.deepEqual(late, { told: [], looks: 0 });
  const starts = Array.from({ length: 1000 }, (_, index) => 1000 - index);
  assert.ok((await tell([], () => false, { starts })).looks <= 200);
});
