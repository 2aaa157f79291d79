'use strict';

/** How a change is submitted: see docs/conflicts.md for the policies. The addon has the same numbers. */
const MODE = Object.freeze({
  FLAT: 1, // the dialect of the change; neither: `commands`
  SYNC: 2,
  REJECT: 4, // the policy for conflicts; none: the last writer wins
  SERVER_WINS: 8,
  MERGE: 16,
  ASK: 32, // does nothing when there are conflicts, and tells them
  VETO: 64, // refuses the change, whatever it says
  MAY_FORCE: 128, // `"force":true` in it is obeyed
  FOR_FLAT: 256, // there are subscribers of this dialect
  FOR_SYNC: 512,
});

module.exports = { MODE };
