/**
 * Close codes of the server. A code from 4400 to 4499 means: do not reconnect in the same way. After any other code,
 * such as a restart (1012) or a full server (1013), or none, a client reconnects.
 */
export const CLOSE = {
  NORMAL: 1000,
  TOO_LONG: 1009,
  RESTART: 1012,
  BUSY: 1013,
  TOKEN: 4401,
  FORBIDDEN: 4403,
  UNKNOWN: 4404,
  TOO_LATE: 4408,
  REPLACED: 4409,
  TOO_FAST: 4429,
};

/** @param {number} code @returns {boolean} may the client reconnect unchanged? */
export const mayComeAgain = (code) => code < 4400 || code > 4499;
