'use strict';

// A longer message may go out in several frames.
const LONGEST_WHOLE = 64 * 1024;
const SMALLEST_FRAGMENT = 16 * 1024;
const MOST_FRAGMENTS = 32;

/**
 * A long message goes out in several frames, with a ping between each two: whoever gets it slowly answers those on the way,
 * and so is known to live. With 32 frames, one that takes a quarter of an hour is one ping in half a minute.
 *
 * @param {Buffer[]} parts of one message
 * @param {number} size of all of them
 * @returns {Buffer[][]} the parts of each frame; views, where one is cut
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
 * @returns {number} bytes of each of its frames but the last
 */
function fragmentSize(size) {
  return Math.max(SMALLEST_FRAGMENT, Math.ceil(size / MOST_FRAGMENTS));
}

module.exports = { LONGEST_WHOLE, fragmentsOf, pingsIn };
