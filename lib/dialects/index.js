'use strict';

const { commands } = require('./commands/spelling');
const { flat } = require('./flat/spelling');
const { sync } = require('./sync/spelling');

/** @typedef {import('../session/dialect').CommandDialect} CommandDialect */
/** @typedef {import('../session/dialect').Dialect} Dialect */

/** What a message has beside its command in the `flat` dialect. */
const FLAT_FIELDS = ['login', 'password', 'userName', 'project', 'changes', 'versionId'];
const FLAT_COMMANDS = new Set(['hello', flat.change]);

/**
 * The dialect in which a message was written.
 *
 * @param {Record<string, unknown>} message an object with a command
 * @returns {CommandDialect | undefined} undefined: it has no payload and could be of either
 */
function dialectOf(message) {
  if (Object.hasOwn(message, 'data')) return commands;
  const isFlat =
    FLAT_COMMANDS.has(/** @type {string} */ (message.command)) ||
    FLAT_FIELDS.some((field) => Object.hasOwn(message, field));
  return isFlat ? flat : undefined;
}

/**
 * @param {Dialect} dialect
 * @param {Buffer} bytes of a message
 * @returns {boolean} is it surely a change? One may begin otherwise
 */
function startsAsChange({ changeStart }, bytes) {
  let at = 0;
  while (at < changeStart.length && bytes[at] === changeStart[at]) at += 1;
  return at === changeStart.length;
}

module.exports = { commands, flat, sync, dialectOf, startsAsChange };
