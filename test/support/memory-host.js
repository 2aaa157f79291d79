'use strict';

const http = require('node:http');
const { duplexPair } = require('node:stream');
const { WebSocket } = require('ws');
const { WebSocketServer } = require('../../lib');

/**
 * A server and the connections to it inside this process, without a network: nothing happens at the same time, so a run
 * with the same seed goes the same way.
 */
class MemoryHost {
  #http = http.createServer();
  #options;

  /** @param {object} options of WebSocketServer */
  constructor(options) {
    this.#options = { server: this.#http, ...options };
    this.server = new WebSocketServer(this.#options);
    this.#http.on('request', (request, response) => this.server.requestHandler(request, response));
  }

  /** @returns {Promise<void>} when another server stands in the place of this one, and has what that one has kept */
  async restart() {
    await this.server.destroy();
    this.server = new WebSocketServer(this.#options);
    await this.server.init();
  }

  /** @returns {Promise<void>} when clients may connect */
  open() {
    return this.server.init();
  }

  /**
   * @param {string} path with the query
   * @returns {WebSocket} that answers pings only when it is told to
   */
  connect(path) {
    const createConnection = () => this.#pair();
    const options = { createConnection, autoPong: false, perMessageDeflate: false };
    return new WebSocket(`ws://memory${path}`, options);
  }

  /**
   * @param {string} path
   * @returns {http.ClientRequest} a POST, whose body is to be given
   */
  ask(path) {
    const createConnection = () => this.#pair();
    return http.request({ createConnection, host: 'memory', method: 'POST', path });
  }

  /** @returns {import('node:stream').Duplex} the near end of a connection */
  #pair() {
    const [near, far] = duplexPair();
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    // Which the server asks of a socket.
    Object.assign(far, { setTimeout: () => far });
    this.#http.emit('connection', far);
    return near;
  }

  /** @returns {Promise<void>} */
  close() {
    return this.server.destroy();
  }
}

module.exports = { MemoryHost };
