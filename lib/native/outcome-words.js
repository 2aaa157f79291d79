'use strict';

/** @typedef {import('./addon').Outcome} Outcome */

// binding/outcome_words.cc has the same numbers.
const CHANGED = 1;
const HAS_AUTHOR = 2;
const AUTHOR_IS_LOST = 4;

const BROADCAST = 0;
const AUTHOR = 1;
const FIRST_DIALECT = 2;

const WORD_BYTES = 4;

/**
 * Reads the outcome of a change that the addon wrote into a message pool: words with the receiver
 * and size of each message, then the messages. See binding/outcome_words.h.
 *
 * @param {Pick<typeof import('../base/message-pool').results, 'take'>} results
 * @param {number} words
 * @returns {Outcome}
 */
function takeOutcome(results, words) {
  const said = results.take(words * WORD_BYTES);
  const flags = said.readUInt32LE(0);
  /** @type {Outcome} */
  const outcome = { changed: (flags & CHANGED) !== 0 };
  /** @type {Buffer[] | undefined} */
  const author = (flags & HAS_AUTHOR) === 0 ? undefined : [];
  /** @type {Buffer[][] | undefined} */
  let told;
  for (let at = WORD_BYTES; at < said.length; at += 2 * WORD_BYTES) {
    const whose = said.readUInt32LE(at);
    const message = results.take(said.readUInt32LE(at + WORD_BYTES));
    if (whose === BROADCAST) outcome.broadcast = message;
    else if (whose === AUTHOR) author?.push(message);
    else {
      told ??= [];
      (told[whose - FIRST_DIALECT] ??= []).push(message);
    }
  }
  if (told) outcome.told = told;
  if (author) outcome.author = author;
  if ((flags & AUTHOR_IS_LOST) !== 0) outcome.isAuthorLost = true;
  return outcome;
}

module.exports = { takeOutcome };
