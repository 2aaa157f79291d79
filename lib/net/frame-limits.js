'use strict';

// What somebody who has not logged in may say: a login with a long token.
const STRANGERS_PAYLOAD = 64 * 1024;
const STRANGERS_FRAGMENTS = 16;
const FRAGMENTS = 16 * 1024;

/** @typedef {{maxPayload: number, maxFragments: number}} FrameLimits bytes and frames of one message */

/**
 * @param {number} maxPayload bytes of the longest message of all
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
