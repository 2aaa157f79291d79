'use strict';

const { createRequire } = require('node:module');

// An event of the default namespace without binary data, and the number of its acknowledgement.
const EVENT = /^2(\d{0,15})\["([^"\\]{1,100})"(?=\s*[,\]])\s*/;
// The beginning of an event packet with binary data.
const BINARY_EVENT = '5';
// The last of several arguments may be a flat object.
const LAST_OBJECT = /^([^]*\})\s*,\s*(\{[^{}]*\})$/;

/**
 * The raw arguments of an event. Only short ones are parsed here, because the core reads the rest.
 */
class RawArguments {
  /**
   * @param {string} text of the arguments after the name; empty: none
   * @param {string} ack the number of the requested acknowledgement; empty: none
   * @param {boolean} [isBinary] does it have binary data, which no event allows?
   */
  constructor(text, ack, isBinary = false) {
    this.text = text;
    this.ack = ack;
    this.isBinary = isBinary;
  }
}

/**
 * @param {string} packet of Socket.IO
 * @returns {{name: string, raw: RawArguments} | undefined} undefined: no event, or an unusual one
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
 * Turns an event into a message like those of the other dialects: `{"type":…,"data":…,"ack":…}`, plus the members of a
 * second argument.
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
 * @param {Buffer} bytes from {@link messageOf}, possibly invalid
 * @returns {number | undefined} the number of the requested acknowledgement; undefined: none
 */
function ackIn(bytes) {
  const [, ack] = /,"ack":(\d{1,15})\}$/.exec(bytes.toString('latin1', bytes.length - 32)) ?? [];
  return ack === undefined ? undefined : Number(ack);
}

/**
 * @param {string} text of one argument or two
 * @returns {[string, string]} the first one, and the members of the second if that is a flat object
 */
function splitLast(text) {
  // Usually there is no second one, or it is nested.
  const begin = text.lastIndexOf('{');
  if (begin <= 0 || text.indexOf('}', begin) !== text.length - 1) return [text, ''];
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
 * The parser for Socket.IO: its own one, except for events, which stay unparsed. An unusual event is parsed, and
 * encoded again in the usual form.
 *
 * @param {string} place path of socket.io
 * @returns {any} a module like socket.io-parser
 */
function parserOf(place) {
  const parser = createRequire(place)('socket.io-parser');
  const { EVENT: USUAL } = parser.PacketType;
  class Decoder extends parser.Decoder {
    /**
     * Set it to get usual events immediately: Socket.IO would emit each one in a later tick, twice.
     *
     * @type {((name: string, raw: RawArguments) => void) | undefined}
     */
    onEvent;
    #parser = new parser.Decoder();
    #isBinary = false;
    /** Will Socket.IO emit something of this tick later? Following events must not overtake it. */
    #isBehind = false;

    constructor() {
      super();
      this.#parser.on('decoded', (/** @type {any} */ packet) => {
        this.emitReserved('decoded', packet.type === USUAL ? this.#asCome(packet) : packet);
      });
    }

    /** @param {unknown} packet */
    add(packet) {
      const event =
        typeof packet === 'string' && !this.#parser.reconstructor ? readEvent(packet) : undefined;
      if (event && this.onEvent && !this.#isBehind) {
        this.onEvent(event.name, event.raw);
        return;
      }
      if (event) {
        const data = [event.name, event.raw];
        this.emitReserved('decoded', { type: USUAL, nsp: '/', data });
        return;
      }
      this.#isBehind = true;
      process.nextTick(() => {
        this.#isBehind = false;
      });
      this.#isBinary = typeof packet !== 'string' || packet.startsWith(BINARY_EVENT);
      this.#parser.add(packet);
    }

    /** @param {() => void} tell reports another event; called in the order of arrival */
    inOrder(tell) {
      if (this.#isBehind) process.nextTick(tell);
      else tell();
    }

    destroy() {
      this.#parser.destroy();
    }

    /** @param {{nsp: string, data: unknown[], id?: number | string}} event */
    #asCome({ nsp, data: [name, ...args], id = '' }) {
      const text = this.#isBinary ? '' : JSON.stringify(args).slice(1, -1);
      const raw = new RawArguments(text, String(id), this.#isBinary);
      return { type: USUAL, nsp, data: [String(name), raw] };
    }
  }
  return { ...parser, Decoder };
}

module.exports = { RawArguments, ackIn, messageOf, parserOf, readEvent };
