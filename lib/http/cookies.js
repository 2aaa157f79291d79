'use strict';

/**
 * The token that a cookie holds, as the header Authorization would have it.
 *
 * @param {{headers: {cookie?: string}}} request
 * @param {string} [name] of the cookie; none: there is no such cookie
 * @returns {string | undefined}
 */
function tokenIn({ headers }, name) {
  if (name === undefined || headers.cookie === undefined) return undefined;
  const start = `${name}=`;
  const values = headers.cookie
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(start))
    .map((pair) => pair.slice(start.length).replace(/^"(.*)"$/, '$1'));
  // Of two, one was set by somebody else.
  if (values.length !== 1 || values[0] === '') return undefined;
  return `Bearer ${decoded(values[0])}`;
}

/**
 * @param {string} text
 * @returns {string}
 */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

module.exports = { tokenIn };
