'use strict';

const http = require('node:http');
const https = require('node:https');
const { codedError } = require('../base/errors');
const { hangUp } = require('./hang-up');

/** @typedef {import('node:net').AddressInfo} AddressInfo */
/** @typedef {import('node:stream').Duplex} Duplex */

/**
 * @typedef {object} ListenerOptions
 * @property {https.ServerOptions} [tls]
 * @property {http.Server} [server] the caller's own: then the caller opens and closes the port
 * @property {string[]} paths whose requests for a WebSocket are for this server
 * @property {boolean} takesAll does it take those for other paths, too, unless somebody else on the caller's server might?
 * @property {(error: Error) => void} onError called for what goes wrong once the port is open
 * @property {(request: http.IncomingMessage, socket: Duplex, head: Buffer) => void} onUpgrade
 * @property {(request: http.IncomingMessage, response: http.ServerResponse) => boolean} onRequest called on a server of its own for
 *   what asks for no WebSocket; false: it is left alone
 * @property {(path: string) => void} onLost called when somebody else has answered a request for one of `paths`
 */

/**
 * The port: an HTTP server, with TLS or without, that hands over whoever asks for a WebSocket. It is the caller's, who
 * then answers all other requests, or its own.
 */
class Listener {
  #server;
  #isOwn;
  #paths;
  #takesAll;
  #onError;
  #onUpgrade;
  #onLost;

  /**
   * @param {ListenerOptions} options
   * @throws {Error} when the key or the certificate cannot be used
   */
  constructor({ tls, server, paths, takesAll, onUpgrade, onRequest, onLost, onError }) {
    this.#paths = paths;
    this.#takesAll = takesAll;
    this.#onLost = onLost;
    this.#onError = onError;
    this.#isOwn = server === undefined;
    this.#server = server ?? (tls ? createSecureServer(tls) : http.createServer());
    this.isSecure = this.#server instanceof https.Server;
    this.#onUpgrade = (
      /** @type {http.IncomingMessage} */ request,
      /** @type {Duplex} */ socket,
      /** @type {Buffer} */ head,
    ) => this.#sort(request, socket, () => onUpgrade(request, socket, head));
    if (this.#isOwn) {
      this.#server.on('request', (request, response) => {
        if (!onRequest(request, response)) answerRequest(request, response);
      });
      this.#server.on('clientError', (_error, socket) => hangUp(socket, 400));
    }
  }

  /** @returns {number | undefined} the real port; undefined while the caller's server has none */
  get port() {
    return /** @type {AddressInfo | null} */ (this.#server.address())?.port;
  }

  /**
   * Takes connections from now on.
   *
   * @param {number} port 0: any that is free
   * @param {string} [host] default: all addresses
   * @returns {Promise<void>}
   */
  open(port, host) {
    // In front, so as to see what the others do with a request.
    this.#server.prependListener('upgrade', this.#onUpgrade);
    if (!this.#isOwn) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#server.once('error', (error) => reject(explain(error, port, host)));
      this.#server.listen({ port, host }, () => {
        this.#server.removeAllListeners('error');
        this.#server.on('error', this.#onError);
        resolve();
      });
    });
  }

  /**
   * Frees the port; the WebSockets are somebody else's to close.
   *
   * @returns {Promise<void>}
   */
  close() {
    this.#server.off('upgrade', this.#onUpgrade);
    if (!this.#isOwn) return Promise.resolve();
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  /**
   * Is a request this server's? Where others listen on the caller's server, too, they take what is theirs first: two that
   * answer the same request would break it, and ws throws then.
   *
   * @param {http.IncomingMessage} request for a WebSocket
   * @param {Duplex} socket
   * @param {() => void} take
   */
  #sort({ url = '' }, socket, take) {
    const isShared = this.#server.listenerCount('upgrade') > 1;
    const [path] = url.split('?', 1);
    const isOurs = this.#paths.includes(path) || (this.#takesAll && !isShared);
    if (!isOurs && isShared) return;

    // A peer that goes away during the handshake is no fault of anybody's.
    socket.on('error', () => socket.destroy());
    if (!isOurs) hangUp(socket, 404);
    else if (isShared)
      this.#afterOthers(path, /** @type {import('node:net').Socket} */ (socket), take);
    else take();
  }

  /**
   * @param {string} path
   * @param {import('node:net').Socket} socket of a request that others see as well
   * @param {() => void} take called if all of them leave it alone
   */
  #afterOthers(path, socket, take) {
    const { bytesWritten } = socket;
    setImmediate(() => {
      const isUntouched = socket.bytesWritten === bytesWritten && socket.readableFlowing === null;
      if (isUntouched && socket.writable) take();
      else if (!isUntouched) this.#onLost(path);
    });
  }
}

/**
 * @param {https.ServerOptions} tls
 * @returns {https.Server}
 */
function createSecureServer(tls) {
  try {
    return https.createServer(tls);
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw codedError(
      'ERR_CERTIFICATE',
      `The key or certificate for TLS is not valid: ${message}`,
      error,
    );
  }
}

/**
 * @param {http.IncomingMessage} request
 * @param {http.ServerResponse} response
 */
function answerRequest(request, response) {
  request.resume();
  const text = 'This is a WebSocket server: connect with ws:// or wss://\n';
  const headers = { 'Content-Type': 'text/plain', Upgrade: 'websocket', Connection: 'close' };
  response.writeHead(426, { ...headers, 'Content-Length': text.length });
  response.end(request.method === 'HEAD' ? undefined : text);
}

/**
 * @param {unknown} error
 * @param {number} port
 * @param {string} [host]
 * @returns {Error}
 */
function explain(error, port, host) {
  const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
  const where = host === undefined ? `Port ${port}` : `Port ${port} of ${host}`;
  if (code === 'EADDRINUSE') {
    return codedError(code, `${where} is in use by another program: choose another port`, error);
  }
  if (code === 'EACCES') return codedError(code, `${where} is not open to this user`, error);
  return codedError('ERR_NOT_LISTENING', `${where} cannot be listened on: ${message}`, error);
}

module.exports = { Listener };
