'use strict';

const assert = require('node:assert');
const { firstDifference } = require('./compare-datasets');

/**
 * @typedef {object} Project of a chaos run
 * @property {boolean} ordersSiblings
 * @property {boolean} mayRefuse a part of a change, or all of it, may be refused
 * @property {boolean} bringsBack all of it may be: what it removed comes back
 */

/**
 * Has a client what the server has, and was it told the truth of what it did?
 *
 * @param {any} client a model of one
 * @param {any} witness who has seen every revision, and the dataset
 * @param {Project} project
 * @param {string} when it is asked
 */
function checkClient(client, witness, project, when) {
  assert.ok(client.isReady, `${client.name} is not ready ${when}`);
  assert.deepStrictEqual(client.pending, [], `${client.name}: never confirmed`);
  checkData(client, witness.served, project, when);
  for (const { number, author, revision } of client.confirmed ?? []) {
    const logged = witness.log.get(number);
    if (!logged && number <= witness.missed) continue;
    assert.strictEqual(
      `${logged?.author} ${logged?.revision}`,
      `${author} ${revision}`,
      `${client.name}: confirmed as ${number}, which is another's`,
    );
  }
}

function checkData(client, served, { ordersSiblings, mayRefuse, bringsBack }, when) {
  // Who shows at once what it adds shows that before what others have added first.
  const addsAtOnce = ['calendar', 'socketio', 'crud'].includes(client.dialect);
  const hasNulls = mayRefuse || client.dialect === 'crud';
  const isLoose = ordersSiblings || client.model.hasLooseOrder;
  // What comes back is the last of its rows, or has a number where others have none.
  const difference = firstDifference(
    hasNulls ? looseMeaning(client.model.render()) : client.model.render(),
    hasNulls ? looseMeaning(served) : served,
    {
      siblingOrder: !addsAtOnce && !bringsBack && !(client.isLate && isLoose),
      rowOrder: client.dialect !== 'crud' && !mayRefuse,
    },
  );
  if (!difference) return;
  const { record, actual, expected } = difference;
  assert.fail(`${client.name}, ${when}: ${record}\n  has    ${actual}\n  served ${expected}`);
}

/**
 * A row cannot take a field away. Where a change can be refused, a field that came with it is put back to null, since a revision
 * cannot take a field away either: then null and absent are one. (A parentId is in the tree as well.)
 */
const looseMeaning = (value) =>
  JSON.parse(JSON.stringify(value), (key, inner) =>
    inner === null || key === 'parentId' ? undefined : inner,
  );

/**
 * No record was added twice.
 *
 * @param {any} model of the witness
 * @param {Set<unknown>} mayBeTwice marks of records that two may have brought back under names that are forgotten
 */
function checkMarks({ stores }, mayBeTwice) {
  const marks = new Set();
  for (const [store, records] of stores) {
    for (const { fields } of records.values()) {
      if (fields.mark === undefined || mayBeTwice.has(fields.mark)) continue;
      assert.ok(!marks.has(fields.mark), `${store}: ${fields.mark} was added twice`);
      marks.add(fields.mark);
    }
  }
}

module.exports = { checkClient, checkMarks };
