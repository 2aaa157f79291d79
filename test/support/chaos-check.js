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
      rowOrder: client.dialect !== 'crud' && !bringsBack && !(mayRefuse && client.model.hasRowBack),
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
 * @param {unknown[]} broughtBack marks of records under names that are forgotten, once for each who brought them back
 */
function checkMarks({ stores }, broughtBack) {
  const marks = new Set();
  const left = new Map();
  for (const mark of broughtBack) left.set(mark, (left.get(mark) ?? 0) + 1);
  for (const [store, records] of stores) {
    for (const { fields } of records.values()) {
      const { mark } = fields;
      if (mark === undefined) continue;
      const count = left.get(mark) ?? 0;
      assert.ok(!marks.has(mark) || count > 1, `${store}: ${mark} was added twice`);
      if (marks.has(mark)) left.set(mark, count - 1);
      marks.add(mark);
    }
  }
}

module.exports = { checkClient, checkMarks };
