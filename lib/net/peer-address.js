'use strict';

const { isIPv6 } = require('node:net');

const GROUPS = 8;
const GROUPS_OF_A_NETWORK = 4;

/**
 * Where a connection comes from; behind a proxy, the address of the proxy.
 *
 * @param {import('node:stream').Duplex} socket
 * @returns {string} an IP address; empty when the connection is gone, or is none of the network
 */
function peerAddress(socket) {
  const { remoteAddress = '' } = /** @type {import('node:net').Socket} */ (socket);
  return plainAddress(remoteAddress);
}

/**
 * @param {string} address
 * @returns {string} the same: a socket that takes both kinds of addresses writes the old kind as one of the new
 */
function plainAddress(address) {
  return address[0] !== ':' ? address : address.replace(/^::ffff:(?=\d+\.)/i, '');
}

/**
 * What an address counts as where each may do something so often: whoever has one of IPv6 has all that begin with the same
 * 64 bits.
 *
 * @param {string} address
 * @returns {string} the address itself, or such as 2001:db8:0:1::/64
 */
function networkOf(address) {
  if (!address.includes(':') || !isIPv6(address)) return address;
  const [left, right] = address.replace(/%.*$/, '').split('::');
  const groups = left === '' ? [] : left.split(':');
  if (right !== undefined) {
    // An IPv4 address at the end stands for two groups, and is never among the first four.
    const behind = right === '' ? 0 : right.split(':').length + (right.includes('.') ? 1 : 0);
    const zeros = Array(GROUPS - groups.length - behind).fill('0');
    groups.push(...zeros, ...right.split(':'));
  }
  const network = groups.slice(0, GROUPS_OF_A_NETWORK).map((group) => parseInt(group, 16));
  return `${network.map((group) => group.toString(16)).join(':')}::/64`;
}

module.exports = { networkOf, peerAddress, plainAddress };
