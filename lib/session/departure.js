'use strict';

const { CLOSE } = require('../net/close-codes');

/** @typedef {import('../presence/presence').Presence} Presence */
/** @typedef {import('./returns').Returns} Returns */
/** @typedef {import('./session').Session} Session */

/** @typedef {{presence: Presence, returns: Returns}} Parts */

/**
 * Tells the others that somebody has gone, though something that they sent may still have to be done.
 *
 * @param {{presence: Presence}} parts
 * @param {Session} session
 */
function vanish({ presence }, session) {
  presence.leave(session);
  if (session.member) session.project?.people.leave(session.member);
}

/**
 * Ends who a session is, if it is anybody: the others are told, and it may come back on another connection.
 *
 * @param {Parts} parts
 * @param {Session} session
 */
function depart(parts, session) {
  vanish(parts, session);
  parts.returns.leave(session);
  session.end();
}

/**
 * Ends a connection whose client has come back on another one. What it had not done yet will not be done: who comes back sends
 * again what was not answered.
 *
 * @param {Parts} parts
 * @param {Session} session
 */
function replace(parts, session) {
  if (session.identity) session.identity.isReplaced = true;
  depart(parts, session);
  session.connection.close(CLOSE.REPLACED, 'Its client has come back on another connection');
}

module.exports = { depart, replace, vanish };
