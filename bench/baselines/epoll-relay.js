'use strict';

const { createHash } = require('node:crypto');
const http = require('node:http');
const path = require('node:path');

const DRIVER = path.join('..', '..', 'build', 'bench', 'Release', 'bench_driver.node');
const ACCEPTED = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'; // RFC 6455, 1.3

/**
 * What the machine itself costs: Node opens each WebSocket, and from then on a thread of C++ reads its frames and writes others
 * (bench/driver/epoll_relay.h).
 */
class EpollRelay {
  #relay = new (require(DRIVER).EpollRelay)();
  /** @type {import('node:stream').Duplex[]} which must not be collected */
  #sockets = [];
  #server = http.createServer();

  /** @returns {Promise<number>} the port */
  start() {
    this.#server.on('upgrade', ({ headers }, socket) => this.#open(headers, socket));
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => {
        resolve(/** @type {import('node:net').AddressInfo} */ (this.#server.address()).port);
      });
    });
  }

  /** @param {{change?: number, dataset?: number}} sizes of what it sends, in bytes */
  setSizes({ change = 2, dataset = 2 }) {
    this.#relay.setSizes(change, dataset);
  }

  #open(headers, socket) {
    const key = `${headers['sec-websocket-key']}${ACCEPTED}`;
    const accept = createHash('sha1').update(key).digest('base64');
    socket.on('error', () => {});
    socket.setNoDelay(true);
    // Nothing has come behind the request: a client waits for the answer.
    socket._handle.readStop();
    const head =
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      `Sec-WebSocket-Accept: ${accept}\r\n\r\n`;
    socket.write(head, () => this.#relay.add(socket._handle.fd));
    this.#sockets.push(socket);
  }
}

module.exports = { EpollRelay };
