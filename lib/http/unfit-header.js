'use strict';

/** @typedef {import('node:http').IncomingHttpHeaders} Headers */

// A browser may send the last one to another origin without a preflight request, but the origin is always checked.
const FIT = /^(?:application\/(?:[\w.+-]+\+)?json|text\/plain)$/;
/** @type {Set<string | undefined>} */
const USUAL = new Set([undefined, 'application/json', 'application/json; charset=utf-8']);

/**
 * @param {Headers} headers
 * @returns {string | undefined} the name of a header that makes the body unreadable
 */
function unfitHeader(headers) {
  if (headers['content-encoding'] === undefined && USUAL.has(headers['content-type']))
    return undefined;
  const [type, ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(/\s*;\s*/);
  if (type !== '' && !FIT.test(type.trim())) return 'The Content-Type is not application/json';
  const charset = parameters.find((each) => each.startsWith('charset='));
  if (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset))
    return 'The charset of the body is not UTF-8';
  const coding = headers['content-encoding'];
  if (coding !== undefined && coding !== 'identity') return 'The body is compressed';
  return undefined;
}

module.exports = { unfitHeader };
