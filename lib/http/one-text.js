'use strict';

const { STATUS_CODES, ServerResponse } = require('node:http');

/** @typedef {import('node:http').ServerResponse} Response */

/** @type {Map<string, Map<number, string>>} the status line and usual headers of answers, by those headers and the status */
const BEGINNINGS = new Map();

/**
 * Sends an answer as one text, in one write: Node looks at each header anew, and writes a body behind its head in pieces. It has no
 * public way to do otherwise, so this is done only where it writes heads as it is known to, and where nobody else has to do
 * with the answer.
 *
 * @param {Response} response
 * @param {object} answer
 * @param {number} answer.status
 * @param {string} answer.usual header lines that many answers have alike, each with its end
 * @param {Record<string, string> | undefined} answer.headers further ones, but for the length of the body
 * @param {string} answer.body one letter for each byte; empty: there is none
 * @returns {boolean} false: nothing was done
 */
function sendOneText(response, { status, usual, headers, body }) {
  const internals = /** @type {any} */ (response);
  if (!isUntouched(internals) || (body !== '' && !internals._hasBody)) return false;
  response.statusCode = status;
  if (status === 204 || status === 304) internals._hasBody = false;
  // Node writes that header itself, and need not look at it.
  if (body !== '') internals._contentLength = body.length;
  internals._storeHeader(beginningOf(status, usual), headers);
  internals._header += body;
  response.end();
  return true;
}

/**
 * @param {any} response
 * @returns {boolean} is it Node's own, of which nothing is written or said yet?
 */
function isUntouched(response) {
  const { prototype } = ServerResponse;
  return (
    response.writeHead === prototype.writeHead &&
    response.end === prototype.end &&
    response._storeHeader === /** @type {any} */ (prototype)._storeHeader &&
    response._header === null &&
    response._hasBody !== undefined &&
    response._contentLength === null &&
    // HTTP/1.1: of older versions Node knows no other length than one in a header.
    response.useChunkedEncodingByDefault === true &&
    !response._expect_continue &&
    response.getHeaderNames().length === 0
  );
}

/**
 * @param {number} status
 * @param {string} usual
 * @returns {string}
 */
function beginningOf(status, usual) {
  let known = BEGINNINGS.get(usual);
  if (!known) BEGINNINGS.set(usual, (known = new Map()));
  let beginning = known.get(status);
  if (beginning === undefined) {
    beginning = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'unknown'}\r\n${usual}`;
    known.set(status, beginning);
  }
  return beginning;
}

module.exports = { sendOneText };
