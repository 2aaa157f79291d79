'use strict';

const http = require('node:http');

/** What an acknowledgement costs Socket.IO alone: each event is acknowledged at once, with as many bytes as that of a lock. */
class SocketIoEcho {
  #server = http.createServer();

  /** @returns {Promise<number>} the port */
  start() {
    const { Server } = require('socket.io');
    const io = new Server(this.#server, { transports: ['websocket'], serveClient: false });
    io.on('connection', (socket) => {
      socket.on('calendar:lock', ({ type, id }, acknowledge) =>
        acknowledge({ type, id, success: true, fence: 1, until: Date.now() }),
      );
      socket.on('calendar:unlock', ({ type, id }, acknowledge) =>
        acknowledge({ type, id, success: true }),
      );
    });
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => {
        resolve(/** @type {import('node:net').AddressInfo} */ (this.#server.address()).port);
      });
    });
  }
}

module.exports = { SocketIoEcho };
