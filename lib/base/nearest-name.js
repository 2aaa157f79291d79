'use strict';

/**
 * The known name that a misspelt one most likely means, or undefined when none is near.
 *
 * @param {string} given
 * @param {Iterable<string>} known
 * @returns {string | undefined}
 */
function nearestName(given, known) {
  const wanted = given.toLowerCase();
  // Longer words leave room for more slips of the finger.
  let best = 1 + Math.ceil(wanted.length / 3);
  let nearest;
  for (const name of known) {
    const distance = editDistance(wanted, name.toLowerCase(), best);
    if (distance < best) {
      best = distance;
      nearest = name;
    }
  }
  return nearest;
}

/**
 * How many letters must be put in, taken out, replaced or exchanged with the next to make one word of the other; `limit` when it is no less.
 *
 * @param {string} a
 * @param {string} b
 * @param {number} limit
 * @returns {number}
 */
function editDistance(a, b, limit) {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  /** @type {number[]} */
  let beforeThat = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      const isExchanged = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current.push(
        Math.min(
          previous[column - 1] + (isSame ? 0 : 1),
          previous[column] + 1,
          current[column - 1] + 1,
          isExchanged ? beforeThat[column - 2] + 1 : Infinity,
        ),
      );
    }
    beforeThat = previous;
    previous = current;
  }
  return Math.min(previous[b.length], limit);
}

/**
 * What to say of an object that has keys which nothing reads.
 *
 * @param {object} object
 * @param {string[]} known
 * @returns {string | undefined} undefined: it has none
 */
function unknownKey(object, known) {
  const key = Object.keys(object).find((name) => !known.includes(name));
  if (key === undefined) return undefined;
  const nearest = nearestName(key, known);
  const hint = nearest ? `: did you mean "${nearest}"?` : '';
  return `has an unknown key "${key}"${hint}`;
}

module.exports = { nearestName, unknownKey };
