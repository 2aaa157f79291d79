'use strict';

const { networkInterfaces } = require('node:os');
const { isIPv6 } = require('node:net');

/**
 * The URL under which clients reach a server: by its host, else by the machine's first IPv4 address on a network, else,
 * on a machine without a network, by localhost.
 *
 * @param {string} scheme ws or wss
 * @param {string | undefined} host that the server listens on; undefined: all
 * @param {number} port
 * @returns {string}
 */
function serverUrl(scheme, host, port) {
  const name = host === undefined || isAnyAddress(host) ? networkAddress() : host;
  return `${scheme}://${isIPv6(name) ? `[${name}]` : name}:${port}`;
}

/**
 * @param {string} host
 * @returns {boolean}
 */
function isAnyAddress(host) {
  return host === '0.0.0.0' || host === '::';
}

/** @returns {string} */
function networkAddress() {
  const addresses = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  const external = addresses.find(({ internal, family }) => !internal && family === 'IPv4');
  return external?.address ?? 'localhost';
}

module.exports = { serverUrl };
