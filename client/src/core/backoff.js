/**
 * How long to wait before a lost connection is tried again.
 *
 * The upper bound doubles with each failure up to `most`; the wait itself is drawn from the upper half of that bound.
 * Without the draw, all clients of a server that restarts would come back in the same instant, again and again.
 *
 * @param {number} failures how many attempts failed in a row so far, 0 for the first wait
 * @param {object} [options]
 * @param {number} [options.first] upper bound of the first wait, in milliseconds
 * @param {number} [options.most] upper bound of every wait, in milliseconds
 * @param {() => number} [options.random] a number from 0 up to, but not including, 1
 * @returns {number} whole milliseconds
 */
export function backoff(failures, { first = 1000, most = 30000, random = Math.random } = {}) {
  const bound = Math.min(most, first * 2 ** failures);

  return Math.round((bound * (1 + random())) / 2);
}
