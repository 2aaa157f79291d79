'use strict';

const { quoted } = require('../../base/log');
const { sync } = require('..');

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
function welcome({ clientIds, hooks, presence }, session, { visitor, project, clientId: asked }) {
  const { rights, userName, avatar } = visitor;
  const clientId = clientIds.resume(asked, { project, epoch: project.epoch, userName });
  session.choose(sync);
  session.identity = { clientId, userName, rights };
  session.log.entered(session.identity, `${sync.name}, project ${quoted(project.id)}`);
  session.member = { clientId, userName, avatar, connection: session.connection };
  session.isStranger = asked !== null && clientId !== asked;
  session.follow(project);
  session.bringProject([
    Buffer.from(`{"type":"init","payload":{"clientId":"${clientId}","project":`),
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

/**
 * Tells the others that somebody has gone, though something that they sent may still have to be done.
 *
 * @param {ServiceParts} parts
 * @param {Session} session
 */
function vanish({ presence }, session) {
  presence.leave(session);
  if (session.member) session.project?.people.leave(session.member);
}

/**
 * Keeps the identity of a session that ends for its return, if it has seen the last reset, and tells the others in its
 * project. Of a session that does not speak `sync`, nothing.
 *
 * @param {ServiceParts} parts
 * @param {Session} session that still has its identity
 */
function farewell({ clientIds }, { isFenced, member, project }) {
  if (!member || !project) return;
  const { epoch } = project;
  if (!isFenced) clientIds.leave(member.clientId, { project, epoch, userName: member.userName });
  project.people.leave(member);
}

module.exports = { farewell, vanish, welcome };
