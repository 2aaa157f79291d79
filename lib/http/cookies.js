'use strict';

/**
 * The token in a cookie, in the form of the header Authorization.
 *
 * @param {{headers: {cookie?: string}}} request
 * @param {string} [name] of the cookie; undefined: none is used
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
  // If there are two, another party has set one of them.
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
