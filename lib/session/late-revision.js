'use strict';

const { inspect } = require('../native/addon');

const LATE = new Set(['ERR_BEFORE_RESET', 'ERR_NOT_RESUMED']);

/**
 * A change that comes too late is not read by the core, which else tells the client's own number of it.
 *
 * @param {string} code why it was refused
 * @param {Buffer} bytes of the message
 * @returns {number | string | undefined} undefined: it was read, or has no number
 */
function lateRevision(code, bytes) {
  if (!LATE.has(code)) return undefined;
  const seen = inspect(bytes, true);
  return 'code' in seen ? undefined : seen.revision;
}

module.exports = { lateRevision };
