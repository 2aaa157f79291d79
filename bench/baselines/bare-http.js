'use strict';

const http = require('node:http');

/**
 * What a request costs Node alone: a server that reads the body and answers with the headers and as many bytes as it is told, or
 * with 304.
 */
class BareHttp {
  #answer = Buffer.alloc(0);
  /** @type {Record<string, string>} */
  #headers = {};
  #server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      Buffer.concat(chunks);
      if (request.headers['if-none-match']) {
        response.writeHead(304, this.#headers).end();
        return;
      }
      response.writeHead(200, this.#headers).end(this.#answer);
    });
  });

  /** @returns {Promise<number>} the port */
  start() {
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => {
        resolve(/** @type {import('node:net').AddressInfo} */ (this.#server.address()).port);
      });
    });
  }

  /** @param {{answer: number, headers: Record<string, string>}} sizes bytes of the body, and what stands in front of it */
  setSizes({ answer, headers }) {
    this.#answer = Buffer.alloc(answer, ' ');
    this.#headers = headers;
  }
}

module.exports = { BareHttp };
