'use strict';

const { quoted } = require('../../base/log');

/** @typedef {import('../../session/arrivals').Arrivals} Arrivals */
/** @typedef {import('../../session/session').Session} Session */
/** @typedef {import('../../session/dialect').Guest} Guest */

/**
 * Makes a session that of a guest, and sends `init`.
 *
 * @param {Arrivals} arrivals
 * @param {Session} session a new one
 * @param {Guest} guest
 */
function welcome(arrivals, session, { dialect, visitor, project, clientId: asked, secret }) {
  const { userName } = visitor;
  const comer = { userName, dialect: dialect.name, project };
  const past = asked === null ? undefined : arrivals.recall(asked, secret, comer);
  session.choose(dialect);
  const text = `${dialect.name}, project ${quoted(project.id)}`;
  const clientId = arrivals.identify(session, visitor, { clientId: past?.origin, text });
  const isUnknown = asked !== null && !past;
  session.isLost = isUnknown && arrivals.isOfThisLife(asked);
  // The revisions of a project that is kept mean the same after a restart.
  session.isStranger = session.isLost || (isUnknown && !project.isKept);
  session.follow(project);
  if (past) session.goOn(past);
  const resume = arrivals.secretOf(session);
  session.bringProject([
    Buffer.from(
      `{"type":"init","payload":{"clientId":"${clientId}","resume":"${resume}","project":`,
    ),
    ...project.dataset('data'),
    Buffer.from(`,"revision":${project.revision}}}`),
  ]);
  session.appear(true);
  arrivals.announce(session);
  arrivals.tellSubscription(session);
}

module.exports = { welcome };
