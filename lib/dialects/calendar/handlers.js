'use strict';

const { isObject } = require('../../base/is-object');
const { readPlace } = require('../../presence/place');
const { answerLock, releaseLock, takeLock } = require('../../session/locks');
const { answerTyped } = require('../../session/typed-messages');

/** @typedef {import('../../project/hosted-project').HostedProject} HostedProject */
/** @typedef {import('../../session/session').Member} Member */
/** @typedef {import('../../session/session').Session} Session */

/**
 * @typedef {object} CalendarRequest
 * @property {Record<string, unknown>} message
 * @property {HostedProject} project
 * @property {Member} member the sender
 */

/**
 * All message types of the dialect except `sync`, which is never parsed here.
 *
 * @type {ReadonlyMap<string, (session: Session, request: CalendarRequest) => Promise<void> | void>}
 */
const TYPES = new Map(Object.entries({ load: loadProject, presence: hearPresence, lock, unlock }));

/**
 * Logs a guest in; it requests the data by `load`.
 *
 * @type {NonNullable<import('../../session/dialect').Dialect['welcome']>}
 */
function welcome(arrivals, session, guest) {
  arrivals.receive(session, guest, ({ clientId, resume }) => {
    const { revision } = guest.project;
    session.reply({
      type: 'welcome',
      data: { clientId, resume, revision },
      timestamp: Date.now(),
    });
  });
}

/**
 * @param {Session} session of this dialect
 * @param {Record<string, unknown>} message an object with a type
 */
function answer(session, message) {
  return answerTyped(TYPES, session, message.type, { message });
}

/**
 * Sends all data, or the changes since the revision that the client states.
 *
 * @param {Session} session
 * @param {CalendarRequest} request
 */
function loadProject(session, { message, project }) {
  const { revision } = message;
  const isNumber = Number.isSafeInteger(revision) && Number(revision) >= 0;
  if (revision !== undefined && revision !== null && !isNumber) {
    return session.complain('ERR_INVALID_REVISION', 'revision is not the number of a revision');
  }
  return project.read(() => {
    const missed =
      isNumber && !session.isStranger
        ? project.texts.framesSince(Number(revision), session.dialect)
        : undefined;
    if (missed) {
      session.bringFrames(missed);
      return;
    }
    session.isStranger = session.isLost = false;
    session.bringProject(session.dialect.whole(project, false));
  });
}

/**
 * @param {Session} session
 * @param {CalendarRequest} request
 */
function hearPresence(session, { message, project, member }) {
  const place = isObject(message.data) ? readPlace(message.data) : undefined;
  if (place === undefined) session.complain('ERR_INVALID_RECORD');
  else project.people.select(member, place);
}

/**
 * @param {Session} session
 * @param {CalendarRequest} request
 */
function lock(session, { message, project }) {
  answerLock(session, takeLock(session, project, isObject(message.data) ? message.data : {}));
}

/**
 * @param {Session} session
 * @param {CalendarRequest} request
 */
function unlock(session, { message, project }) {
  answerLock(session, releaseLock(session, project, isObject(message.data) ? message.data : {}));
}

module.exports = { answer, welcome };
