'use strict';

/**
 * Where the server's log goes; `console` is one. Lines of `debug` come only where the option of this name is on.
 *
 * @typedef {object} Logger
 * @property {(message: string) => void} debug
 * @property {(message: string) => void} info
 * @property {(message: string) => void} warn
 * @property {(message: string) => void} error
 */

/**
 * The log of a server that was given none: standard error, each line with its time. Standard output is the program's own.
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

/** @returns {string} of the world, such as 2026-03-02T08:00:00.000Z */
function time() {
  return new Date().toISOString();
}

module.exports = { consoleLogger };
