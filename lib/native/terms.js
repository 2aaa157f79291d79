'use strict';

/**
 * The terms of a submission: a sum of these, of the dialect of the change, and of the dialects of
 * the subscribers. docs/conflicts.md has the policies. The addon has the same numbers.
 */
const TERMS = Object.freeze({
  REJECT: 1, // the conflict policy; none: the last writer wins
  SERVER_WINS: 2,
  MERGE: 4,
  ASK: 8, // if there are conflicts, only reports them
  VETO: 16, // refuses the change unconditionally
  MAY_FORCE: 32, // `"force":true` in it is obeyed
  UNSURE: 64, // the author may have lost its state, so it also gets its own change
});

// Dialects are numbered from 0, the dialect of the log, whose clients get the broadcast. The terms
// have a bit for each dialect of a subscriber, and above these bits the number of the dialect of
// the change.
const MOST_DIALECTS = 8;
const AUDIENCE = 256;
const DIALECT = 65_536;

/**
 * @param {number} number of the dialect of a change
 * @returns {number} its part of the terms
 */
function dialectTerms(number) {
  return number * DIALECT;
}

/**
 * @param {number} number of the dialect of a subscriber
 * @returns {number} its part of the terms
 */
function audienceTerms(number) {
  return number === 0 ? 0 : AUDIENCE * 2 ** number;
}

module.exports = { TERMS, MOST_DIALECTS, audienceTerms, dialectTerms };
