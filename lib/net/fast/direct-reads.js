'use strict';

const net = require('node:net');

// The read size of Node. One buffer serves all sockets: the next read overwrites it after a reader returns.
const RECEIVED = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * Passes on received bytes immediately, without the bookkeeping of the stream and without 64 kB of new memory for each
 * read. It does so while the stream is idle: flowing, with nothing buffered and no timeout to refresh. Otherwise
 * (paused, ended, destroyed, failed) Node's own reader takes over, and the socket emits `data`.
 *
 * It uses internals of Node's sockets (`onread` and `useUserBuffer` of a handle, since Node 12; net.connect() offers
 * them as its option `onread`, but server sockets have no such option). A socket without them is left unchanged.
 *
 * @param {import('node:stream').Duplex} socket of a server, open
 * @param {(size: number) => void} [take] called when so many bytes are in RECEIVED; it must copy what it keeps. Without
 * it, the socket emits `data` with a copy
 * @param {(later: () => void) => boolean} [mayEnd] may the end of the peer be processed now? If not, it calls `later`
 * when it may
 * @returns {boolean} is the socket read this way?
 */
function readDirectly(socket, take = (size) => emitCopy(socket, size), mayEnd = () => true) {
  const handle = /** @type {any} */ (socket)._handle;
  const isTcp = socket instanceof net.Socket && handle?.constructor.name === 'TCP';
  if (!isTcp || typeof handle.useUserBuffer !== 'function') return false;

  const usual = handle.onread;
  let known = socket.bytesRead;
  let isEnding = false;
  handle.useUserBuffer(RECEIVED);
  /** @this {any} */
  handle.onread = function (/** @type {ArrayBuffer | undefined} */ bytes) {
    const read = socket.bytesRead;
    const size = read - known;
    known = read;
    if (size === 0) {
      const isNow = isEnding || mayEnd(() => readAgain(socket, handle));
      isEnding = true;
      return isNow ? usual.call(this, bytes) : undefined;
    }
    if (socket.readableFlowing && socket.readableLength === 0 && !socket.timeout) {
      take(size);
      return undefined;
    }
    const copy = new Uint8Array(RECEIVED.subarray(0, size));
    return usual.call(this, copy.buffer);
  };
  return true;
}

/**
 * The postponed end is read again: libuv stopped reading at the end, and the kernel reports the end each time. After an
 * error nothing more can be read.
 *
 * @param {import('node:stream').Duplex} socket
 * @param {any} handle
 */
function readAgain(socket, handle) {
  if (!socket.destroyed && handle.readStart() !== 0) socket.destroy();
}

/**
 * @param {import('node:stream').Duplex} socket
 * @param {number} size
 */
function emitCopy(socket, size) {
  socket.emit('data', Buffer.from(RECEIVED.subarray(0, size)));
}

module.exports = { RECEIVED, emitCopy, readDirectly };
