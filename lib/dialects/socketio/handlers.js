'use strict';

const { ERROR_CODES } = require('../../base/errors');
const { isObject } = require('../../base/is-object');
const { readPlace } = require('../../presence/place');
const { whenUnreadable } = require('../../storage/turns');
const { releaseLock, takeLock } = require('../../session/locks');
const { ackIn } = require('./packets');
const { storeOf } = require('./record-types');

/** @typedef {import('../../session/dialect').AnswerParts} AnswerParts */
/** @typedef {import('../../session/session').Session} Session */

/**
 * @typedef {object} Event
 * @property {Record<string, unknown>} data
 * @property {unknown} ack the number of the requested acknowledgement; undefined: none
 * @property {AnswerParts} parts
 */

/**
 * All events except changes, which are never parsed here.
 *
 * @type {ReadonlyMap<string, (session: Session, event: Event) => Promise<void> | void>}
 */
const EVENTS = new Map(
  Object.entries({
    'calendar:subscribe': subscribe,
    'calendar:presence': hearPlace,
    'calendar:lock': lock,
    'calendar:unlock': unlock,
  }),
);

const LONGEST_SHOWN_NAME = 40;
const ACK = '3';

/**
 * @param {Session} session
 * @param {Record<string, unknown>} message an event: its name as type, its data, and the number of its acknowledgement
 * @param {AnswerParts} parts
 * @returns {Promise<void> | void}
 */
function answer(session, { type, data, ack }, parts) {
  const name = String(type);
  const run = EVENTS.get(name);
  const event = { data: isObject(data) ? data : {}, ack, parts };
  if (!run) {
    const shown = JSON.stringify(name.slice(0, LONGEST_SHOWN_NAME));
    return refuse(session, event, 'ERR_UNKNOWN_COMMAND', `There is no event ${shown}`);
  }
  session.log.debug(name);
  return whenUnreadable(run(session, event), () => refuse(session, event, 'ERR_STORAGE_FAILED'));
}

/**
 * @param {Session} session
 * @param {Event} event
 * @returns {Promise<void> | void}
 */
function subscribe(session, event) {
  const { projects, arrivals } = event.parts;
  const { calendarId: id } = event.data;
  const { identity } = session;
  const isId = (typeof id === 'string' && id !== '') || typeof id === 'number';
  if (!isId || !identity) return refuse(session, event, 'ERR_PROJECT_REQUIRED');
  if (!identity.rights.maySee(id)) return refuse(session, event, 'ERR_FORBIDDEN');
  const project = projects.find(id, identity.rights);
  if (!project) return refuse(session, event, 'ERR_UNKNOWN_PROJECT');
  return project.read(() => {
    // The client may have disconnected meanwhile.
    if (session.connection.hasEnded) return;
    const isNew = session.project !== project;
    session.follow(project);
    const missed = missedBy(session.dialect, project, event);
    if (missed) session.bringFrames(missed);
    else session.bringProject(session.dialect.whole(project, false));
    const { clientId } = identity;
    acknowledge(session, event, { success: true, clientId, revision: project.revision });
    if (!isNew) return;
    session.appear(true);
    arrivals.tellSubscription(session);
  });
}

/**
 * @param {import('../../session/dialect').Dialect} dialect
 * @param {import('../../project/hosted-project').HostedProject} project
 * @param {Event} event with the revision of its client, and its id at that revision
 * @returns {Buffer | undefined} undefined if it needs the whole project
 */
function missedBy(dialect, project, { data, parts }) {
  const { revision, clientId } = data;
  const isNumber = Number.isSafeInteger(revision) && Number(revision) >= 0;
  const isKnown = project.isKept || parts.arrivals.isOfThisLife(clientId);
  return isNumber && isKnown ? project.texts.framesSince(Number(revision), dialect) : undefined;
}

/**
 * @param {Session} session
 * @param {Event} event
 */
function hearPlace(session, event) {
  const { member, project } = session;
  if (!member || !project) return refuse(session, event, 'ERR_NOT_SUBSCRIBED');
  const { recordType = 'event', recordId, action } = event.data;
  const place = readPlace({ recordType: storeOf(recordType), recordId, action });
  if (place === undefined) return refuse(session, event, 'ERR_INVALID_RECORD');
  project.people.select(member, place);
  return acknowledge(session, event, { success: true });
}

/**
 * @param {Session} session
 * @param {Event} event
 */
function lock(session, event) {
  settle(session, event, takeLock);
}

/**
 * @param {Session} session
 * @param {Event} event
 */
function unlock(session, event) {
  settle(session, event, releaseLock);
}

/**
 * @param {Session} session
 * @param {Event} event
 * @param {typeof takeLock} act
 */
function settle(session, event, act) {
  const { project } = session;
  if (!project) return refuse(session, event, 'ERR_NOT_SUBSCRIBED');
  const { type, id, wait } = event.data;
  // The store is required.
  const recordType = typeof type === 'string' ? storeOf(type) : '';
  const result = act(session, project, { recordType, recordId: id, wait });
  if ('code' in result) return refuse(session, event, result.code);
  const [, verdict] = /** @type {[string, Record<string, unknown>]} */ (result.message);
  return acknowledge(session, event, verdict);
}

/**
 * @param {Session} session
 * @param {Pick<Event, 'ack'>} event
 * @param {string} code
 * @param {string} [message]
 */
function refuse(session, event, code, message = ERROR_CODES[code]) {
  if (event.ack === undefined) return session.complain(code, message);
  session.log.refused('an event', `${message} (${code})`);
  return acknowledge(session, event, { success: false, code, message });
}

/**
 * Refuses an invalid message.
 *
 * @param {Session} session
 * @param {Buffer} bytes
 * @param {string} code
 * @param {string} [message]
 */
function refuseUnread(session, bytes, code, message) {
  refuse(session, { ack: ackIn(bytes) }, code, message);
}

/**
 * @param {Session} session
 * @param {Pick<Event, 'ack'>} event
 * @param {object} result
 */
function acknowledge({ connection }, { ack }, result) {
  if (Number.isSafeInteger(ack))
    connection.send(Buffer.from(`${ACK}${ack}${JSON.stringify([result])}`));
}

module.exports = { answer, refuseUnread };
