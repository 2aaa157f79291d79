'use strict';

const { getSystemErrorName } = require('node:util');
const { codedError } = require('../../base/errors');

/**
 * A write request of a handle, for a write with unsent bytes. Its class is internal to Node. One is passed to each
 * write, and kept by the handle only if necessary; since Node 24.22 and 26.10 the handle creates and returns it if
 * necessary.
 *
 * @typedef {{
 *   buffer?: Buffer, writer?: DirectWriter, oncomplete?: (this: WriteRequest, status: number) => void,
 *   getAsyncId: () => number,
 * }} WriteRequest
 */

/**
 * @type {WriteRequest | null | undefined} a spare one for all sockets; null if handles create their own; undefined
 * until the first write of Node's stream
 */
let spare;

/**
 * Writes to a socket past Node's stream: immediately, without the bookkeeping of the stream, and without a new request
 * for each write. It does so while the stream is idle: open, with nothing buffered in it or in the handle, and with no
 * timeout to refresh. Otherwise the write belongs to Node's stream. Bytes that the kernel does not accept immediately
 * wait in the handle, before later writes of the stream; at most those of one write, and `writableLength` does not
 * count them.
 *
 * It uses internals of Node's sockets (`writeBuffer` of a handle, since Node 12, and the arguments of Node's stream,
 * observed at its first write). For a socket without them, `write` always returns false.
 */
class DirectWriter {
  #socket;
  #handle;
  /** Size of the write that is partly unsent in the handle; 0: none. */
  waiting = 0;

  /**
   * @param {import('node:net').Socket} socket
   * @param {any} handle
   */
  constructor(socket, handle) {
    this.#socket = socket;
    this.#handle = handle;
  }

  /**
   * @param {import('node:net').Socket} socket of a server, open
   * @returns {DirectWriter | undefined} undefined: use Node's stream
   */
  static of(socket) {
    const handle = /** @type {any} */ (socket)._handle;
    if (handle?.constructor.name !== 'TCP' || typeof handle.writeBuffer !== 'function') {
      return undefined;
    }
    if (spare === undefined) learnRequest(handle);
    return new DirectWriter(socket, handle);
  }

  /**
   * @param {Buffer} chunk must not be modified afterwards
   * @returns {boolean} false: nothing was written; use Node's stream
   */
  write(chunk) {
    if (spare === undefined || !this.#isIdle) return false;
    const result = this.#handle.writeBuffer(spare, chunk);
    const kept = spare === null ? keptIn(result) : takeSpareIfKept(spare);
    if (kept) {
      this.waiting = chunk.length;
      kept.buffer = chunk;
      kept.writer = this;
      kept.oncomplete = finishRequest;
      return true;
    }
    // If the socket has failed, the stream will detect and report it.
    return result === 0;
  }

  get #isIdle() {
    const socket = this.#socket;
    const isOpen = socket.writable && /** @type {any} */ (socket)._handle === this.#handle;
    return isOpen && this.waiting === 0 && socket.writableLength === 0 && !socket.timeout;
  }

  /** @param {number} status negative: the rest was not written */
  finish(status) {
    this.waiting = 0;
    if (status >= 0) return;
    // This does nothing if the socket is already destroyed, for example if that cancelled the write.
    this.#socket.destroy(codedError(getSystemErrorName(status), 'The rest of a write failed'));
  }
}

/** @param {any} handle of a stream before its first write */
function learnRequest(handle) {
  const { writeBuffer } = handle;
  /** @this {unknown} */
  handle.writeBuffer = function (/** @type {any} */ request, /** @type {Buffer} */ chunk) {
    delete handle.writeBuffer;
    if (request === null) spare ??= null;
    else if (typeof request?.getAsyncId === 'function') spare ??= new request.constructor();
    return writeBuffer.call(this, request, chunk);
  };
}

/**
 * @param {WriteRequest | number} result of a handle that creates its own requests
 * @returns {WriteRequest | undefined}
 */
function keptIn(result) {
  return typeof result === 'object' ? result : undefined;
}

/**
 * @param {WriteRequest} request that was passed to the handle
 * @returns {WriteRequest | undefined} the same if the handle kept it; then a new spare one is used. The handle may keep
 * a request whose bytes are all written
 */
function takeSpareIfKept(request) {
  if (request.getAsyncId() < 0) return undefined;
  spare = new /** @type {any} */ (request).constructor();
  return request;
}

/**
 * @this {WriteRequest}
 * @param {number} status
 */
function finishRequest(status) {
  this.writer?.finish(status);
}

module.exports = { DirectWriter };
