'use strict';

const { Origins } = require('../net/origins');

/** @typedef {import('node:http').IncomingMessage} IncomingMessage */
/** @typedef {import('node:http').ServerResponse} ServerResponse */
/** @typedef {import('../net/proxies').Proxies} Proxies */

// How long a browser need not ask again.
const MAX_AGE_SECONDS = 600;
const USUAL_HEADERS = 'Authorization, Content-Type';

/**
 * Which pages may read the answers: those that may open a WebSocket.
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
   * Says in the headers whether the page that asks may read the answer.
   *
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   * @returns {boolean} false: it may not ask at all
   */
  allow(request, response) {
    const { origin } = request.headers;
    // It is from no browser.
    if (origin === undefined) return true;
    if (!this.#origins.admits(origin, this.#proxies.hostsOf(request))) return false;
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Allow-Credentials', 'true');
    response.setHeader('Access-Control-Expose-Headers', 'ETag, Retry-After');
    return true;
  }

  /**
   * @param {IncomingMessage} request that asks whether another one may be sent
   * @param {string} methods
   * @returns {Record<string, string>} headers of the answer
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
