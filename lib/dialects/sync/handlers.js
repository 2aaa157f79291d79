'use strict';

const { isObject } = require('../../base/is-object');
const { isId, readPlace } = require('../../presence/place');
const { answerLock, releaseLock, takeLock } = require('../../session/locks');
const { renew } = require('../../session/renewal');
const { answerTyped } = require('../../session/typed-messages');

/** @typedef {import('../../project/hosted-project').HostedProject} HostedProject */
/** @typedef {import('../../session/session').Member} Member */
/** @typedef {import('../../session/session').Session} Session */

/**
 * @typedef {object} SyncRequest
 * @property {Record<string, unknown>} payload
 * @property {HostedProject} project
 * @property {Member} member the sender
 */

/**
 * All message types of the dialect except `changes`, which is never parsed here.
 *
 * @type {ReadonlyMap<string, (session: Session, request: SyncRequest) => Promise<void> | void>}
 */
const TYPES = new Map(
  Object.entries({
    request_sync: sendProject,
    request_delta: sendDelta,
    heartbeat: hearHeartbeat,
    selection: hearSelection,
    ping: answerPing,
    login: renewLogin,
    lock,
    unlock,
  }),
);

/**
 * @param {Session} session of this dialect
 * @param {Record<string, unknown>} message an object with a type
 */
function answer(session, message) {
  const payload = isObject(message.payload) ? message.payload : {};
  return answerTyped(TYPES, session, message.type, { payload });
}

/**
 * @param {Session} session
 * @param {SyncRequest} request
 */
function renewLogin(session, { payload, member }) {
  const { userName } = member;
  return renew(session, payload.token, (code) => {
    if (code) session.complain(code);
    else session.reply({ type: 'login', payload: { userName } });
  });
}

/**
 * The answer follows those to all earlier messages, so it also says that these are complete.
 *
 * @param {Session} session
 */
function answerPing(session) {
  session.reply({ type: 'pong', payload: {} });
}

/**
 * @param {Session} session
 * @param {{project: HostedProject}} request
 */
function sendProject(session, { project }) {
  return project.read(() => bringProject(session, project));
}

/**
 * @param {Session} session
 * @param {HostedProject} project
 */
function bringProject(session, project) {
  session.isStranger = session.isLost = false;
  session.bringProject(session.dialect.whole(project, false));
}

/**
 * @param {Session} session
 * @param {SyncRequest} request
 */
function sendDelta(session, { payload, project }) {
  const { lastRevision } = payload;
  if (!Number.isSafeInteger(lastRevision) || Number(lastRevision) < 0) {
    return session.complain('ERR_INVALID_REVISION', 'lastRevision is not the number of a revision');
  }
  return project.read(() => {
    const missed = session.isStranger
      ? undefined
      : project.texts.framesSince(Number(lastRevision), session.dialect);
    if (missed) session.bringFrames(missed);
    else bringProject(session, project);
  });
}

/**
 * @param {Session} session
 * @param {SyncRequest} request
 */
function hearHeartbeat(session, { payload, project, member }) {
  const place = placeOf(session, payload, 'activeTask');
  if (place === undefined) project.people.touch(member);
  else project.people.heartbeat(member, place);
}

/**
 * @param {Session} session
 * @param {SyncRequest} request
 */
function hearSelection(session, { payload, project, member }) {
  const place = placeOf(session, payload, 'taskId');
  if (place !== undefined) project.people.select(member, place);
}

/**
 * @param {Session} session
 * @param {Record<string, unknown>} payload
 * @param {'activeTask' | 'taskId'} key the key for a task
 * @returns {import('../../presence/place').Place | null | undefined} undefined: it is invalid, and the client got an
 * error
 */
function placeOf(session, payload, key) {
  const task = payload[key] ?? undefined;
  if (task !== undefined && !isId(task)) {
    session.complain('ERR_INVALID_ID', `${key} is not the id of a task`);
    return undefined;
  }
  const { recordType, recordId, action } = payload;
  const record = task === undefined ? { recordType, recordId } : { recordId: task };
  const place = readPlace({ ...record, action });
  if (place === undefined) session.complain('ERR_INVALID_RECORD');
  return place;
}

/**
 * @param {Session} session
 * @param {SyncRequest} request
 */
function lock(session, { payload, project }) {
  answerLock(session, takeLock(session, project, payload));
}

/**
 * @param {Session} session
 * @param {SyncRequest} request
 */
function unlock(session, { payload, project }) {
  answerLock(session, releaseLock(session, project, payload));
}

module.exports = { answer };
