'use strict';

const { handleReadsOf } = require('./fast/handle-reads');

/** @typedef {import('node:stream').Duplex} Duplex */
/** @typedef {import('./answering-socket').AnsweringSocket} AnsweringSocket */

/**
 * @param {AnsweringSocket} webSocket
 * @param {Duplex} socket below it
 * @param {boolean} isFast may it go past Node's streams?
 * @returns {import('./crowd').Reading}
 */
function readingOf(webSocket, socket, isFast) {
  return (isFast && handleReadsOf(socket)) || streamReadsOf(webSocket, socket);
}

/**
 * @param {AnsweringSocket} webSocket
 * @param {Duplex} socket
 * @returns {import('./crowd').Reading} what comes waits in the stream's buffer, and in the kernel when that is full
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
 * Has ws notice that its socket has ended, or is closed, when it may. When ws takes a listener away, the one in its place goes: Node
 * finds it by `listener`.
 *
 * @param {Duplex} socket that ws has begun to listen to
 * @param {(later: () => void) => boolean} mayEnd may it be noticed now? If not, `later` is called when it may
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
