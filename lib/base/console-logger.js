'use strict';

/**
 * Receives the log of the server; `console` is one. `debug` is only called if the option `debug` is
 * on.
 *
 * @typedef {object} Logger
 * @property {(message: string) => void} debug
 * @property {(message: string) => void} info
 * @property {(message: string) => void} warn
 * @property {(message: string) => void} error
 */

/**
 * The default logger: writes to standard error, each line with its time. Standard output belongs to
 * the program.
 *
 * @returns {Logger}
 */
function consoleLogger() {
  return {
    debug: (message) => console.error(`${time()} debug: ${message}`),
    info: (message) => console.error(`${time()} info: ${message}`),
    warn: (message) => console.error(`${time()} warning: ${message}`),
    error: (message) => console.error(`${time()} error: ${message}`),
  };
}

/** @returns {string} the UTC time, such as 2026-03-02T08:00:00.000Z */
function time() {
  return new Date().toISOString();
}

module.exports = { consoleLogger };
