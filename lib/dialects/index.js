'use strict';

const { calendar } = require('./calendar/spelling');
const { commands } = require('./commands/spelling');
const { crud } = require('./crud/spelling');
const { flat } = require('./flat/spelling');
const { socketio } = require('./socketio/spelling');
const { sync } = require('./sync/spelling');

/** @typedef {import('../session/dialect').CommandDialect} CommandDialect */
/** @typedef {import('../session/dialect').Dialect} Dialect */

/**
 * All dialects with connections, by their numbers in the core. The first one is that of the log.
 *
 * @type {readonly Dialect[]}
 */
const DIALECTS = Object.freeze([commands, flat, sync, calendar, socketio]);

/**
 * The same, followed by the dialects over HTTP requests.
 *
 * @type {readonly import('../project/subscriber').SubscriberDialect[]}
 */
const ALL_DIALECTS = Object.freeze([...DIALECTS, crud]);

/**
 * The dialect of a message, among those whose messages are commands.
 *
 * @param {Record<string, unknown>} message an object with a command
 * @returns {Dialect | undefined} undefined: it has no payload, and fits several dialects
 */
function dialectOf(message) {
  return DIALECTS.find(({ claims }) => claims?.(message));
}

/**
 * @param {Dialect} dialect
 * @param {Buffer} bytes of a message
 * @returns {boolean} true: it is a change; false: unknown
 */
function startsAsChange({ changeStart }, bytes) {
  let at = 0;
  while (at < changeStart.length && bytes[at] === changeStart[at]) at += 1;
  return at === changeStart.length;
}

module.exports = { ALL_DIALECTS, DIALECTS, dialectOf, startsAsChange };
