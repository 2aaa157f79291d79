'use strict';

const { treesOf } = require('./project-model');

/**
 * JSON text with sorted keys: two values are equal when their texts are.
 *
 * @param {unknown} value
 * @returns {string}
 */
function canonical(value) {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

/**
 * Compares two datasets (`data.dataset` of a `dataset` message). A store without records is the same
 * as none, since no rule says when a project gets a store.
 *
 * @param {Record<string, any>} actual
 * @param {Record<string, any>} expected
 * @param {{siblingOrder?: boolean, rowOrder?: boolean}} [options] siblingOrder false: the order of tasks does not count; rowOrder
 *   false: nor that of other records
 * @returns {{ record: string, actual: string, expected: string } | undefined} the first difference
 */
function firstDifference(actual, expected, { siblingOrder = true, rowOrder = true } = {}) {
  if (siblingOrder && canonical(actual) === canonical(expected)) return undefined;
  const left = describe(actual, siblingOrder, rowOrder);
  const right = describe(expected, siblingOrder, rowOrder);
  for (const record of new Set([...left.keys(), ...right.keys()])) {
    const [a, b] = [left.get(record) ?? '(not there)', right.get(record) ?? '(not there)'];
    if (a !== b) return { record, actual: a, expected: b };
  }
  return undefined;
}

/** Every record under its store and id, each with its parent and, where it counts, its position. */
function describe(dataset, siblingOrder, rowOrder) {
  const trees = treesOf(dataset);
  const lines = new Map([['project', canonical(dataset.project ?? {})]]);
  const add = (store, rows, parent) => {
    rows.forEach((row, position) => {
      const { children = [], ...fields } = row;
      const keepsOrder = store === 'tasks' ? siblingOrder : rowOrder;
      if (store === 'tasks' && !keepsOrder) {
        delete fields.parentIndex;
        delete fields.orderedParentIndex;
      }
      const nested = trees.has(store) ? fields : row;
      const place = `${keepsOrder ? `#${position} ` : ''}of ${parent}`;
      lines.set(`${store}/${row.id}`, `${place}: ${canonical(nested)}`);
      if (trees.has(store)) add(store, children, `${row.id}`);
    });
  };
  for (const key of Object.keys(dataset)) {
    if (key !== 'project') add(key.slice(0, -'Data'.length), dataset[key], 'root');
  }
  return lines;
}

module.exports = { canonical, firstDifference };
