'use strict';

const { replace } = require('./departure');

/** @typedef {import('../project/hosted-project').HostedProject} HostedProject */
/** @typedef {import('./client-ids').ClientIds} ClientIds */
/** @typedef {import('./session').Session} Session */

/**
 * Has a session follow a project. If it names the client that it was on another connection, and shows by the secret that this
 * is so, the old connection ends and the session goes on from there, under the client id that it has now. One that gives a
 * secret, and cannot go on, follows nothing new.
 *
 * @param {import('./departure').Parts & {clientIds: ClientIds}} parts
 * @param {Session} session that is logged in
 * @param {HostedProject} project
 * @param {{client?: unknown, resume?: unknown}} named the id and its secret
 * @returns {boolean} false: it named one of this life of the server as which it cannot go on
 */
function follow(parts, session, project, { client, resume }) {
  const { identity } = session;
  const isAnother = client !== identity?.clientId && client !== identity?.origin;
  if (!identity || !isAnother || !parts.clientIds.isOfThisLife(client)) {
    session.follow(project);
    return true;
  }
  const comer = { userName: identity.userName, dialect: session.dialect.name, project };
  const { before, past } = parts.returns.find(/** @type {string} */ (client), resume, comer);
  if (before) replace(parts, before);
  // What it has sent as somebody else stays that one's.
  const goesOn = past !== undefined && !session.hasChanged;
  if (goesOn || resume === undefined) session.follow(project);
  if (!goesOn) return false;
  session.goOn(past);
  parts.returns.arrive(session);
  return true;
}

module.exports = { follow };
