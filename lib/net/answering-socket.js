'use strict';

const { WebSocket } = require('ws');

/** What ws closes a connection for while it reads a frame, and the code that tells the client why. */
const REASONS = new Map([
  [1007, 'ERR_INVALID_UTF8'],
  [1009, 'ERR_MESSAGE_TOO_LARGE'],
]);

/**
 * A socket that says why before ws closes it because of a frame that is too long or not UTF-8: a client that shows
 * errors gets one, not only a status of the close frame.
 */
class AnsweringSocket extends WebSocket {
  /**
   * Called before the close frame, whoever closes: the last moment at which a message can be sent.
   *
   * @type {(code?: string) => void} with the code of what is wrong with a frame
   */
  beforeClose = () => {};

  /**
   * @param {number} [status]
   * @param {string | Buffer} [reason]
   */
  close(status, reason) {
    // Only ws itself, on a bad frame, closes with these and without a reason.
    const code = reason === undefined && status !== undefined ? REASONS.get(status) : undefined;
    if (this.readyState === WebSocket.OPEN) this.beforeClose(code);
    super.close(status, reason);
  }
}

module.exports = { AnsweringSocket };
