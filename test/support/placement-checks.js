'use strict';

const assert = require('node:assert');
const { canonical } = require('./compare-datasets');

/**
 * Checks where a new record of a tree went: with its author's revision when its parent is there or never was, which means
 * the root; with the server's own when there is nothing left that it could be under.
 *
 * @param {import('./record-checks').RecordChecks} checks
 * @param {string} store
 * @param {any} sent
 * @param {{ record: any, section: string, isAdopted: boolean }} found
 */
function checkBirth(checks, store, sent, { record, section, isAdopted }) {
  if (section !== 'added') return;
  const named = sent.$PhantomParentId ?? sent.parentId;
  if (named === undefined || named === null) {
    assert.ok(!isAdopted, `${record.id} is a root and was adopted`);
  } else if (checks.model.find(store, checks.resolve(store, named))) {
    assert.ok(!isAdopted, `${record.id} was adopted, though ${named} is there`);
  } else if (checks.neverHad(store, named)) {
    assert.ok(!isAdopted, `${record.id} was adopted, though ${named} stands for the root`);
    assert.strictEqual(record.parentId, null, `${record.id}: ${named} stands for the root`);
  } else if (!checks.addsToo(store, named) && !checks.unclear.has(`${store}/${named}`)) {
    assert.ok(isAdopted, `${record.id} was added under ${named}, which is not there`);
  }
}

/**
 * Checks that a move is let through when it can be made, and else sends its author back to what the
 * server has. Only for revisions in which nothing else is put anywhere.
 *
 * @param {import('./record-checks').RecordChecks} checks
 * @param {string} store
 * @param {any} sent
 * @param {any} record as it came back
 */
function checkMove(checks, store, sent, record) {
  const node = checks.model.find(store, checks.resolve(store, sent.id));
  if (!node || !Object.hasOwn(sent, 'parentId') || !isOnlyPlacement(checks, store)) return;
  if (checks.unclear.has(`${store}/${sent.parentId}`)) return;
  if (canBeUnder(checks, store, node, sent.parentId)) {
    const isRoot = sent.parentId === null || checks.neverHad(store, sent.parentId);
    const target = isRoot ? null : checks.resolve(store, sent.parentId);
    assert.strictEqual(text(record.parentId), target, `${record.id}: move was not let through`);
    return;
  }
  const parent = node.parent ? node.parent.fields.id : null;
  assert.strictEqual(text(record.parentId), text(parent), `${record.id}: move was not taken back`);
  for (const index of store === 'tasks' ? ['parentIndex', 'orderedParentIndex'] : []) {
    const value = node.fields[index];
    const expected = typeof value === 'number' ? value : undefined;
    assert.strictEqual(record[index], expected, `${record.id}.${index} was not taken back`);
  }
}

function isOnlyPlacement({ sent }, store) {
  const { added, updated } = sent.changes[store];
  const moves = (updated ?? []).filter((record) => Object.hasOwn(record, 'parentId'));
  const indexes = (updated ?? []).filter((record) => /parentIndex/i.test(canonical(record)));
  return moves.length === 1 && indexes.every((record) => record === moves[0]) && !added?.length;
}

function canBeUnder(checks, store, node, parentId) {
  if (parentId === null || checks.neverHad(store, parentId)) return true;
  let up = checks.model.find(store, checks.resolve(store, parentId));
  if (!up) return false;
  for (; up; up = up.parent) if (up === node) return false;
  return true;
}

function text(id) {
  return id === null || id === undefined ? null : String(id);
}

module.exports = { checkBirth, checkMove };
