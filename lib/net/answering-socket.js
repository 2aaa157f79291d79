'use strict';

const { WebSocket } = require('ws');

/** The close statuses that ws uses for a bad frame, and our error code for each. */
const REASONS = new Map([
  [1007, 'ERR_INVALID_UTF8'],
  [1008, 'ERR_TOO_MANY_FRAGMENTS'],
  [1009, 'ERR_MESSAGE_TOO_LARGE'],
]);

// The default of ws, if it does not expose its setting.
const COMPRESSED_BYTES = 1024;

/**
 * A socket that sends an error message before ws closes it because of a frame that is too long or not UTF-8, because a
 * close frame only has a status. Its limits can change while it is open.
 */
class AnsweringSocket extends WebSocket {
  /**
   * Called before the close frame, whichever side closes: the last moment at which a message can be sent.
   *
   * @type {(code?: string) => void} with the error code if a frame is bad
   */
  beforeClose = () => {};

  /**
   * Are outgoing messages compressed if the client supports it? That takes 300 kB of memory, so it is off before the
   * login.
   */
  compresses = false;

  /**
   * The minimum size of a compressed message in bytes; Infinity: none is compressed. A short message gains little, and
   * compressing it for each receiver costs many times what sending it costs. ws alone would do that, unless each
   * message is compressed independently.
   *
   * @returns {number}
   */
  get compressesFrom() {
    if (!this.compresses) return Infinity;
    const deflate = /** @type {any} */ (this)._extensions['permessage-deflate'];
    return deflate ? (deflate._threshold ?? COMPRESSED_BYTES) : Infinity;
  }

  /**
   * @param {any} data
   * @param {any} [options]
   * @param {any} [callback]
   */
  send(data, options, callback) {
    const isWhole = options?.fin !== false;
    const compress = !isWhole || Buffer.byteLength(data) >= this.compressesFrom;
    super.send(data, { ...options, compress: this.compresses && compress }, callback);
  }

  /**
   * Sets the limits for further messages. ws has no public API for it; if its private fields differ, the initial
   * limits, which are the lower ones, stay.
   *
   * @param {import('./frame-limits').FrameLimits} limits
   */
  limit({ maxPayload, maxFragments }) {
    const { _receiver: receiver, _extensions: extensions } = /** @type {any} */ (this);
    if (!receiver) return;
    receiver._maxPayload = maxPayload;
    receiver._maxFragments = maxFragments;
    const deflate = extensions['permessage-deflate'];
    if (deflate) deflate._maxPayload = maxPayload;
  }

  /**
   * @param {number} [status]
   * @param {string | Buffer} [reason]
   */
  close(status, reason) {
    // Only ws itself closes with these statuses and without a reason, because of a bad frame.
    const code = reason === undefined && status !== undefined ? REASONS.get(status) : undefined;
    if (this.readyState === WebSocket.OPEN) this.beforeClose(code);
    super.close(status, reason);
  }
}

module.exports = { AnsweringSocket };
