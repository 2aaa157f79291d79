'use strict';

const { isObject } = require('../base/is-object');

/** The conflict policies; docs/conflicts.md explains them. */
const POLICIES = Object.freeze(['last-writer-wins', 'reject', 'server-wins', 'merge']);

/** @typedef {'last-writer-wins' | 'reject' | 'server-wins' | 'merge'} Policy */
/** @typedef {string} DialectName `commands`, `flat`, … */

/** @typedef {Record<DialectName, Policy>} Policies the policy of each dialect */

/**
 * Reads the policies of an option or a data file: one name for all dialects, or an object with a
 * name for some. On the command line the latter is `commands:merge,sync:reject`.
 *
 * @param {unknown} value
 * @param {Policies} otherwise for all dialects; applies to those that `value` does not name
 * @returns {Policies | undefined} undefined if `value` is invalid
 */
function readPolicies(value, otherwise) {
  if (isPolicy(value))
    return Object.fromEntries(Object.keys(otherwise).map((name) => [name, value]));
  const named = typeof value === 'string' ? pairs(value) : value;
  if (!isObject(named)) return undefined;
  for (const [dialect, policy] of Object.entries(named)) {
    if (!Object.hasOwn(otherwise, dialect) || !isPolicy(policy)) return undefined;
  }
  return { ...otherwise, .../** @type {Policies} */ (named) };
}

/**
 * @param {unknown} value
 * @returns {value is Policy}
 */
function isPolicy(value) {
  return POLICIES.includes(/** @type {Policy} */ (value));
}

/**
 * @param {string} text such as `commands:merge,sync:reject`
 * @returns {Record<string, string>}
 */
function pairs(text) {
  return Object.fromEntries(text.split(',').map((pair) => pair.split(':')));
}

module.exports = { POLICIES, readPolicies, isPolicy };
