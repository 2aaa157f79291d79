'use strict';

/**
 * Close codes: RFC 6455, 7.4.1. A code from 4400 to 4499 is an HTTP status plus 4000, and means that reconnecting in
 * the same way is useless. After any other code a client may reconnect.
 */
const CLOSE = Object.freeze({
  NORMAL: 1000,
  RESTART: 1012,
  BUSY: 1013,
  TOKEN: 4401,
  TOO_LATE: 4408,
  REPLACED: 4409,
  TOO_FAST: 4429,
});

/**
 * @param {number} status HTTP status of a refusal
 * @returns {number} the equivalent close code
 */
function closeCodeOf(status) {
  return status >= 500 ? CLOSE.BUSY : 4000 + status;
}

module.exports = { CLOSE, closeCodeOf };
