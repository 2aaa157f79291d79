'use strict';

// Enough for a login with a long token.
const STRANGERS_PAYLOAD = 64 * 1024;
const STRANGERS_FRAGMENTS = 16;
const FRAGMENTS = 16 * 1024;

/** @typedef {{maxPayload: number, maxFragments: number}} FrameLimits maximum bytes and frames of one message */

/**
 * @param {number} maxPayload maximum bytes of a message after the login
 * @param {boolean} isKnown has the sender logged in?
 * @returns {FrameLimits}
 */
function frameLimits(maxPayload, isKnown) {
  if (isKnown) return { maxPayload, maxFragments: FRAGMENTS };
  return {
    maxPayload: Math.min(maxPayload, STRANGERS_PAYLOAD),
    maxFragments: STRANGERS_FRAGMENTS,
  };
}

module.exports = { frameLimits };
