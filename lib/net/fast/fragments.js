'use strict';

// A longer message may be sent in several frames.
const LONGEST_WHOLE = 64 * 1024;
const SMALLEST_FRAGMENT = 16 * 1024;
const MOST_FRAGMENTS = 32;

/**
 * A long message is sent in several frames with a ping between each two, so that a slow reader answers pings on the way
 * and is known to be alive. With 32 frames, a message that takes a quarter of an hour has a ping every half minute.
 *
 * @param {Buffer[]} parts of one message
 * @param {number} size of all parts
 * @returns {Buffer[][]} the parts of each frame; a split part becomes views
 */
function fragmentsOf(parts, size) {
  const longest = fragmentSize(size);
  /** @type {Buffer[][]} */
  const fragments = [[]];
  let room = longest;
  for (const part of parts) {
    for (let at = 0, end = 0; at < part.length; at = end) {
      if (room === 0) {
        fragments.push([]);
        room = longest;
      }
      end = Math.min(at + room, part.length);
      fragments[fragments.length - 1].push(part.subarray(at, end));
      room -= end - at;
    }
  }
  return fragments;
}

/**
 * @param {number} size of a message
 * @returns {number} pings between its frames
 */
function pingsIn(size) {
  return size > LONGEST_WHOLE ? Math.ceil(size / fragmentSize(size)) - 1 : 0;
}

/**
 * @param {number} size of a message
 * @returns {number} bytes of each of its frames except the last
 */
function fragmentSize(size) {
  return Math.max(SMALLEST_FRAGMENT, Math.ceil(size / MOST_FRAGMENTS));
}

module.exports = { LONGEST_WHOLE, fragmentsOf, pingsIn };
