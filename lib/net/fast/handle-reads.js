'use strict';

const net = require('node:net');

/** @typedef {import('node:stream').Duplex} Duplex */

/**
 * Pauses reading from a socket, with or without TLS: incoming data stay in the kernel and cost nothing. Node's streams
 * do not notice it; a paused stream would continue to read until its buffer is full.
 *
 * @param {Duplex} socket
 * @returns {{stop: () => void, goOn: () => void} | undefined} undefined: it is no socket of Node
 */
function handleReadsOf(socket) {
  const handle = /** @type {any} */ (socket)._handle;
  const isKnown = socket instanceof net.Socket && typeof handle?.readStop === 'function';
  if (!isKnown || typeof handle.readStart !== 'function') return undefined;
  // Node's own wish to read may change meanwhile.
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
