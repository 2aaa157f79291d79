'use strict';

const { quoted } = require('../../base/log');
const { sync } = require('..');
const { replace } = require('../../session/departure');

/** @typedef {import('../../server/service').ServiceParts} ServiceParts */
/** @typedef {import('../../session/session').Session} Session */
/** @typedef {import('./upgrade').Guest} Guest */

/**
 * Makes a session that of a guest, and sends `init`.
 *
 * @param {ServiceParts} parts
 * @param {Session} session a new one
 * @param {Guest} guest
 */
function welcome(parts, session, { visitor, project, clientId: asked, secret }) {
  const { clientIds, hooks, presence, returns } = parts;
  const { rights, userName, avatar } = visitor;
  const comer = { userName, dialect: sync.name, project };
  const { before, past } = asked === null ? {} : returns.find(asked, secret, comer);
  if (before) replace(parts, before);
  const clientId = past?.origin ?? clientIds.next();
  session.choose(sync);
  session.identity = { clientId, origin: clientId, userName, rights };
  session.log.entered(session.identity, `${sync.name}, project ${quoted(project.id)}`);
  session.member = { clientId, userName, avatar, connection: session.connection };
  session.isStranger = asked !== null && !past;
  session.isLost = session.isStranger && clientIds.isOfThisLife(asked);
  session.follow(project);
  if (past) session.goOn(past);
  returns.arrive(session);
  const resume = clientIds.secretOf(clientId);
  session.bringProject([
    Buffer.from(
      `{"type":"init","payload":{"clientId":"${clientId}","resume":"${resume}","project":`,
    ),
    ...project.dataset('data'),
    Buffer.from(`,"revision":${project.revision}}}`),
  ]);
  project.people.join(session.member);
  if (userName !== undefined) {
    presence.enter(session);
    hooks.onLogin?.({ client: clientId, userName, dialect: sync.name });
  }
  hooks.onSubscribe?.({ project: project.id, client: clientId, userName, dialect: sync.name });
}

module.exports = { welcome };
