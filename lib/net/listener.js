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
 * @property {string[]} paths of WebSocket requests for this server
 * @property {boolean} takesAll does it also take other paths, unless another listener on the caller's server might?
 * @property {(error: Error) => void} onError called for errors after the port is open
 * @property {(request: http.IncomingMessage, socket: Duplex, head: Buffer) => void} onUpgrade
 * @property {(request: http.IncomingMessage, response: http.ServerResponse) => boolean} onRequest called for plain HTTP
 * requests on its own server; false: it does not handle the request
 * @property {(path: string) => void} onLost called when another listener has answered a request for one of `paths`
 */

/**
 * The port: an HTTP server, with or without TLS, that passes on WebSocket requests. It is either its own, or that of
 * the caller, who then answers all other requests.
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
   * @throws {Error} if the key or certificate cannot be used
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

  /** @returns {number | undefined} the actual port; undefined while the caller's server has none */
  get port() {
    return /** @type {AddressInfo | null} */ (this.#server.address())?.port;
  }

  /**
   * Starts to accept connections.
   *
   * @param {number} port 0: any free one
   * @param {string} [host] default: all addresses
   * @returns {Promise<void>}
   */
  open(port, host) {
    // As the first listener, to observe what the others do with a request.
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
   * Frees the port; does not close the WebSockets.
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
   * Decides whether a request is for this server. Other listeners on the caller's server have priority: two answers
   * would break the request, and ws would throw.
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

    // A peer that disconnects during the handshake is no error.
    socket.on('error', () => socket.destroy());
    if (!isOurs) hangUp(socket, 404);
    else if (isShared)
      this.#afterOthers(path, /** @type {import('node:net').Socket} */ (socket), take);
    else take();
  }

  /**
   * @param {string} path
   * @param {import('node:net').Socket} socket of a request that other listeners also get
   * @param {() => void} take called if none of them handles it
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
