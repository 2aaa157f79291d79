'use strict';

const { getSystemErrorName } = require('node:util');
const { codedError } = require('../../base/errors');

/**
 * What stands for a write in a handle, while bytes of it are left over. Its class is Node's own. One is handed over with each
 * write, and kept by the handle only if need be; since Node 24.22 and 26.10 a handle that needs one makes it, and returns it.
 *
 * @typedef {{
 *   buffer?: Buffer, writer?: DirectWriter, oncomplete?: (this: WriteRequest, status: number) => void,
 *   getAsyncId: () => number,
 * }} WriteRequest
 */

/** @type {WriteRequest | null | undefined} for all sockets, null where a handle makes its own; undefined until Node has shown it */
let spare;

/**
 * Writes to a socket past Node's stream: as soon as it is called, without the stream's bookkeeping, and without a new request
 * for each write. It does so while the stream has nothing to do: it is open, nothing waits in it or in the handle below it,
 * and there is no timeout to be put off. Whenever that is not so, the write is for Node's stream. Bytes that the
 * kernel does not take at once wait in the handle, in front of whatever the stream writes later; those of one write at
 * most, which `writableLength` does not count.
 *
 * This hooks into what is below Node's sockets (`writeBuffer` of a handle, there since Node 12, and what Node's stream calls it
 * with, seen at the stream's first write). A socket without it is never written to.
 */
class DirectWriter {
  #socket;
  #handle;
  /** Bytes of the write of which some wait in the handle; 0: none do. */
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
   * @returns {DirectWriter | undefined} undefined: Node has to write to it
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
   * @param {Buffer} chunk must not be written to any more
   * @returns {boolean} false: nothing of it was written, it is for Node's stream
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
    // What is wrong with the socket, if anything is, the stream will find and tell.
    return result === 0;
  }

  get #isIdle() {
    const socket = this.#socket;
    const isOpen = socket.writable && /** @type {any} */ (socket)._handle === this.#handle;
    return isOpen && this.waiting === 0 && socket.writableLength === 0 && !socket.timeout;
  }

  /** @param {number} status negative: the rest could not be written */
  finish(status) {
    this.waiting = 0;
    if (status >= 0) return;
    // To a socket that is destroyed already, as it is when the write was given up for that, this is nothing.
    this.#socket.destroy(codedError(getSystemErrorName(status), 'The rest of a write failed'));
  }
}

/** @param {any} handle that Node's stream will write to */
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
 * @param {WriteRequest | number} result of a handle that makes its own requests
 * @returns {WriteRequest | undefined}
 */
function keptIn(result) {
  return typeof result === 'object' ? result : undefined;
}

/**
 * @param {WriteRequest} request that was handed over
 * @returns {WriteRequest | undefined} the same if a handle has it now; then another one is the spare one. That all its bytes
 *   are written does not mean that the handle has done with it
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
