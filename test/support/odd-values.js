'use strict';

const KEYS = ['note', 'name', '__proto__', 'toString', 'größe', '', 'a b', 'constructor', 'cls'];
const INDEXES = [0, 0, 1, 1, 2, 3, 4, 7, 1000, -1, -5.5, 2.5, 1e300, 9007199254740993, null, '2'];

/**
 * A value that a field of a record may hold, phantom ids inside of it included.
 *
 * @param {import('./random').Random} random
 * @param {() => string} nestedName gives a phantom id
 * @param {number} [depth]
 * @returns {unknown}
 */
function oddValue(random, nestedName, depth = 0) {
  const simple = [
    [10, () => random.int(100)],
    [6, () => random.pick(['', 'text', 'é中🚀', 'quote " and \\ and /', '\u2028\u0000\u001f'])],
    [4, () => random.pick([null, true, false, 0.1, -1e-7, 1e21, 123456789012])],
    [2, () => 'long '.repeat(1 + random.int(12))],
    [3, nestedName],
  ];
  const deep = [
    [3, () => Array.from({ length: random.int(4) }, () => oddValue(random, nestedName, depth + 1))],
    [4, () => oddFields(random, nestedName, random.int(3), depth + 1)],
  ];
  return random.weighted(depth < 3 ? [...simple, ...deep] : simple)();
}

/**
 * @param {import('./random').Random} random
 * @param {() => string} nestedName
 * @param {number} count
 * @param {number} [depth]
 * @returns {Record<string, unknown>} without a prototype, so that any key is an ordinary one
 */
function oddFields(random, nestedName, count, depth = 0) {
  const fields = Object.create(null);
  for (let i = 0; i < count; i++) fields[random.pick(KEYS)] = oddValue(random, nestedName, depth);
  return fields;
}

/**
 * Gives a record indexes among its siblings: ties, gaps, negative ones, such as are no numbers.
 *
 * @param {import('./random').Random} random
 * @param {Record<string, unknown>} record
 */
function setOddIndexes(random, record) {
  const which = random.int(5);
  if (which < 2) record.orderedParentIndex = random.pick(INDEXES);
  if (which > 0 && which < 4) record.parentIndex = random.pick(INDEXES);
}

module.exports = { oddValue, oddFields, setOddIndexes };
