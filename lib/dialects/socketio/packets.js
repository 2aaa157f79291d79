'use strict';

const { createRequire } = require('node:module');

// An event of the default namespace without binary data, and the number under which its sender wants an answer.
const EVENT = /^2(\d{0,15})\["([^"\\]{1,100})"(?=\s*[,\]])\s*/;
// How a packet begins that is an event with binary data.
const BINARY_EVENT = '5';
// What the last of several arguments may be: a flat object.
const LAST_OBJECT = /^([^]*\})\s*,\s*(\{[^{}]*\})$/;

/**
 * What somebody has sent with an event, as it came: nothing here is parsed but what is short, since the core reads it.
 */
class RawArguments {
  /**
   * @param {string} text of the arguments behind the name; empty: there are none
   * @param {string} ack the number under which an answer is wanted; empty: none is
   * @param {boolean} [isBinary] are there bytes in it, which no event has?
   */
  constructor(text, ack, isBinary = false) {
    this.text = text;
    this.ack = ack;
    this.isBinary = isBinary;
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
 * @param {Buffer} bytes of a message of {@link messageOf}, which may be none that can be read
 * @returns {number | undefined} under which number an answer to it is wanted; undefined: none is
 */
function ackIn(bytes) {
  const [, ack] = /,"ack":(\d{1,15})\}$/.exec(bytes.toString('latin1', bytes.length - 32)) ?? [];
  return ack === undefined ? undefined : Number(ack);
}

/**
 * @param {string} text of one argument or two
 * @returns {[string, string]} the first, and what is in the second, if that is a flat object
 */
function splitLast(text) {
  // Mostly there is no other one, or it has others in it.
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
 * What Socket.IO is to read packets with: its own parser, but for events, which are left as they came. What is unusual about an
 * event is read by the parser, and written again as if it had come so.
 *
 * @param {string} place where socket.io is
 * @returns {any} a module like socket.io-parser
 */
function parserOf(place) {
  const parser = createRequire(place)('socket.io-parser');
  const { EVENT: USUAL } = parser.PacketType;
  class Decoder extends parser.Decoder {
    /**
     * To be set where usual events are for somebody who hears them at once: Socket.IO tells of each in a later tick, twice.
     *
     * @type {((name: string, raw: RawArguments) => void) | undefined}
     */
    onEvent;
    #parser = new parser.Decoder();
    #isBinary = false;
    /** Has something come in this tick of which Socket.IO tells later? What comes behind it must not be told before. */
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

    /** @param {() => void} tell of something else that has come; called in the order of what came */
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
