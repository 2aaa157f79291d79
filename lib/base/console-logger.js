'use strict';

/** @typedef {import('../options/options').Logger} Logger */

/**
 * The log of a server that was given none: news on standard output, trouble on standard error.
 *
 * @param {boolean} debug
 * @returns {Logger}
 */
function consoleLogger(debug) {
  return {
    debug: (message) => (debug ? console.error(message) : undefined),
    info: (message) => console.log(message),
    warn: (message) => console.error(`Warning: ${message}`),
    error: (message) => console.error(`Error: ${message}`),
  };
}

module.exports = { consoleLogger };
