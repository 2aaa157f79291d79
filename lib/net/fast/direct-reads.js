'use strict';

const net = require('node:net');

// What Node asks the kernel for, too. One for all sockets: it is the next read's again when a reader returns.
const RECEIVED = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * Hands on what a socket receives as soon as it has been read, without the stream's bookkeeping and without 64 kB of new
 * memory for each read. It does so while the stream has nothing to do: it flows, nothing is waiting in it, and there is no
 * timeout to be put off. Whenever that is not so (paused, ended, destroyed, failed), Node's own reader goes on as ever, and
 * the socket emits `data`.
 *
 * This hooks into what is below Node's sockets (`onread` and `useUserBuffer` of a handle, there since Node 12; `onread` of
 * net.connect() is made of them, but a server's sockets have no such option). A socket without them is left as it is.
 *
 * @param {import('node:stream').Duplex} socket of a server, open
 * @param {(size: number) => void} [take] called when so many bytes are in RECEIVED. What it keeps of them it has to copy.
 *   Without it, the socket emits `data` with a copy
 * @param {(later: () => void) => boolean} [mayEnd] may the other side's end be noticed now? If not, `later` is called when it may
 * @returns {boolean} is it read so?
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
 * What was put off is read again: libuv has stopped to read at an end, and the kernel says that as often as it is asked. Behind an
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
