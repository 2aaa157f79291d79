'use strict';

const { STATUS_CODES } = require('node:http');

/**
 * Refuses a connection that is no WebSocket yet, and does not wait for the peer to close it too.
 *
 * @param {import('node:stream').Duplex} socket
 * @param {number} status of HTTP
 */
function hangUp(socket, status) {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`);
}

module.exports = { hangUp };
