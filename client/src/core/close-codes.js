/**
 * Why a server closes a connection. From 4400 to 4499 it says: do not come again like this. Whatever else it says, be it that it
 * is restarted (1012) or has no room (1013), or nothing at all, is no reason to stay away.
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

/** @param {number} code @returns {boolean} may its client come again as it is? */
export const mayComeAgain = (code) => code < 4400 || code > 4499;
