'use strict';

/**
 * Clients of a calendar may call a record by what it is (`event`) in place of the store that it is in (`events`).
 *
 * @param {unknown} type of a record, or a store
 * @returns {unknown} the store; what is no text stays
 */
function storeOf(type) {
  if (typeof type !== 'string' || type === '' || type.endsWith('s')) return type;
  return type.endsWith('y') ? `${type.slice(0, -1)}ies` : `${type}s`;
}

module.exports = { storeOf };
