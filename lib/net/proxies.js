'use strict';

const { BlockList, isIP, isIPv6 } = require('node:net');
const { peerAddress, plainAddress } = require('./peer-address');

/** @typedef {import('node:http').IncomingMessage} IncomingMessage */

// An address, with a port or without: 192.0.2.7:80, [2001:db8::7]:80, 2001:db8::7.
const WITH_PORT = /^(?:\[(?<six>[^\]]*)\]|(?<four>[\d.]+))(?::\d+)?$/;
const PAIR = /^\s*(?<key>[\w-]+)=(?:"(?<quoted>[^"]*)"|(?<plain>[^\s"]*))\s*$/;

/**
 * The proxies in front of the server, which say whom a request is from. What they say is believed of those that are
 * trusted, from the nearest on, as far as each has it from another one that is trusted.
 */
class Proxies {
  #isTrusted;

  /** @param {number | string[]} trusted how many are in front of the server, or their addresses and networks */
  constructor(trusted) {
    this.#isTrusted =
      typeof trusted === 'number'
        ? (/** @type {string} */ _address, /** @type {number} */ hop) => hop < trusted
        : isIn(trusted);
  }

  /**
   * @param {IncomingMessage} request
   * @returns {string} where it comes from: an IP address; empty when the connection is gone, or is none of the network
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
   * @returns {string[]} the hosts that it may have been sent to, with their ports: one, but for what proxies say
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
 * Whom each proxy has a request from, as it says in one of two headers. A proxy that writes one of them may pass on what the
 * client has written in the other: where both are there and differ, neither is believed.
 *
 * @param {import('node:http').IncomingHttpHeaders} headers
 * @returns {string[]} addresses, that which the nearest proxy told first; empty: it says something else
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
 * @returns {string} empty: it is no address
 */
function bareAddress(text) {
  const { six, four } = WITH_PORT.exec(text)?.groups ?? {};
  const address = plainAddress(six ?? four ?? text);
  return isIP(address) === 0 ? '' : address;
}

/**
 * One parameter of the header Forwarded (RFC 7239): that of each proxy.
 *
 * @param {string | undefined} header
 * @param {'for' | 'host'} wanted
 * @returns {string[]} that of the farthest first
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
 * @param {string | string[] | undefined} header a list
 * @returns {string[]}
 */
function elements(header) {
  if (header === undefined) return [];
  return String(header)
    .split(',')
    .map((element) => element.trim());
}

module.exports = { Proxies, isNetwork };
