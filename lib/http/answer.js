'use strict';

const zlib = require('node:zlib');
const { pipeline } = require('node:stream');
const { sendOneText } = require('./one-text');

/** @typedef {import('node:http').IncomingMessage} IncomingMessage */
/** @typedef {import('node:http').ServerResponse} ServerResponse */

/** @typedef {import('../net/backlog').Backlog} Backlog */
/** @typedef {import('../net/exchange').Answer} Answer */

// A client that reads nothing for this long is terminated, because its response keeps old versions of a project in
// memory.
const READ_PATIENCE_MS = 60_000;
const WORTH_COMPRESSING = 1024;
// Node writes a short string together with the head, but buffers one by one.
const SHORT = 4096;
const USUAL_HEADERS = Object.freeze({
  'Cache-Control': 'private, no-cache',
  'X-Content-Type-Options': 'nosniff',
  Vary: 'Origin, Accept-Encoding, Authorization, Cookie',
});
/** Headers of a response with a body. */
const JSON_HEADERS = Object.freeze({
  ...USUAL_HEADERS,
  'Content-Type': 'application/json; charset=utf-8',
});
const USUAL_LINES = linesOf(USUAL_HEADERS);
const JSON_LINES = linesOf(JSON_HEADERS);
// A compression uses about a megabyte until its last byte is read.
const MOST_COMPRESSIONS = 100;
/** The codings in order of preference, with fast settings, because each result has one reader. */
const CODINGS = Object.freeze({
  br: () => zlib.createBrotliCompress({ params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: () => zlib.createGzip({ level: 4 }),
});

/**
 * Sends responses, and counts their unsent bytes.
 */
class Answering {
  #send;
  #compresses;
  #backlog;
  #compressions = 0;

  /**
   * @param {boolean} compresses may responses be compressed?
   * @param {Backlog} backlog the unsent data of all connections
   * @param {boolean} [isFast] may short responses use undocumented internals of Node?
   */
  constructor(compresses, backlog, isFast = true) {
    this.#send = isFast ? sendOneText : () => false;
    this.#compresses = compresses;
    this.#backlog = backlog;
  }

  /**
   * @param {IncomingMessage} request
   * @param {ServerResponse} response with headers only
   * @param {Answer} answer
   */
  send(request, response, { status, parts, headers, tag, closes }) {
    if (response.destroyed || response.writableEnded) return;
    let head = headers;
    if (closes) head = { ...head, Connection: 'close' };
    if (tag !== undefined && isTagged(request)) {
      head = { ...head, ETag: tag };
      if (isKnown(request, tag)) {
        this.#sendHead(response, 304, head);
        return;
      }
    }
    if (parts.length === 0) {
      this.#sendHead(response, status, head);
      return;
    }
    let size = 0;
    for (const { length } of parts) size += length;
    const coding = this.#codingOf(request, size);
    if (!coding && size <= SHORT && request.method !== 'HEAD') {
      this.#sendShort(response, parts, { status, headers: head });
      return;
    }
    /** @type {Record<string, string | number>} */
    const length = coding ? { 'Content-Encoding': coding } : { 'Content-Length': size };
    begin(response, status, { ...JSON_HEADERS, ...head, ...length });
    if (coding) this.#sendCompressed(response, parts, coding);
    else this.#sendPlain(request, response, parts);
  }

  /**
   * @param {IncomingMessage} request
   * @param {number} size of the response
   * @returns {keyof typeof CODINGS | undefined} undefined: uncompressed
   */
  #codingOf({ method, headers }, size) {
    const mayBe = this.#compresses && this.#compressions < MOST_COMPRESSIONS;
    if (!mayBe || size < WORTH_COMPRESSING || method === 'HEAD') return undefined;
    return codingFor(headers['accept-encoding']);
  }

  /**
   * @param {ServerResponse} response
   * @param {number} status
   * @param {Record<string, string>} [headers]
   */
  #sendHead(response, status, headers) {
    if (!this.#send(response, { status, usual: USUAL_LINES, headers, body: '' }))
      begin(response, status, { ...USUAL_HEADERS, ...headers }).end();
  }

  /**
   * @param {ServerResponse} response
   * @param {Buffer[]} parts
   * @param {{status: number, headers: Record<string, string> | undefined}} head
   */
  #sendShort(response, parts, { status, headers }) {
    // Latin-1 maps each byte to one character, as in the head.
    const body = (parts.length === 1 ? parts[0] : Buffer.concat(parts)).toString('latin1');
    if (!this.#send(response, { status, usual: JSON_LINES, headers, body }))
      begin(response, status, {
        ...JSON_HEADERS,
        ...headers,
        'Content-Length': body.length,
      }).end(body, 'latin1');
    this.#count(response, parts, () => response.writableLength);
  }

  /**
   * @param {IncomingMessage} request
   * @param {ServerResponse} response with a written head
   * @param {Buffer[]} parts
   */
  #sendPlain({ method }, response, parts) {
    if (method === 'HEAD') {
      response.end();
      return;
    }
    if (parts.length > 1) {
      response.cork();
      for (const part of parts.slice(0, -1)) response.write(part);
    }
    response.end(parts.at(-1));
    if (parts.length > 1) response.uncork();
    this.#count(response, parts, () => response.writableLength);
  }

  /**
   * @param {ServerResponse} response with a written head
   * @param {Buffer[]} parts
   * @param {keyof typeof CODINGS} coding
   */
  #sendCompressed(response, parts, coding) {
    const packer = CODINGS[coding]();
    this.#compressions += 1;
    response.once('close', () => {
      this.#compressions -= 1;
    });
    pipeline(packer, response, () => {});
    for (const part of parts) packer.write(part);
    packer.end();
    this.#count(response, parts, () => packer.writableLength + response.writableLength);
  }

  /**
   * @param {ServerResponse} response
   * @param {Buffer[]} parts of the response
   * @param {() => number} unsent number of its unsent bytes
   */
  #count(response, parts, unsent) {
    if (unsent() === 0) return;
    response.setTimeout(READ_PATIENCE_MS, () => response.destroy());
    const laggard = {
      get unsent() {
        return unsent();
      },
      // TLS encrypts a copy.
      sharesBuffers: !(/** @type {any} */ (response.req.socket).encrypted),
      terminate: () => response.destroy(),
    };
    response.once('close', () => this.#backlog.delete(laggard));
    this.#backlog.add(laggard, parts);
  }
}

/** @this {ServerResponse} */
function destroy() {
  this.destroy();
}

/**
 * @param {ServerResponse} response that may fail from now on
 * @param {number} status
 * @param {Record<string, string | number>} headers
 * @returns {ServerResponse}
 */
function begin(response, status, headers) {
  return response.on('error', destroy).writeHead(status, headers);
}

/**
 * @param {Readonly<Record<string, string>>} headers
 * @returns {string} as they go out
 */
function linesOf(headers) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return lines.join('');
}

/**
 * @param {IncomingMessage} request
 * @returns {boolean} false: the request also has a body
 */
function isTagged({ method }) {
  return method !== 'POST';
}

/**
 * @param {IncomingMessage} request
 * @param {string} tag
 * @returns {boolean} does it state that the client has the content of the ETag?
 */
function isKnown(request, tag) {
  const known = request.headers['if-none-match'];
  if (known === undefined || !isTagged(request)) return false;
  if (known === tag) return true;
  const bare = (/** @type {string} */ one) => one.trim().replace(/^W\//, '');
  return known.trim() === '*' || known.split(',').map(bare).includes(bare(tag));
}

/**
 * @param {string | string[] | undefined} accepted the header Accept-Encoding
 * @returns {keyof typeof CODINGS | undefined}
 */
function codingFor(accepted) {
  const wanted = String(accepted ?? '')
    .toLowerCase()
    .split(',')
    .map((each) => each.trim().split(/\s*;\s*/))
    .filter(([, quality]) => !/^q=0(\.0*)?$/.test(quality ?? ''))
    .map(([name]) => name);
  const names = /** @type {(keyof typeof CODINGS)[]} */ (Object.keys(CODINGS));
  return names.find((name) => wanted.includes(name));
}

module.exports = { Answering, codingFor, isKnown };
