'use strict';

/**
 * Why a connection is closed: RFC 6455, 7.4.1. Those from 4400 to 4499 say that coming again in the same way is of no use; they are a
 * status of HTTP and 4000. After any other one may come again.
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
 * @param {number} status of HTTP that refuses a request
 * @returns {number} the close code that says the same
 */
function closeCodeOf(status) {
  return status >= 500 ? CLOSE.BUSY : 4000 + status;
}

module.exports = { CLOSE, closeCodeOf };
