'use strict';

const { STATUS_CODES } = require('node:http');
const { ERROR_CODES } = require('../base/errors');

/**
 * Refuses a connection before it is a WebSocket, without waiting for the peer to close it.
 *
 * @param {import('node:stream').Duplex} socket
 * @param {number} status HTTP status
 * @param {string} [code] one of ERROR_CODES; the body is then `{"code":…,"message":…}`
 * @param {number} [waitMs] milliseconds until the next attempt
 */
function hangUp(socket, status, code, waitMs) {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, 'Connection: close'];
  // RFC 9110, 11.6.1: a 401 states how to log in.
  if (status === 401) head.push('WWW-Authenticate: Bearer');
  if (waitMs !== undefined) head.push(`Retry-After: ${Math.ceil(waitMs / 1000)}`);
  const body = code === undefined ? '' : JSON.stringify({ code, message: ERROR_CODES[code] });
  if (body)
    head.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`);
  socket.once('finish', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

module.exports = { hangUp };
