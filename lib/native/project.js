'use strict';

const { results } = require('../base/message-pool');
const addon = require('./addon');
const { takeOutcome } = require('./outcome-words');

/** @typedef {import('./addon').Failure} Failure */
/** @typedef {import('./addon').Outcome} Outcome */

/** The class of the addon, with a submit() that uses the message pool. */
class Project extends addon.Project {
  /**
   * @param {Buffer} bytes
   * @param {string} author
   * @param {number} now
   * @param {number} [terms]
   * @param {number} [base]
   * @param {string} [origin]
   * @returns {Buffer | Outcome | Failure}
   */
  submit(bytes, author, now, terms = 0, base = 0, origin = author) {
    const { slab, at } = results;
    // With more than six arguments, the addon needs an allocation.
    let result;
    if (origin !== author)
      result = this.submitInto(bytes, author, now, slab, at, terms, base, origin);
    else if (terms !== 0) result = this.submitInto(bytes, author, now, slab, at, terms, base);
    else result = this.submitInto(bytes, author, now, slab, at);
    if (typeof result !== 'number') return result;
    return result < 0 ? takeOutcome(results, -result) : results.take(result);
  }
}

module.exports = { Project };
