'use strict';

const { andThen } = require('../base/and-then');
const { quoted } = require('../base/log');
const { networkOf } = require('../net/peer-address');
const { Proxies } = require('../net/proxies');
const { Answering, isKnown } = require('./answer');
const { hasCome, readBody } = require('./body');
const { tokenIn } = require('./cookies');
const { CrossOrigin } = require('./cross-origin');
const { PathPattern } = require('./path-pattern');
const { unfitHeader } = require('./unfit-header');

/** @typedef {import('node:http').IncomingMessage} IncomingMessage */
/** @typedef {import('node:http').ServerResponse} ServerResponse */
/** @typedef {import('../net/exchange').Answer} Answer */
/** @typedef {import('../net/exchange').Call} Call */
/** @typedef {import('../net/exchange').Route} Route */

/**
 * @typedef {object} RouterOptions
 * @property {boolean} compressHttp
 * @property {boolean} fastPath
 * @property {number} maxConnections
 * @property {string[]} [origins]
 * @property {number | string[]} trustProxy
 * @property {string} [tokenCookie]
 */

/**
 * @typedef {object} Asked
 * @property {Route & {pattern: PathPattern}} route
 * @property {string} project the id in the path
 * @property {string} search the query with its `?`; or empty
 * @property {IncomingMessage} request
 * @property {ServerResponse} response
 */

// Browsers do not pipeline requests.
const MOST_OF_ONE = 100;

/**
 * Routes plain HTTP requests: checks origin, method and limits, and sends the responses.
 */
class Router {
  #answering;
  #options;
  #routes;
  #crossOrigin;
  #proxies;
  #log;
  #onRequest;
  #reserve;
  #isClosed = false;
  /** Number of requests in progress. */
  #open = 0;
  /** @type {WeakMap<import('node:net').Socket, Set<ServerResponse>>} unanswered requests by connection */
  #waiting = new WeakMap();

  /**
   * @param {RouterOptions} options
   * @param {object} parts
   * @param {Route[]} parts.routes
   * @param {import('../base/log').Log} parts.log
   * @param {import('../net/backlog').Backlog} parts.backlog
   * @param {import('../net/reserve').Reserve} parts.reserve
   * @param {() => void} parts.onRequest
   */
  constructor(options, { routes, log, backlog, reserve, onRequest }) {
    this.#answering = new Answering(options.compressHttp, backlog, options.fastPath);
    this.#options = options;
    this.#routes = routes.map((route) => ({ ...route, pattern: new PathPattern(route.path) }));
    this.#proxies = new Proxies(options.trustProxy);
    this.#crossOrigin = new CrossOrigin(options.origins, this.#proxies);
    this.#log = log;
    this.#onRequest = onRequest;
    this.#reserve = reserve;
  }

  /**
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   * @returns {boolean} false: it has another path, and is untouched
   */
  handle(request, response) {
    const { url = '' } = request;
    const end = url.indexOf('?');
    const path = end < 0 ? url : url.slice(0, end);
    for (const route of this.#routes) {
      const project = route.pattern.projectIn(path);
      if (project === undefined) continue;
      const search = end < 0 ? '' : url.slice(end);
      this.#receive({ route, project, search, request, response });
      return true;
    }
    return false;
  }

  /**
   * Responses are sent in the order of requests, so an upgrade of a connection waits for earlier ones.
   *
   * @param {import('node:net').Socket} socket
   * @param {() => void} then called when all requests on it are answered; never if it closes before
   */
  afterAnswers(socket, then) {
    const last = [...(this.#waiting.get(socket) ?? [])].at(-1);
    if (!last) then();
    else last.once('close', () => !socket.destroyed && then());
  }

  /** Stops answering: further requests are refused. */
  close() {
    this.#isClosed = true;
  }

  /** @param {Asked} asked */
  #receive(asked) {
    const { route, request, response } = asked;
    this.#open += 1;
    const address = this.#proxies.addressOf(request);
    const caller = new Caller(networkOf(address));
    const answers = this.#notice(request.socket, response);
    response.on('close', () => {
      if (!answers.delete(response)) return;
      this.#open -= 1;
      caller.leave();
    });
    try {
      const refusal = this.#refusal(route, request, response, address);
      if (refusal) this.#answering.send(request, response, refusal);
      // A body that arrived with the head is available when Node has read the whole packet.
      else if (mayHaveBody(request))
        process.nextTick(() => this.#answer(asked, { address, caller, hasBody: true }));
      else this.#answer(asked, { address, caller, hasBody: false });
    } catch (error) {
      this.#fail(asked, error);
    }
  }

  /**
   * @param {Asked} asked
   * @param {{address: string, caller: Caller, hasBody: boolean}} by
   */
  #answer(asked, { address, caller, hasBody }) {
    const { route, request, response } = asked;
    const authorization =
      request.headers.authorization ?? tokenIn(request, this.#options.tokenCookie);
    const call = new HttpCall(asked, { address, authorization, caller, reserve: this.#reserve });
    /** @param {Answer} answer */
    const send = (answer) => {
      // Otherwise Node would first read the rest of an unwanted body.
      const isLeft = hasBody && !call.hasRead && !request.readableEnded && !hasCome(request);
      this.#answering.send(request, response, isLeft ? { ...answer, closes: true } : answer);
    };
    try {
      const answer = route.answer(call);
      if (answer instanceof Promise) answer.then(send).catch((error) => this.#fail(asked, error));
      else send(answer);
    } catch (error) {
      this.#fail(asked, error);
    }
  }

  /**
   * @param {Asked} asked
   * @param {unknown} error
   */
  #fail({ route, request, response }, error) {
    const { stack } = /** @type {Error} */ (error);
    this.#log.paced('error', 'fault', '', `A request could not be answered: ${stack}`);
    this.#answering.send(request, response, route.refuse({ status: 500, code: 'ERR_INTERNAL' }));
  }

  /**
   * Node does not report a closed connection to responses that wait for earlier ones.
   *
   * @param {import('node:net').Socket} socket
   * @param {ServerResponse} response
   * @returns {Set<ServerResponse>} unanswered requests of that connection
   */
  #notice(socket, response) {
    let waiting = this.#waiting.get(socket);
    if (!waiting) {
      /** @type {Set<ServerResponse>} */
      const all = new Set();
      this.#waiting.set(socket, (waiting = all));
      socket.once('close', () => {
        for (const one of all) one.emit('close');
      });
    }
    waiting.add(response);
    if (waiting.size > MOST_OF_ONE) socket.destroy();
    return waiting;
  }

  /**
   * @param {Route} route
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   * @param {string} address of the client
   * @returns {Answer | undefined} the answer, if it is already known
   */
  #refusal(route, request, response, address) {
    const { method = '', headers } = request;
    if (!this.#crossOrigin.allow(request, response)) {
      const text = `A page of ${quoted(headers.origin)} was refused an answer: see the option origins`;
      this.#log.paced('warn', 'refused page', networkOf(address), text);
      return route.refuse({ status: 403, code: 'ERR_FORBIDDEN_ORIGIN' });
    }
    if (method === 'OPTIONS') {
      const methods = route.methods.join(', ');
      return { status: 204, parts: [], headers: this.#crossOrigin.preflight(request, methods) };
    }
    if (!route.methods.includes(method)) {
      const message = `The method is not one of ${route.methods.join(', ')}`;
      const refusal = route.refuse({ status: 405, code: 'ERR_INVALID_REQUEST', message });
      return {
        ...refusal,
        headers: { Allow: `${route.methods.join(', ')}, OPTIONS` },
        closes: true,
      };
    }
    if (this.#isClosed || this.#open > this.#options.maxConnections) {
      return { ...route.refuse({ status: 503, code: 'ERR_BUSY' }), closes: true };
    }
    const unfit = unfitHeader(headers);
    if (unfit) {
      const refusal = { status: 415, code: 'ERR_INVALID_REQUEST', message: unfit };
      return { ...route.refuse(refusal), closes: true };
    }
    this.#onRequest();
    return undefined;
  }
}

/** The client of a request. Its signal is created on demand, because it is expensive and rarely needed. */
class Caller {
  /** @type {AbortController | undefined} */
  #gone;
  #hasLeft = false;

  /** @param {string} network */
  constructor(network) {
    this.network = network;
  }

  /** @returns {AbortSignal} aborted when the client has disconnected */
  get signal() {
    this.#gone ??= new AbortController();
    if (this.#hasLeft) this.#gone.abort();
    return this.#gone.signal;
  }

  leave() {
    this.#hasLeft = true;
    this.#gone?.abort();
  }
}

/** @implements {Call} */
class HttpCall {
  /** Was the whole body read? */
  hasRead = false;
  #request;
  #reserve;

  /**
   * @param {Asked} asked
   * @param {{address: string, authorization?: string, caller: Caller, reserve: import('../net/reserve').Reserve}} more
   */
  constructor({ project, search, request }, { address, authorization, caller, reserve }) {
    this.method = request.method ?? '';
    this.project = project;
    this.search = search;
    this.authorization = authorization;
    this.address = address;
    this.caller = caller;
    this.#request = request;
    this.#reserve = reserve;
  }

  /** @param {number} limit bytes */
  body(limit) {
    const read = readBody(this.#request, { limit, reserve: this.#reserve });
    return andThen(read, (body) => {
      this.hasRead = Buffer.isBuffer(body);
      return body;
    });
  }

  /** @param {string} tag */
  has(tag) {
    return isKnown(this.#request, tag);
  }
}

/**
 * @param {IncomingMessage} request
 * @returns {boolean} false: it has no body
 */
function mayHaveBody({ headers, httpVersionMajor }) {
  const { 'content-length': length, 'transfer-encoding': coding } = headers;
  return (length !== undefined && length !== '0') || coding !== undefined || httpVersionMajor > 1;
}

module.exports = { Router };
