'use strict';

const { results } = require('../base/message-pool');
const addon = require('./addon');

/** @typedef {import('./addon').Failure} Failure */
/** @typedef {import('./addon').Outcome} Outcome */

/** The addon's class, with submit() as lib/ wants it. */
class Project extends addon.Project {
  /**
   * @param {Buffer} bytes
   * @param {string} author
   * @param {number} now
   * @param {number} [mode]
   * @param {number} [base]
   * @returns {Buffer | Outcome | Failure}
   */
  submit(bytes, author, now, mode = 0, base = 0) {
    const { slab, at } = results;
    // More than six arguments cost the addon an allocation.
    const result =
      mode === 0
        ? this.submitInto(bytes, author, now, slab, at)
        : this.submitInto(bytes, author, now, slab, at, mode, base);
    return typeof result === 'number' ? results.take(result) : result;
  }
}

module.exports = { Project };
