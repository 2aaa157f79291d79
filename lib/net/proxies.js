'use strict';

const { BlockList, isIP, isIPv6 } = require('node:net');
const { peerAddress, plainAddress } = require('./peer-address');

/** @typedef {import('node:http').IncomingMessage} IncomingMessage */

// An address, with a port or without: 192.0.2.7:80, [2001:db8::7]:80, 2001:db8::7.
const WITH_PORT = /^(?:\[(?<six>[^\]]*)\]|(?<four>[\d.]+))(?::\d+)?$/;
const PAIR = /^\s*(?<key>[\w-]+)=(?:"(?<quoted>[^"]*)"|(?<plain>[^\s"]*))\s*$/;

/**
 * The proxies in front of the server, which state the origin of a request. Starting with the nearest proxy, each
 * statement is believed as long as it comes from a trusted proxy.
 */
class Proxies {
  #isTrusted;

  /** @param {number | string[]} trusted the number of proxies, or their addresses and networks */
  constructor(trusted) {
    this.#isTrusted =
      typeof trusted === 'number'
        ? (/** @type {string} */ _address, /** @type {number} */ hop) => hop < trusted
        : isIn(trusted);
  }

  /**
   * @param {IncomingMessage} request
   * @returns {string} the IP address of the client; empty if the connection is closed, or not a network connection
   */
  addressOf({ socket, headers }) {
    let address = peerAddress(socket);
    if (headers['x-forwarded-for'] === undefined && headers.forwarded === undefined) return address;
    for (const [hop, before] of senders(headers).entries()) {
      if (before === '' || !this.#isTrusted(address, hop)) break;
      address = before;
    }
    return address;
  }

  /**
   * @param {IncomingMessage} request
   * @returns {string[]} the possible hosts of the request, with ports: one, plus those stated by proxies
   */
  hostsOf({ socket, headers }) {
    const { host = '' } = headers;
    if (!this.#isTrusted(peerAddress(socket), 0)) return [host];
    const told = elements(headers['x-forwarded-host']);
    return [host, ...told, ...forwarded(headers.forwarded, 'host')];
  }
}

/**
 * @param {string[]} trusted addresses and networks
 * @returns {(address: string) => boolean}
 */
function isIn(trusted) {
  const list = new BlockList();
  for (const network of trusted) {
    const [address, bits] = network.split('/');
    const family = familyOf(address);
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => isIP(address) !== 0 && list.check(address, familyOf(address));
}

/**
 * @param {string} text
 * @returns {boolean} is it an address, or a network such as 10.0.0.0/8?
 */
function isNetwork(text) {
  const [address, bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

/**
 * @param {string} address
 * @returns {'ipv4' | 'ipv6'}
 */
function familyOf(address) {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}

/**
 * The origin that each proxy states in one of two headers. A proxy that writes one header may pass on the other one
 * from the client, so if both are present and differ, neither is believed.
 *
 * @param {import('node:http').IncomingHttpHeaders} headers
 * @returns {string[]} addresses, the one from the nearest proxy first; an empty string for anything else
 */
function senders(headers) {
  const [old, standard] = [
    elements(headers['x-forwarded-for']),
    forwarded(headers.forwarded, 'for'),
  ].map((list) => list.map(bareAddress).reverse());
  if (old.length === 0 || standard.length === 0) return [...old, ...standard];
  return old.join() === standard.join() ? old : [];
}

/**
 * @param {string} text
 * @returns {string} empty if it is no address
 */
function bareAddress(text) {
  const { six, four } = WITH_PORT.exec(text)?.groups ?? {};
  const address = plainAddress(six ?? four ?? text);
  return isIP(address) === 0 ? '' : address;
}

/**
 * One parameter of the header Forwarded (RFC 7239), for each proxy.
 *
 * @param {string | undefined} header
 * @param {'for' | 'host'} wanted
 * @returns {string[]} the farthest proxy first
 */
function forwarded(header, wanted) {
  return elements(header).flatMap((element) =>
    element.split(';').flatMap((pair) => {
      const { key, quoted, plain } = PAIR.exec(pair)?.groups ?? {};
      return key?.toLowerCase() === wanted ? [quoted ?? plain] : [];
    }),
  );
}

/**
 * @param {string | string[] | undefined} header a comma-separated list
 * @returns {string[]}
 */
function elements(header) {
  if (header === undefined) return [];
  return String(header)
    .split(',')
    .map((element) => element.trim());
}

module.exports = { Proxies, isNetwork };
