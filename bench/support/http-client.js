'use strict';

const net = require('node:net');

const END_OF_HEAD = '\r\n\r\n';

/**
 * Asks over HTTP/1.1 on one connection, one request after the other, and does as little as it can. A server that has
 * closed a connection that was quiet for long is connected to again.
 */
class HttpClient {
  #port;
  /** @type {net.Socket} */
  #socket;
  #bytes = Buffer.alloc(0);
  /** @type {{text: string, resolve: (answer: {status: number, head: string, body: Buffer}) => void} | undefined} */
  #asked;
  #isOver = false;

  /** @param {number} port @returns {Promise<HttpClient>} */
  static async open(port) {
    const client = new HttpClient(port);
    await new Promise((resolve) => {
      client.#socket.once('connect', () => resolve(undefined));
    });
    return client;
  }

  /** @param {number} port */
  constructor(port) {
    this.#port = port;
    this.#connect();
  }

  #connect() {
    this.#bytes = Buffer.alloc(0);
    this.#socket = net.connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('data', (bytes) => this.#take(bytes));
    this.#socket.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') throw error;
    });
    this.#socket.on('close', () => {
      if (this.#isOver) return;
      this.#connect();
      if (this.#asked) this.#socket.write(this.#asked.text);
    });
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {{body?: string, headers?: string}} [more]
   * @returns {Promise<{status: number, head: string, body: Buffer}>}
   */
  ask(method, path, { body = '', headers = '' } = {}) {
    const length = body
      ? `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`
      : '';
    const text = `${method} ${path} HTTP/1.1\r\nHost: bench\r\n${headers}${length}\r\n${body}`;
    return new Promise((resolve) => {
      this.#asked = { text, resolve };
      if (this.#socket.writable) this.#socket.write(text);
    });
  }

  end() {
    this.#isOver = true;
    this.#socket.destroy();
  }

  /** @param {Buffer} bytes */
  #take(bytes) {
    this.#bytes = this.#bytes.length === 0 ? bytes : Buffer.concat([this.#bytes, bytes]);
    const end = this.#bytes.indexOf(END_OF_HEAD);
    if (end < 0) return;
    const head = this.#bytes.toString('latin1', 0, end);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    const start = end + END_OF_HEAD.length;
    if (this.#bytes.length < start + length) return;
    const body = this.#bytes.subarray(start, start + length);
    this.#bytes = this.#bytes.subarray(start + length);
    const asked = this.#asked;
    this.#asked = undefined;
    asked?.resolve({ status: Number(head.split(' ')[1]), head, body });
  }
}

module.exports = { HttpClient };
