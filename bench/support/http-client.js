'use strict';

const net = require('node:net');

const END_OF_HEAD = '\r\n\r\n';

/**
 * One connection that asks over HTTP/1.1, one request after the other, and does as little as it can.
 */
class HttpClient {
  #socket;
  #bytes = Buffer.alloc(0);
  /** @type {((answer: {status: number, head: string, body: Buffer}) => void) | undefined} */
  #answered;

  /** @param {number} port @returns {Promise<HttpClient>} */
  static async open(port) {
    const client = new HttpClient(net.connect({ port, host: '127.0.0.1', noDelay: true }));
    await new Promise((resolve) => {
      client.#socket.once('connect', () => resolve(undefined));
    });
    return client;
  }

  /** @param {net.Socket} socket */
  constructor(socket) {
    this.#socket = socket;
    socket.on('data', (bytes) => this.#take(bytes));
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
    this.#socket.write(
      `${method} ${path} HTTP/1.1\r\nHost: bench\r\n${headers}${length}\r\n${body}`,
    );
    return new Promise((resolve) => {
      this.#answered = resolve;
    });
  }

  end() {
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
    this.#answered?.({ status: Number(head.split(' ')[1]), head, body });
  }
}

module.exports = { HttpClient };
