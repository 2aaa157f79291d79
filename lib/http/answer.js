'use strict';

const zlib = require('node:zlib');
const { pipeline } = require('node:stream');

/** @typedef {import('node:http').IncomingMessage} IncomingMessage */
/** @typedef {import('node:http').ServerResponse} ServerResponse */

/** @typedef {import('../net/exchange').Answer} Answer */

// Who reads nothing for so long is cut off: old versions of a project would stay in memory for them.
const READ_PATIENCE_MS = 60_000;
const WORTH_COMPRESSING = 1024;
/** How each coding is made, those that are preferred first. Fast, since it is done for one reader. */
const CODINGS = Object.freeze({
  br: () => zlib.createBrotliCompress({ params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: () => zlib.createGzip({ level: 4 }),
});

/**
 * @param {IncomingMessage} request
 * @param {ServerResponse} response that nothing was written to but headers
 * @param {Answer} answer
 * @param {boolean} mayCompress
 */
function sendAnswer(request, response, { status, parts, headers, tag, closes }, mayCompress) {
  if (response.destroyed || response.writableEnded) return;
  response.setTimeout(READ_PATIENCE_MS, () => response.destroy());
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
  response.setHeader('Cache-Control', 'private, no-cache');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.appendHeader('Vary', 'Origin, Accept-Encoding, Authorization, Cookie');
  if (closes) response.setHeader('Connection', 'close');
  if (tag !== undefined) {
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
  const isWorthIt = mayCompress && size >= WORTH_COMPRESSING && request.method !== 'HEAD';
  const coding = isWorthIt ? codingFor(request.headers['accept-encoding']) : undefined;
  if (coding) sendCompressed(response, status, parts, coding);
  else sendPlain(request, response, { status, parts, size });
}

/**
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 * @param {{status: number, parts: Buffer[], size: number}} answer
 */
function sendPlain({ method }, response, { status, parts, size }) {
  response.writeHead(status, { 'Content-Length': size });
  if (method === 'HEAD') {
    response.end();
    return;
  }
  response.cork();
  for (const part of parts.slice(0, -1)) response.write(part);
  response.end(parts.at(-1));
  response.uncork();
}

/**
 * @param {ServerResponse} response
 * @param {number} status
 * @param {Buffer[]} parts
 * @param {keyof typeof CODINGS} coding
 */
function sendCompressed(response, status, parts, coding) {
  response.writeHead(status, { 'Content-Encoding': coding });
  const packer = CODINGS[coding]();
  pipeline(packer, response, () => {});
  for (const part of parts) packer.write(part);
  packer.end();
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

module.exports = { sendAnswer, codingFor };
