'use strict';

const { isIPv6 } = require('node:net');

const GROUPS = 8;
const GROUPS_OF_A_NETWORK = 4;

/**
 * The remote address of a connection; behind a proxy, that of the proxy.
 *
 * @param {import('node:stream').Duplex} socket
 * @returns {string} an IP address; empty if the connection is closed, or not a network connection
 */
function peerAddress(socket) {
  const { remoteAddress = '' } = /** @type {import('node:net').Socket} */ (socket);
  return plainAddress(remoteAddress);
}

/**
 * @param {string} address
 * @returns {string} the address; an IPv4 address mapped to IPv6 as plain IPv4
 */
function plainAddress(address) {
  return address[0] !== ':' ? address : address.replace(/^::ffff:(?=\d+\.)/i, '');
}

/**
 * The key of an address for per-address limits: the owner of an IPv6 address usually owns all with the same 64 bit
 * prefix.
 *
 * @param {string} address
 * @returns {string} the address itself, or such as 2001:db8:0:1::/64
 */
function networkOf(address) {
  if (!address.includes(':') || !isIPv6(address)) return address;
  const [left, right] = address.replace(/%.*$/, '').split('::');
  const groups = left === '' ? [] : left.split(':');
  if (right !== undefined) {
    // An IPv4 address at the end replaces two groups, and is never among the first four.
    const behind = right === '' ? 0 : right.split(':').length + (right.includes('.') ? 1 : 0);
    const zeros = Array(GROUPS - groups.length - behind).fill('0');
    groups.push(...zeros, ...right.split(':'));
  }
  const network = groups.slice(0, GROUPS_OF_A_NETWORK).map((group) => parseInt(group, 16));
  return `${network.map((group) => group.toString(16)).join(':')}::/64`;
}

module.exports = { networkOf, peerAddress, plainAddress };
