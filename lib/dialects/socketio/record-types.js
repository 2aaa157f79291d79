'use strict';

/**
 * Clients of a calendar may state the type of a record (`event`) instead of its store (`events`).
 *
 * @param {unknown} type of a record, or a store
 * @returns {unknown} the store; a value that is no string stays unchanged
 */
function storeOf(type) {
  if (typeof type !== 'string' || type === '' || type.endsWith('s')) return type;
  return type.endsWith('y') ? `${type.slice(0, -1)}ies` : `${type}s`;
}

module.exports = { storeOf };
