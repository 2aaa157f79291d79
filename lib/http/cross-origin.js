'use strict';

const { Origins } = require('../net/origins');

/** @typedef {import('node:http').IncomingMessage} IncomingMessage */
/** @typedef {import('node:http').ServerResponse} ServerResponse */
/** @typedef {import('../net/proxies').Proxies} Proxies */

// Seconds for which a browser caches the answer to a preflight request.
const MAX_AGE_SECONDS = 600;
const USUAL_HEADERS = 'Authorization, Content-Type';

/**
 * CORS: pages that may open a WebSocket may also read responses.
 */
class CrossOrigin {
  #origins;
  #proxies;

  /**
   * @param {string[] | undefined} listed
   * @param {Proxies} proxies
   */
  constructor(listed, proxies) {
    this.#origins = new Origins(listed);
    this.#proxies = proxies;
  }

  /**
   * Sets the headers that let the requesting page read the response.
   *
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   * @returns {boolean} false: the origin is not allowed
   */
  allow(request, response) {
    const { origin } = request.headers;
    // The request is not from a browser.
    if (origin === undefined) return true;
    if (!this.#origins.admits(origin, this.#proxies.hostsOf(request))) return false;
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Allow-Credentials', 'true');
    response.setHeader('Access-Control-Expose-Headers', 'ETag, Retry-After');
    return true;
  }

  /**
   * @param {IncomingMessage} request a preflight request
   * @param {string} methods
   * @returns {Record<string, string>} headers of the response
   */
  preflight({ headers }, methods) {
    const asked = headers['access-control-request-headers'];
    return {
      Allow: `${methods}, OPTIONS`,
      'Access-Control-Allow-Methods': methods,
      'Access-Control-Allow-Headers': asked === undefined ? USUAL_HEADERS : String(asked),
      'Access-Control-Max-Age': String(MAX_AGE_SECONDS),
    };
  }
}

module.exports = { CrossOrigin };
