'use strict';

const net = require('node:net');

/** @typedef {import('node:stream').Duplex} Duplex */

/**
 * How a socket, with TLS or without, is not read for a while: what comes stays in the kernel, and costs nothing. Node's streams, which go on to read
 * while they are paused until a buffer is full, notice nothing of it.
 *
 * @param {Duplex} socket
 * @returns {{stop: () => void, goOn: () => void} | undefined} undefined: it is not Node's
 */
function handleReadsOf(socket) {
  const handle = /** @type {any} */ (socket)._handle;
  const isKnown = socket instanceof net.Socket && typeof handle?.readStop === 'function';
  if (!isKnown || typeof handle.readStart !== 'function') return undefined;
  // Whether Node wants it to be read may change meanwhile.
  const isRead = () =>
    !socket.destroyed && /** @type {any} */ (socket)._handle === handle && handle.reading;
  return {
    stop: () => {
      if (isRead()) handle.readStop();
    },
    goOn: () => {
      if (isRead()) handle.readStart();
    },
  };
}

module.exports = { handleReadsOf };
