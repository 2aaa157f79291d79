'use strict';

const { WebSocket } = require('ws');

/** What ws closes a connection for while it reads a frame, and the code that tells the client why. */
const REASONS = new Map([
  [1007, 'ERR_INVALID_UTF8'],
  [1008, 'ERR_TOO_MANY_FRAGMENTS'],
  [1009, 'ERR_MESSAGE_TOO_LARGE'],
]);

// Where ws does not say what it was set to.
const COMPRESSED_BYTES = 1024;

/**
 * A socket that says why before ws closes it because of a frame that is too long or not UTF-8: a client that shows
 * errors gets one, not only a status of the close frame. And one whose limits may change while it is open.
 */
class AnsweringSocket extends WebSocket {
  /**
   * Called before the close frame, whoever closes: the last moment at which a message can be sent.
   *
   * @type {(code?: string) => void} with the code of what is wrong with a frame
   */
  beforeClose = () => {};

  /** Is what goes out compressed, where the other side can read that? It takes 300 kB of memory, which no stranger is given. */
  compresses = false;

  /**
   * Bytes from which on a message is compressed; Infinity: none is. A short one gains little, and to compress it for each of
   * those that get it costs many times what it costs to send it. ws alone would do it, unless each message is compressed for itself.
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
   * What may come from now on. ws has no public way to say so; where its fields are others, the limits stay those that it was
   * opened with, which are the lower ones.
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
    // Only ws itself, on a bad frame, closes with these and without a reason.
    const code = reason === undefined && status !== undefined ? REASONS.get(status) : undefined;
    if (this.readyState === WebSocket.OPEN) this.beforeClose(code);
    super.close(status, reason);
  }
}

module.exports = { AnsweringSocket };
