'use strict';

const { performance } = require('node:perf_hooks');

/** @typedef {import('node:http').IncomingMessage} IncomingMessage */
/** @typedef {import('../net/reserve').Reserve} Reserve */
/** @typedef {import('../net/exchange').Refusal} Refusal */

// So long a body may take, whatever its size, and so fast it has to come beyond that.
const PATIENCE_MS = 30_000;
const BYTES_PER_SECOND = 16 * 1024;

const NOTHING = Buffer.alloc(0);

/** @type {Refusal} */
const TOO_LARGE = Object.freeze({ status: 413, code: 'ERR_MESSAGE_TOO_LARGE' });
/** @type {Refusal} */
const TOO_SLOW = Object.freeze({ status: 408, code: 'ERR_BODY_TIMEOUT' });
/** @type {Refusal} */
const TOO_MUCH = Object.freeze({ status: 503, code: 'ERR_BUSY' });
/** @type {Refusal} */
const READ_BEFORE = Object.freeze({
  status: 500,
  code: 'ERR_INTERNAL',
  message:
    'The application has read the body: let this server have the request before its parser of bodies',
});
/** @type {Refusal} */
const GONE = Object.freeze({ status: 400, code: 'ERR_INVALID_REQUEST', message: 'It ended early' });

/**
 * Reads the body of a request. One that is too large is not read to its end, and one that comes too slowly is not waited for.
 * An application that has read it may have left it in `request.body`, as bytes or as a text. Most bodies have come with their head,
 * and are there at once, once Node has read all of the packet.
 *
 * @param {IncomingMessage & {body?: unknown}} request
 * @param {object} bounds
 * @param {number} bounds.limit bytes
 * @param {Reserve} bounds.reserve where what waits in memory is counted
 * @param {number} [bounds.patienceMs]
 * @returns {Buffer | Refusal | Promise<Buffer | Refusal>} a promise where it has to wait
 */
function readBody(request, { limit, reserve, patienceMs = PATIENCE_MS }) {
  const { body } = request;
  if (Buffer.isBuffer(body) || typeof body === 'string') {
    const bytes = Buffer.from(body);
    return bytes.length > limit ? TOO_LARGE : bytes;
  }
  if (request.readableEnded) return READ_BEFORE;
  if (Number(request.headers['content-length'] ?? 0) > limit) return TOO_LARGE;
  if (hasCome(request) && isUntouched(request)) {
    const bytes = request.read() ?? NOTHING;
    // So that it comes to its end.
    request.resume();
    return bytes.length > limit ? TOO_LARGE : bytes;
  }

  return new Promise((resolve) => {
    /** @type {Buffer[]} */
    const chunks = [];
    let size = 0;
    const started = performance.now();
    const holder = { terminate: () => finish(TOO_MUCH) };
    let timer = setTimeout(checkPace, patienceMs);

    /** @param {Buffer | Refusal} result */
    function finish(result) {
      clearTimeout(timer);
      reserve.set(holder, 0);
      request.off('data', take).off('end', end).off('close', leave).off('error', leave);
      // Whoever closes the connection reads no more of it.
      if (!Buffer.isBuffer(result)) request.pause();
      resolve(result);
    }
    function checkPace() {
      const left = patienceMs + (size / BYTES_PER_SECOND) * 1000 - (performance.now() - started);
      if (left <= 1) finish(TOO_SLOW);
      else timer = setTimeout(checkPace, left);
    }
    /** @param {Buffer} chunk */
    function take(chunk) {
      size += chunk.length;
      if (size > limit) {
        finish(TOO_LARGE);
        return;
      }
      chunks.push(chunk);
      reserve.set(holder, size);
    }
    function end() {
      finish(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
    }
    function leave() {
      finish(GONE);
    }
    request.on('data', take).on('end', end).on('close', leave).on('error', leave);
  });
}

/**
 * @param {IncomingMessage} request of whose body nothing was read
 * @returns {boolean} has all of that come? Node notices its end later than its last byte
 */
function hasCome({ complete, headers, readableLength }) {
  return complete || readableLength === Number(headers['content-length']);
}

/**
 * @param {IncomingMessage} request
 * @returns {boolean} has nobody begun to read it?
 */
function isUntouched({ readableFlowing, readableEncoding }) {
  return readableFlowing === null && readableEncoding === null;
}

module.exports = { hasCome, readBody };
