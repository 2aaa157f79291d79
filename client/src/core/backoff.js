/**
 * The pause before the next attempt after a lost connection.
 *
 * The upper bound doubles with each failure up to `most`; the pause is random in the upper half of that bound. Without
 * the jitter, all clients of a restarted server would reconnect in the same instant again and again.
 *
 * @param {number} failures number of failed attempts in a row, 0 for the first pause
 * @param {object} [options]
 * @param {number} [options.first] upper bound of the first pause, in milliseconds
 * @param {number} [options.most] upper bound of every pause, in milliseconds
 * @param {() => number} [options.random] a number from 0 up to, but not including, 1
 * @returns {number} whole milliseconds
 */
export function backoff(failures, { first = 1000, most = 30000, random = Math.random } = {}) {
  const bound = Math.min(most, first * 2 ** failures);

  return Math.round((bound * (1 + random())) / 2);
}
