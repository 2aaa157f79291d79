'use strict';

const { createHash } = require('node:crypto');

// 24 colours with the greatest mutual distance, all with a contrast of 4.5 to white and to black as text (WCAG 2.2,
// 1.4.3), so that they are readable on light and dark pages. A test computes both.
const PALETTE = Object.freeze(
  (
    '#e40079 #0d8900 #006cff #b61bff #b06100 #527b8f #a15aac #ea1200 #d500c0 #7e54ff #747a34 #b4596a ' +
    '#008665 #007ac4 #706dba #8f6f5f #a04cdc #c54098 #cb4a34 #96668a #4d6edc #b942be #617c66 #cd4170'
  ).split(' '),
);

/**
 * The colour of a user depends only on the name, so it is the same for all clients, servers and restarts. Two names may
 * share one.
 *
 * @param {string} userName
 * @returns {string} such as #0d8900
 */
function userColor(userName) {
  // A name may be encoded in two ways (é as one character or two).
  const digest = createHash('sha256').update(userName.normalize()).digest();
  return PALETTE[digest.readUInt32BE() % PALETTE.length];
}

module.exports = { PALETTE, userColor };
