'use strict';

/**
 * Calls `next` with a value: synchronously, unless the value is a promise. For a short request, a
 * promise and a microtask would cost more than the work itself.
 *
 * @template Value, Result
 * @param {Value | Promise<Value>} value
 * @param {(value: Value) => Result | Promise<Result>} next
 * @returns {Result | Promise<Result>} a promise if `value` is one
 */
function andThen(value, next) {
  return value instanceof Promise ? value.then(next) : next(value);
}

module.exports = { andThen };
