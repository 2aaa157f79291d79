'use strict';

const { performance } = require('node:perf_hooks');

/** @typedef {import('node:http').IncomingMessage} IncomingMessage */
/** @typedef {import('../net/reserve').Reserve} Reserve */
/** @typedef {import('../net/exchange').Refusal} Refusal */

// The time that any body may take, and the minimum speed beyond that.
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
 * Reads the body of a request, with limits on its size and duration. If the application has already read it, it is
 * taken from `request.body`, as bytes or a string. Most bodies arrive with their head, and are available synchronously
 * once Node has read the whole packet.
 *
 * @param {IncomingMessage & {body?: unknown}} request
 * @param {object} bounds
 * @param {number} bounds.limit bytes
 * @param {Reserve} bounds.reserve counts incomplete bodies
 * @param {number} [bounds.patienceMs]
 * @returns {Buffer | Refusal | Promise<Buffer | Refusal>} a promise if it must wait
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
    // So that the request reaches its end.
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
      // The connection is closed after this, so the rest is not read.
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
 * @param {IncomingMessage} request with an unread body
 * @returns {boolean} has all of it arrived? Node reports the end later than the last byte
 */
function hasCome({ complete, headers, readableLength }) {
  return complete || readableLength === Number(headers['content-length']);
}

/**
 * @param {IncomingMessage} request
 * @returns {boolean} is it still unread?
 */
function isUntouched({ readableFlowing, readableEncoding }) {
  return readableFlowing === null && readableEncoding === null;
}

module.exports = { hasCome, readBody };
