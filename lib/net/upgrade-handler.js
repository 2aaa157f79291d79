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

/** @typedef {{status: number, code: string, userName?: string, waitMs?: number}} Refusal with the name that was given with a password */

/** @typedef {{status: number, code?: string, waitMs?: number}} Reason as the other side is told it */

/**
 * Who decides about a request before its WebSocket is opened.
 *
 * @template {object} Guest
 * @typedef {object} Admission
 * @property {(request: IncomingMessage, caller: {network: string, signal: AbortSignal}) =>
 *   Guest | Refusal | undefined | Promise<Guest | Refusal>} admit undefined: it has nothing to decide about this request
 */

/**
 * @template {object} Guest
 * @callback OnEnter
 * @param {AnsweringSocket} webSocket an open one
 * @param {Duplex} socket below it
 * @param {string} address where it comes from
 * @param {Guest} [guest] none: who it is will be said in a message
 * @returns {void}
 */

/**
 * @typedef {object} UpgradeOptions those of the server's options that are about upgrades
 * @property {number} maxPayload
 * @property {boolean | object} perMessageDeflate
 * @property {number} authTimeout seconds
 * @property {string[]} [origins]
 * @property {number | string[]} trustProxy
 */

// Somebody who is refused and does not close is cut off.
const GOODBYE_MS = 1000;
// So many are told by a close code at a time, also where there is no room for anybody.
const MOST_TOLD = 1000;
const PAGE_WANTS_TO_KNOW = /[?&]refusal=close(?:&|$)/;

/** @type {Refusal} */
const LATE = Object.freeze({ status: 503, code: 'ERR_LOGIN_TIMEOUT' });

/**
 * From the request for a WebSocket to an open one, for as many as there is room for.
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
  /** @type {Set<Duplex>} those about whom nothing is decided yet */
  #waiting = new Set();
  #told = 0;

  /**
   * @param {UpgradeOptions} options
   * @param {object} parts
   * @param {Admission<Guest>} parts.admission
   * @param {(waiting: number) => boolean} parts.isFull with so many that are not in yet
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
   * @param {number} [waiting] so many are not in yet of those that come another way
   * @returns {Reason | undefined} why nobody may come in with it
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
   * @returns {string} where it comes from
   */
  addressOf(request) {
    return this.#proxies.addressOf(request);
  }

  /** Nobody comes in any more. */
  close() {
    this.#isClosed = true;
    for (const socket of this.#waiting) socket.destroy();
  }

  /**
   * @param {IncomingMessage} request
   * @returns {boolean} false: the log says what to do about it
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
   * @param {AbortController} pending.gone to be aborted when nobody waits for it any more
   */
  async #wait(request, socket, head, { decision, gone }) {
    const { authTimeout } = this.#options;
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    const left = new Promise((resolve) => {
      for (const event of ['end', 'close']) socket.once(event, () => resolve(undefined));
      if (authTimeout > 0) timer = setTimeout(() => resolve(LATE), authTimeout * 1000);
    });
    // Who does not read does not notice that the other side has gone.
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
      // Somebody else has opened it meanwhile, and has it.
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
   * Opens a WebSocket only to say by its close frame why nobody comes in: a page cannot see more than that.
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
   * @param {IncomingMessage} request whose address may hold a token, so it is not written
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
