'use strict';

const { inspect } = require('../native/addon');

const LATE = new Set(['ERR_BEFORE_RESET', 'ERR_NOT_RESUMED']);

/**
 * The core does not read a change that comes too late, so the client's own number is read here.
 *
 * @param {string} code why it was refused
 * @param {Buffer} bytes of the message
 * @returns {number | string | undefined} undefined: the core has read it, or it has no number
 */
function lateRevision(code, bytes) {
  if (!LATE.has(code)) return undefined;
  const seen = inspect(bytes, true);
  return 'code' in seen ? undefined : seen.revision;
}

module.exports = { lateRevision };
