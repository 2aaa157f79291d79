'use strict';

/**
 * Goes on with a value: at once where it is there, else when it is. To wait for what is there would take a turn of the
 * microtasks and a promise, which for a short request is more than the work itself.
 *
 * @template Value, Result
 * @param {Value | Promise<Value>} value
 * @param {(value: Value) => Result | Promise<Result>} next
 * @returns {Result | Promise<Result>} a promise where it has to wait
 */
function andThen(value, next) {
  return value instanceof Promise ? value.then(next) : next(value);
}

module.exports = { andThen };
