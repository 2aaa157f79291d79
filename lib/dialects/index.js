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
 * Every dialect that there is, by the number that it has in the core. The first is that of the log.
 *
 * @type {readonly Dialect[]}
 */
const DIALECTS = Object.freeze([commands, flat, sync, calendar, socketio]);

/**
 * The same with those whose messages are requests over HTTP, behind them.
 *
 * @type {readonly import('../project/subscriber').SubscriberDialect[]}
 */
const ALL_DIALECTS = Object.freeze([...DIALECTS, crud]);

/**
 * The dialect in which a message was written, of those whose messages are commands.
 *
 * @param {Record<string, unknown>} message an object with a command
 * @returns {Dialect | undefined} undefined: it has no payload and could be of several
 */
function dialectOf(message) {
  return DIALECTS.find(({ claims }) => claims?.(message));
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

module.exports = { ALL_DIALECTS, DIALECTS, dialectOf, startsAsChange };
