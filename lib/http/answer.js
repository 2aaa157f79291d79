'use strict';

const zlib = require('node:zlib');
const { pipeline } = require('node:stream');

/** @typedef {import('node:http').IncomingMessage} IncomingMessage */
/** @typedef {import('node:http').ServerResponse} ServerResponse */

/** @typedef {import('../net/backlog').Backlog} Backlog */
/** @typedef {import('../net/exchange').Answer} Answer */

// Who reads nothing for so long is cut off: old versions of a project would stay in memory for them.
const READ_PATIENCE_MS = 60_000;
const WORTH_COMPRESSING = 1024;
// Node writes a short text together with the head, and what is in buffers piece by piece.
const SHORT = 4096;
// A compression takes about a megabyte until its last byte is read.
const MOST_COMPRESSIONS = 100;
/** How each coding is made, those that are preferred first. Fast, since it is done for one reader. */
const CODINGS = Object.freeze({
  br: () => zlib.createBrotliCompress({ params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: () => zlib.createGzip({ level: 4 }),
});

/**
 * Sends answers, and counts what their readers have not read yet.
 */
class Answering {
  #compresses;
  #backlog;
  #compressions = 0;

  /**
   * @param {boolean} compresses may answers be compressed?
   * @param {Backlog} backlog what all connections have left to send
   */
  constructor(compresses, backlog) {
    this.#compresses = compresses;
    this.#backlog = backlog;
  }

  /**
   * @param {IncomingMessage} request
   * @param {ServerResponse} response that nothing was written to but headers
   * @param {Answer} answer
   */
  send(request, response, { status, parts, headers, tag, closes }) {
    if (response.destroyed || response.writableEnded) return;
    const head = usualHeaders();
    if (headers) Object.assign(head, headers);
    if (closes) head.Connection = 'close';
    if (tag !== undefined && isTagged(request)) {
      head.ETag = tag;
      if (isKnown(request, tag)) {
        response.writeHead(304, head).end();
        return;
      }
    }
    if (parts.length === 0) {
      response.writeHead(status, head).end();
      return;
    }
    let size = 0;
    for (const { length } of parts) size += length;
    head['Content-Type'] = 'application/json; charset=utf-8';
    const coding = this.#codingOf(request, size);
    if (coding) head['Content-Encoding'] = coding;
    else head['Content-Length'] = size;
    response.writeHead(status, head);
    if (coding) this.#sendCompressed(response, parts, coding);
    else if (size <= SHORT && request.method !== 'HEAD') this.#sendShort(response, parts);
    else this.#sendPlain(request, response, parts);
  }

  /**
   * @param {IncomingMessage} request
   * @param {number} size of the answer
   * @returns {keyof typeof CODINGS | undefined} undefined: it goes out as it is
   */
  #codingOf({ method, headers }, size) {
    const mayBe = this.#compresses && this.#compressions < MOST_COMPRESSIONS;
    if (!mayBe || size < WORTH_COMPRESSING || method === 'HEAD') return undefined;
    return codingFor(headers['accept-encoding']);
  }

  /**
   * @param {ServerResponse} response whose head is written
   * @param {Buffer[]} parts
   */
  #sendShort(response, parts) {
    // One byte of it is one letter, as it is in the head.
    const text = (parts.length === 1 ? parts[0] : Buffer.concat(parts)).toString('latin1');
    response.end(text, 'latin1');
    this.#count(response, parts, () => response.writableLength);
  }

  /**
   * @param {IncomingMessage} request
   * @param {ServerResponse} response whose head is written
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
   * @param {ServerResponse} response whose head is written
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
   * @param {Buffer[]} parts what it was given
   * @param {() => number} unsent bytes of that
   */
  #count(response, parts, unsent) {
    if (unsent() === 0) return;
    response.setTimeout(READ_PATIENCE_MS, () => response.destroy());
    const laggard = {
      get unsent() {
        return unsent();
      },
      // What is encrypted is a copy.
      sharesBuffers: !(/** @type {any} */ (response.req.socket).encrypted),
      terminate: () => response.destroy(),
    };
    response.once('close', () => this.#backlog.delete(laggard));
    this.#backlog.add(laggard, parts);
  }
}

/**
 * All are given to Node at once: it takes longer for each that is set by itself. They are not copied from another object, which takes
 * longer, too.
 *
 * @returns {Record<string, string | number>}
 */
function usualHeaders() {
  return {
    'Cache-Control': 'private, no-cache',
    'X-Content-Type-Options': 'nosniff',
    Vary: 'Origin, Accept-Encoding, Authorization, Cookie',
  };
}

/**
 * @param {IncomingMessage} request
 * @returns {boolean} false: what it asks for is in its body, too
 */
function isTagged({ method }) {
  return method !== 'POST';
}

/**
 * @param {IncomingMessage} request
 * @param {string} tag
 * @returns {boolean} does it say that its client has what the tag names?
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
