'use strict';

/**
 * The known name that a misspelt one most likely means, or undefined if none is similar.
 *
 * @param {string} given
 * @param {Iterable<string>} known
 * @returns {string | undefined}
 */
function nearestName(given, known) {
  const wanted = given.toLowerCase();
  // Longer words may have more typos.
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
 * The edit distance of two words: insertions, deletions, substitutions and transpositions; at most
 * `limit`.
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
 * The message about unknown keys of an object.
 *
 * @param {object} object
 * @param {string[]} known
 * @returns {string | undefined} undefined if it has none
 */
function unknownKey(object, known) {
  const key = Object.keys(object).find((name) => !known.includes(name));
  if (key === undefined) return undefined;
  const nearest = nearestName(key, known);
  const hint = nearest ? `: did you mean "${nearest}"?` : '';
  return `has an unknown key "${key}"${hint}`;
}

module.exports = { nearestName, unknownKey };
