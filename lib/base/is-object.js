'use strict';

/**
 * Is a value a JSON object, that is, neither null nor an array?
 *
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

module.exports = { isObject };
