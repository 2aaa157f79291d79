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
 * How many letters must be put in, taken out or replaced to make one word of the other; `limit` when it is no less.
 *
 * @param {string} a
 * @param {string} b
 * @param {number} limit
 * @returns {number}
 */
function editDistance(a, b, limit) {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = previous[column - 1] + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[column] + 1, current[column - 1] + 1));
    }
    previous = current;
  }
  return Math.min(previous[b.length], limit);
}

module.exports = { nearestName };
