'use strict';

/**
 * Where a connection comes from; behind a proxy, the address of the proxy.
 *
 * @param {import('node:stream').Duplex} socket
 * @returns {string} an IP address; empty when the connection is gone, or is none of the network
 */
function peerAddress(socket) {
  const { remoteAddress = '' } = /** @type {import('node:net').Socket} */ (socket);
  // A socket that takes both kinds of addresses writes the old kind as one of the new.
  return remoteAddress.replace(/^::ffff:(?=\d+\.)/, '');
}

module.exports = { peerAddress };
