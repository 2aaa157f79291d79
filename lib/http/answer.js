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
    response.setTimeout(READ_PATIENCE_MS, () => response.destroy());
    for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
    response.setHeader('Cache-Control', 'private, no-cache');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.appendHeader('Vary', 'Origin, Accept-Encoding, Authorization, Cookie');
    if (closes) response.setHeader('Connection', 'close');
    // What a POST asks for is in its body, too.
    if (tag !== undefined && request.method !== 'POST') {
      response.setHeader('ETag', tag);
      if (isKnown(tag, request.headers['if-none-match'])) {
        response.writeHead(304).end();
        return;
      }
    }
    if (parts.length === 0) {
      response.writeHead(status).end();
      return;
    }
    const size = parts.reduce((sum, { length }) => sum + length, 0);
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    const coding = this.#codingOf(request, size);
    if (coding) this.#sendCompressed(response, status, parts, coding);
    else this.#sendPlain(request, response, { status, parts, size });
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
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   * @param {{status: number, parts: Buffer[], size: number}} answer
   */
  #sendPlain({ method }, response, { status, parts, size }) {
    response.writeHead(status, { 'Content-Length': size });
    if (method === 'HEAD') {
      response.end();
      return;
    }
    response.cork();
    for (const part of parts.slice(0, -1)) response.write(part);
    response.end(parts.at(-1));
    response.uncork();
    this.#count(response, parts, () => response.writableLength);
  }

  /**
   * @param {ServerResponse} response
   * @param {number} status
   * @param {Buffer[]} parts
   * @param {keyof typeof CODINGS} coding
   */
  #sendCompressed(response, status, parts, coding) {
    response.writeHead(status, { 'Content-Encoding': coding });
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
 * @param {string} tag
 * @param {string | undefined} known what a request says that its client has
 * @returns {boolean}
 */
function isKnown(tag, known) {
  const bare = (/** @type {string} */ one) => one.trim().replace(/^W\//, '');
  return (
    known !== undefined && (known.trim() === '*' || known.split(',').map(bare).includes(bare(tag)))
  );
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

module.exports = { Answering, codingFor };
