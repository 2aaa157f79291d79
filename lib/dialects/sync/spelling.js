'use strict';

const { ERROR_CODES } = require('../../base/errors');
const { inspect } = require('../../native/addon');

/** @typedef {import('../../session/dialect').Dialect} Dialect */

const CHANGE = 'changes';

/**
 * The messages at `/gantt-sync`: a `type` and a `payload`. Who comes and goes is told by the presence of the project.
 *
 * @type {Dialect}
 */
const sync = Object.freeze({
  name: 'sync',
  change: CHANGE,
  changeStart: Buffer.from(`{"type":"${CHANGE}"`),
  view: 'sync',
  resetView: 'sync',

  complain,
  refuseChange: ({ code, message, clientRevision }, bytes) =>
    complain(code, message, clientRevision ?? revisionOf(code, bytes)),

  join: () => undefined,
  rename: () => undefined,
  logout: () => undefined,
  users: () => undefined,
  reset: () => undefined,
});

/**
 * @param {string} code
 * @param {string} [message]
 * @param {number | string} [clientRevision]
 * @returns {object}
 */
function complain(code, message = ERROR_CODES[code], clientRevision) {
  return { type: 'error', payload: { code, message, clientRevision } };
}

/**
 * A change that comes too late is not read by the core, which else tells the client's own number of it.
 *
 * @param {string} code why it was refused
 * @param {Buffer} bytes
 * @returns {number | string | undefined}
 */
function revisionOf(code, bytes) {
  if (code !== 'ERR_BEFORE_RESET' && code !== 'ERR_NOT_RESUMED') return undefined;
  const seen = inspect(bytes, true);
  return 'code' in seen ? undefined : seen.revision;
}

module.exports = { sync };
