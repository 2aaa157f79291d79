'use strict';

const { createRequire } = require('node:module');

// An event of the default namespace without binary data, and the number under which its sender wants an answer.
const EVENT = /^2(\d{0,15})\["([^"\\]{1,100})"(?=\s*[,\]])\s*/;
// What the last of several arguments may be: a flat object.
const LAST_OBJECT = /^([^]*\})\s*,\s*(\{[^{}]*\})$/;

/**
 * What somebody has sent with an event, as it came: nothing here is parsed but what is short, since the core reads it.
 */
class RawArguments {
  /**
   * @param {string} text of the arguments behind the name; empty: there are none
   * @param {string} ack the number under which an answer is wanted; empty: none is
   */
  constructor(text, ack) {
    this.text = text;
    this.ack = ack;
  }
}

/**
 * @param {string} packet of Socket.IO, as text
 * @returns {{name: string, raw: RawArguments} | undefined} undefined: it is none of an event, or one with something unusual
 */
function readEvent(packet) {
  const [start, ack, name] = EVENT.exec(packet) ?? [];
  if (start === undefined) return undefined;
  const end = packet.trimEnd();
  if (!end.endsWith(']')) return undefined;
  const inside = packet.slice(start.length, end.length - 1);
  return { name, raw: new RawArguments(inside.startsWith(',') ? inside.slice(1) : '', ack) };
}

/**
 * The same event as a message like those of the other dialects: `{"type":…,"data":…,"ack":…}`, and what an object behind the
 * first argument says beside it.
 *
 * @param {string} name
 * @param {RawArguments} raw
 * @returns {string}
 */
function messageOf(name, { text, ack }) {
  const [data, more] = splitLast(text);
  const members = [
    data.trim() === '' ? '' : `,"data":${data}`,
    more === '' ? '' : `,${more}`,
    ack === '' ? '' : `,"ack":${ack}`,
  ];
  return `{"type":${JSON.stringify(name)}${members.join('')}}`;
}

/**
 * @param {string} text of one argument or two
 * @returns {[string, string]} the first, and what is in the second, if that is a flat object
 */
function splitLast(text) {
  const [, first, last] = LAST_OBJECT.exec(text) ?? [];
  if (first === undefined || !isJson(last)) return [text, ''];
  return [first, last.slice(1, -1).trim()];
}

/**
 * @param {string} text
 * @returns {boolean}
 */
function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * What Socket.IO is to read packets with: its own parser, but for events, which are left as they came.
 *
 * @param {string} place where socket.io is
 * @returns {any} a module like socket.io-parser
 */
function parserOf(place) {
  const parser = createRequire(place)('socket.io-parser');
  class Decoder extends parser.Decoder {
    /** @param {unknown} packet */
    add(packet) {
      const event =
        typeof packet === 'string' && !this.reconstructor ? readEvent(packet) : undefined;
      if (!event) return super.add(packet);
      const data = [event.name, event.raw];
      this.emitReserved('decoded', { type: parser.PacketType.EVENT, nsp: '/', data });
      return undefined;
    }
  }
  return { ...parser, Decoder };
}

module.exports = { RawArguments, messageOf, parserOf, readEvent };
