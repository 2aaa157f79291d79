'use strict';

const { WebSocketServer: Upgrader } = require('ws');
const { AnsweringSocket } = require('./answering-socket');
const { closeCodeOf } = require('./close-codes');
const { errorText } = require('../base/errors');
const { quoted } = require('../base/log');
const { frameLimits } = require('./frame-limits');
const { hangUp } = require('./hang-up');
const { Origins } = require('./origins');
const { networkOf } = require('./peer-address');
const { Proxies } = require('./proxies');

/** @typedef {import('node:http').IncomingMessage} IncomingMessage */
/** @typedef {import('node:stream').Duplex} Duplex */

/**
 * @typedef {{status: number, code: string, userName?: string, waitMs?: number}} Refusal `userName` is the name given
 * with a password
 */

/** @typedef {{status: number, code?: string, waitMs?: number}} Reason the part that the client is told */

/**
 * Decides about a request before its WebSocket is opened.
 *
 * @template {object} Guest
 * @typedef {object} Admission
 * @property {(request: IncomingMessage, caller: {network: string, signal: AbortSignal}) =>
 *   Guest | Refusal | undefined | Promise<Guest | Refusal>} admit undefined: no decision is needed for this request
 */

/**
 * @template {object} Guest
 * @callback OnEnter
 * @param {AnsweringSocket} webSocket an open one
 * @param {Duplex} socket its socket
 * @param {string} address of the client
 * @param {Guest} [guest] undefined: the client logs in by a message
 * @returns {void}
 */

/**
 * @typedef {object} UpgradeOptions the options of the server for upgrades
 * @property {number} maxPayload
 * @property {boolean | object} perMessageDeflate
 * @property {number} authTimeout seconds
 * @property {string[]} [origins]
 * @property {number | string[]} trustProxy
 */

// A refused client that does not close in this time is terminated.
const GOODBYE_MS = 1000;
// The maximum number of simultaneous refusals by close code, also if the server is full.
const MOST_TOLD = 1000;
const PAGE_WANTS_TO_KNOW = /[?&]refusal=close(?:&|$)/;

/** @type {Refusal} */
const LATE = Object.freeze({ status: 503, code: 'ERR_LOGIN_TIMEOUT' });

/**
 * Turns WebSocket requests into open WebSockets, up to the maximum number of connections.
 *
 * @template {object} Guest
 */
class UpgradeHandler {
  #options;
  #admission;
  #isFull;
  #log;
  #onEnter;
  #origins;
  #proxies;
  #upgrader;
  #isClosed = false;
  /** @type {Set<Duplex>} requests without a decision yet */
  #waiting = new Set();
  #told = 0;

  /**
   * @param {UpgradeOptions} options
   * @param {object} parts
   * @param {Admission<Guest>} parts.admission
   * @param {(waiting: number) => boolean} parts.isFull `waiting`: number of pending requests
   * @param {import('../base/log').Log} parts.log
   * @param {OnEnter<Guest>} parts.onEnter
   */
  constructor(options, { admission, isFull, log, onEnter }) {
    this.#options = options;
    this.#admission = admission;
    this.#isFull = isFull;
    this.#log = log;
    this.#onEnter = onEnter;
    this.#origins = new Origins(options.origins);
    this.#proxies = new Proxies(options.trustProxy);
    this.#upgrader = new Upgrader({
      noServer: true,
      clientTracking: false,
      ...frameLimits(options.maxPayload, false),
      perMessageDeflate: options.perMessageDeflate,
      WebSocket: AnsweringSocket,
    });
  }

  /**
   * @param {IncomingMessage} request
   * @param {Duplex} socket
   * @param {Buffer} head
   */
  upgrade(request, socket, head) {
    if (this.#isClosed) {
      socket.destroy();
      return;
    }
    const refusal = this.screen(request);
    if (refusal) {
      this.#refuse(request, socket, head, refusal);
      return;
    }
    const gone = new AbortController();
    const network = networkOf(this.#proxies.addressOf(request));
    const caller = { network, signal: gone.signal };
    const decision = this.#admission.admit(request, caller);
    if (decision instanceof Promise) void this.#wait(request, socket, head, { decision, gone });
    else this.#open(request, socket, head, decision);
  }

  /**
   * @param {IncomingMessage} request
   * @param {number} [waiting] pending requests of other transports
   * @returns {Reason | undefined} why the request is refused
   */
  screen(request, waiting = 0) {
    if (this.#isFull(this.#waiting.size + waiting)) {
      this.#log.paced('warn', 'full', '', 'Somebody was turned away: see maxConnections');
      return { status: 503 };
    }
    return this.#isOfAllowedPage(request)
      ? undefined
      : { status: 403, code: 'ERR_FORBIDDEN_ORIGIN' };
  }

  /**
   * @param {IncomingMessage} request
   * @returns {string} the address of the client
   */
  addressOf(request) {
    return this.#proxies.addressOf(request);
  }

  /** Refuses all pending and further requests. */
  close() {
    this.#isClosed = true;
    for (const socket of this.#waiting) socket.destroy();
  }

  /**
   * @param {IncomingMessage} request
   * @returns {boolean} false: refused, and logged with advice
   */
  #isOfAllowedPage(request) {
    const { origin, 'sec-websocket-origin': ofOldBrowser } = request.headers;
    const named = origin ?? /** @type {string | undefined} */ (ofOldBrowser);
    const hosts = this.#proxies.hostsOf(request);
    if (this.#origins.admits(named, hosts)) return true;
    const address = this.#proxies.addressOf(request);
    const what = `A page of ${quoted(named)} (${address}) was refused a connection to ${quoted(hosts.at(-1))}`;
    const help = 'see the option origins; a proxy in front has to pass on the header Host';
    const text = `${what}: ${errorText('ERR_FORBIDDEN_ORIGIN')}: ${help}`;
    this.#log.paced('warn', 'refused page', networkOf(address), text);
    return false;
  }

  /**
   * @param {IncomingMessage} request
   * @param {Duplex} socket
   * @param {Buffer} head
   * @param {object} pending
   * @param {Promise<Guest | Refusal>} pending.decision
   * @param {AbortController} pending.gone aborted when the client has disconnected
   */
  async #wait(request, socket, head, { decision, gone }) {
    const { authTimeout } = this.#options;
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    const left = new Promise((resolve) => {
      for (const event of ['end', 'close']) socket.once(event, () => resolve(undefined));
      if (authTimeout > 0) timer = setTimeout(() => resolve(LATE), authTimeout * 1000);
    });
    // Without reading, the disconnect of the peer would not be noticed.
    socket.read(0);
    this.#waiting.add(socket);
    try {
      const decided = await Promise.race([decision, left]);
      if (decided && !this.#isClosed) this.#open(request, socket, head, decided);
      else socket.destroy();
    } catch (error) {
      const { stack } = /** @type {Error} */ (error);
      this.#log.paced('error', 'fault', '', `A login could not be checked: ${stack}`);
      this.#refuse(request, socket, head, { status: 500, code: 'ERR_INTERNAL' });
    } finally {
      gone.abort();
      clearTimeout(timer);
      this.#waiting.delete(socket);
    }
  }

  /**
   * @param {IncomingMessage} request
   * @param {Duplex} socket
   * @param {Buffer} head
   * @param {Guest | Refusal} [decided]
   */
  #open(request, socket, head, decided) {
    if (decided && 'status' in decided) {
      this.#logRefusal(request, decided);
      this.#refuse(request, socket, head, decided);
      return;
    }
    const opened = this.#handshake(request, socket, head);
    if (opened) this.#onEnter(opened, socket, this.#proxies.addressOf(request), decided);
  }

  /**
   * @param {IncomingMessage} request
   * @param {Duplex} socket
   * @param {Buffer} head
   * @returns {AnsweringSocket | undefined}
   */
  #handshake(request, socket, head) {
    /** @type {AnsweringSocket | undefined} */
    let opened;
    try {
      this.#upgrader.handleUpgrade(request, socket, head, (webSocket) => {
        opened = /** @type {AnsweringSocket} */ (webSocket);
      });
    } catch (error) {
      // Another listener has opened it meanwhile.
      this.#log.paced('error', 'fault', '', `A WebSocket could not be opened: ${error}`);
    }
    return opened;
  }

  /**
   * @param {IncomingMessage} request
   * @param {Duplex} socket
   * @param {Buffer} head
   * @param {Reason} reason
   */
  #refuse(request, socket, head, reason) {
    const isToBeTold = PAGE_WANTS_TO_KNOW.test(request.url ?? '') && this.#told < MOST_TOLD;
    if (isToBeTold) this.#tell(request, socket, head, reason);
    else hangUp(socket, reason.status, reason.code, reason.waitMs);
  }

  /**
   * Opens a WebSocket only to refuse it by its close frame, because a page cannot see an HTTP status.
   *
   * @param {IncomingMessage} request
   * @param {Duplex} socket
   * @param {Buffer} head
   * @param {Reason} reason
   */
  #tell(request, socket, head, { status, code }) {
    const opened = this.#handshake(request, socket, head);
    if (!opened) return;
    opened.on('error', () => {});
    const timer = setTimeout(() => opened.terminate(), GOODBYE_MS);
    this.#waiting.add(socket);
    this.#told += 1;
    opened.on('close', () => {
      this.#told -= 1;
      clearTimeout(timer);
      this.#waiting.delete(socket);
    });
    opened.close(closeCodeOf(status), code);
  }

  /**
   * @param {IncomingMessage} request whose URL may contain a token, so it is not logged
   * @param {Refusal} refusal
   */
  #logRefusal(request, { userName, code }) {
    const address = this.#proxies.addressOf(request);
    const who = `${userName === undefined ? 'Somebody' : quoted(userName)} (${address})`;
    const text = `${who} was refused a connection: ${errorText(code)}`;
    this.#log.paced('warn', 'refused connection', networkOf(address), text);
  }
}

module.exports = { UpgradeHandler };
