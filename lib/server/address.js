'use strict';

const { networkInterfaces } = require('node:os');
const { isIPv6 } = require('node:net');

/**
 * The URL of a server for clients: with its host, else the first external IPv4 address of the machine, else localhost.
 *
 * @param {string} scheme ws or wss
 * @param {string | undefined} host of the server; undefined: all addresses
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
