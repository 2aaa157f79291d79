'use strict';

const http = require('node:http');

/**
 * What a request costs Node alone: a server that reads the body and answers with as many bytes as it is told, or with 304.
 */
class BareHttp {
  #answer = Buffer.alloc(0);
  #server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      Buffer.concat(chunks);
      if (request.headers['if-none-match']) {
        response.writeHead(304, { ETag: '"a"' }).end();
        return;
      }
      const headers = { 'Content-Type': 'application/json', 'Content-Length': this.#answer.length };
      response.writeHead(200, headers).end(this.#answer);
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

  /** @param {{answer: number}} sizes bytes */
  setSizes({ answer }) {
    this.#answer = Buffer.alloc(answer, ' ');
  }
}

module.exports = { BareHttp };
