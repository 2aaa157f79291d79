'use strict';

const { quoted } = require('../base/log');
const { networkOf } = require('../net/peer-address');
const { Proxies } = require('../net/proxies');
const { Answering } = require('./answer');
const { readBody } = require('./body');
const { tokenIn } = require('./cookies');
const { CrossOrigin } = require('./cross-origin');
const { PathPattern } = require('./path-pattern');
const { unfitHeader } = require('./unfit-header');

/** @typedef {import('node:http').IncomingMessage} IncomingMessage */
/** @typedef {import('node:http').ServerResponse} ServerResponse */
/** @typedef {import('../net/exchange').Answer} Answer */
/** @typedef {import('../net/exchange').Route} Route */

/**
 * @typedef {object} RouterOptions
 * @property {boolean} compressHttp
 * @property {number} maxConnections
 * @property {string[]} [origins]
 * @property {number | string[]} trustProxy
 * @property {string} [tokenCookie]
 */

// Clients ask for one thing after the other, browsers at least.
const MOST_OF_ONE = 100;

/**
 * Requests that ask for no WebSocket: whose they are, whether they may be asked, and how they are answered.
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
  /** How many are being answered. */
  #open = 0;
  /** @type {WeakMap<import('node:net').Socket, Set<ServerResponse>>} what is not answered yet, by connection */
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
    this.#answering = new Answering(options.compressHttp, backlog);
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
   * @returns {boolean} false: it is for somebody else, and nothing was done with it
   */
  handle(request, response) {
    const { url = '' } = request;
    const [path] = url.split('?', 1);
    for (const route of this.#routes) {
      const project = route.pattern.projectIn(path);
      if (project === undefined) continue;
      void this.#answer(route, { project, search: url.slice(path.length) }, request, response);
      return true;
    }
    return false;
  }

  /** Nothing is answered any more but by its end. */
  close() {
    this.#isClosed = true;
  }

  /**
   * @param {Route} route
   * @param {{project: string, search: string}} asked
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   */
  async #answer(route, asked, request, response) {
    this.#open += 1;
    const caller = new Caller(networkOf(this.#proxies.addressOf(request)));
    const answers = this.#notice(request.socket, response);
    response.once('close', () => {
      this.#open -= 1;
      answers.delete(response);
      caller.leave();
    });
    response.on('error', () => response.destroy());
    try {
      const answer =
        this.#refusal(route, request, response) ?? (await this.#ask(route, asked, request, caller));
      this.#answering.send(request, response, answer);
    } catch (error) {
      const { stack } = /** @type {Error} */ (error);
      this.#log.paced('error', 'fault', '', `A request could not be answered: ${stack}`);
      this.#answering.send(request, response, route.refuse({ status: 500, code: 'ERR_INTERNAL' }));
    }
  }

  /**
   * Node tells no answer that waits behind others on its connection when that closes.
   *
   * @param {import('node:net').Socket} socket
   * @param {ServerResponse} response
   * @returns {Set<ServerResponse>} what is not answered yet on that connection
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
   * @param {{project: string, search: string}} asked
   * @param {IncomingMessage} request
   * @param {Caller} caller
   * @returns {Promise<Answer>}
   */
  async #ask(route, { project, search }, request, caller) {
    const answer = await route.answer({
      method: request.method ?? '',
      project,
      search,
      authorization: request.headers.authorization ?? tokenIn(request, this.#options.tokenCookie),
      address: this.#proxies.addressOf(request),
      caller,
      body: (limit) => readBody(request, { limit, reserve: this.#reserve }),
    });
    // What is left of a body that nobody wanted would be read first.
    return request.readableEnded || request.complete ? answer : { ...answer, closes: true };
  }

  /**
   * @param {Route} route
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   * @returns {Answer | undefined} the answer where it can be given at once
   */
  #refusal(route, request, response) {
    const { method = '', headers } = request;
    if (!this.#crossOrigin.allow(request, response)) {
      const text = `A page of ${quoted(headers.origin)} was refused an answer: see the option origins`;
      this.#log.paced('warn', 'refused page', networkOf(this.#proxies.addressOf(request)), text);
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

/** Who asks. Most are answered before anybody wants to know whether they have gone, which is dear to know. */
class Caller {
  /** @type {AbortController | undefined} */
  #gone;
  #hasLeft = false;

  /** @param {string} network */
  constructor(network) {
    this.network = network;
  }

  /** @returns {AbortSignal} aborted when they have gone */
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

module.exports = { Router };
