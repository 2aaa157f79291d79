'use strict';

const { handleReadsOf } = require('./fast/handle-reads');

/** @typedef {import('node:stream').Duplex} Duplex */
/** @typedef {import('./answering-socket').AnsweringSocket} AnsweringSocket */

/**
 * @param {AnsweringSocket} webSocket
 * @param {Duplex} socket its socket
 * @param {boolean} isFast may it bypass Node's streams?
 * @returns {import('./crowd').Reading}
 */
function readingOf(webSocket, socket, isFast) {
  return (isFast && handleReadsOf(socket)) || streamReadsOf(webSocket, socket);
}

/**
 * @param {AnsweringSocket} webSocket
 * @param {Duplex} socket
 * @returns {import('./crowd').Reading} while paused, data wait in the buffer of the stream, then in the kernel
 */
function streamReadsOf(webSocket, socket) {
  return {
    stop: () => socket.pause(),
    goOn: () => {
      if (!webSocket.isPaused) socket.resume();
    },
  };
}

/**
 * Delays the `end` and `close` events of a socket for ws until they may be processed. When ws removes a listener, its
 * replacement is removed: Node finds it by `listener`.
 *
 * @param {Duplex} socket that ws already listens to
 * @param {(later: () => void) => boolean} mayEnd may it be processed now? If not, it calls `later` when it may
 */
function putOffEnd(socket, mayEnd) {
  /** @type {(() => void)[]} */
  const waiting = [];
  let mayNotice = false;
  const goOn = () => {
    mayNotice = true;
    for (const notice of waiting) notice();
  };
  for (const event of ['end', 'close']) {
    const toWs = /** @type {() => void} */ (socket.listeners(event).at(-1));
    const notice = () => {
      if (socket.rawListeners(event).includes(inPlace)) toWs.call(socket);
    };
    const inPlace = Object.assign(
      () => {
        mayNotice ||= waiting.length === 0 && mayEnd(goOn);
        if (mayNotice) notice();
        else waiting.push(notice);
      },
      { listener: toWs },
    );
    socket.off(event, toWs).on(event, inPlace);
  }
}

module.exports = { putOffEnd, readingOf };
