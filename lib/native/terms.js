'use strict';

/**
 * How a change is submitted: a sum of these, of the dialect that it is in, and of those that somebody listens in.
 * docs/conflicts.md has the policies. The addon has the same numbers.
 */
const TERMS = Object.freeze({
  REJECT: 1, // the policy for conflicts; none: the last writer wins
  SERVER_WINS: 2,
  MERGE: 4,
  ASK: 8, // does nothing when there are conflicts, and tells them
  VETO: 16, // refuses the change, whatever it says
  MAY_FORCE: 32, // `"force":true` in it is obeyed
  UNSURE: 64, // its author may have lost what it showed, and is told of its own change, too
});

// Dialects are numbered from 0, which is that of the log: who speaks it gets the broadcast. A bit of the terms for each that
// somebody listens in, and behind them the number of that of the change.
const MOST_DIALECTS = 8;
const AUDIENCE = 256;
const DIALECT = 65_536;

/**
 * @param {number} number of the dialect that a change is in
 * @returns {number} its part of the terms
 */
function dialectTerms(number) {
  return number * DIALECT;
}

/**
 * @param {number} number of a dialect that somebody listens in
 * @returns {number} its part of the terms
 */
function audienceTerms(number) {
  return number === 0 ? 0 : AUDIENCE * 2 ** number;
}

module.exports = { TERMS, MOST_DIALECTS, audienceTerms, dialectTerms };
