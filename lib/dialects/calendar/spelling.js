'use strict';

const { ERROR_CODES } = require('../../base/errors');
const { PLACE, words } = require('../../native/words');
const { placeFields } = require('../../presence/place');
const { heldLocks } = require('../../session/held-locks');
const { lateRevision } = require('../../session/late-revision');
const { answer, welcome } = require('./handlers');
const { wholeProject } = require('./whole-project');

/** @typedef {import('../../session/dialect').Dialect} Dialect */

const { CLIENT_VERSION, FIELDS, LOCAL, LOCKED_BY, NUMBER, RECORD_ID, RECORD_TYPE } = PLACE;
const { RETURNED, SERVER_VERSION, SHOWN, TIME } = PLACE;
const CHANGE = 'sync';
const locksOf = heldLocks({ client: 'userId' });

/** @type {import('../../native/words').Wording} */
const WORDING = {
  shape: 'data',
  isAnswered: true,
  // Its clients invent ids for new records, and treat another id as another record.
  echoes: 'where-renamed',
  told: words`{"type":"sync","data":${SHOWN},"revision":${NUMBER},"timestamp":${TIME}}`,
  echo: words`{"type":"sync","data":${RETURNED},"revision":${NUMBER},"clientRevision":${LOCAL},"timestamp":${TIME}}`,
  conflict: words`{"type":"conflict","data":{"recordType":${RECORD_TYPE},"recordId":${RECORD_ID},"fields":${FIELDS},"lockedBy":${LOCKED_BY},"serverVersion":${SERVER_VERSION},"clientVersion":${CLIENT_VERSION}},"clientRevision":${LOCAL},"timestamp":${TIME}}`,
};

/**
 * The messages at `/calendar`: a `type` and `data`.
 *
 * @type {Dialect}
 */
const calendar = Object.freeze({
  name: 'calendar',
  policy: 'reject',
  // An author gets its change if an earlier change had not reached it.
  tracks: true,
  key: 'type',
  wording: WORDING,
  change: CHANGE,
  changeStart: Buffer.from(`{"type":"${CHANGE}"`),
  path: '/calendar',
  guessesProject: true,
  welcome,
  answer,
  changesOf: ({ data }) => [data],

  whole: wholeProject,
  complain,
  refuseChange: ({ code, message, clientRevision }, bytes) =>
    complain(code, message, clientRevision ?? lateRevision(code, bytes)),

  join: () => undefined,
  rename: () => undefined,
  logout: () => undefined,
  users: () => undefined,
  reset: () => undefined,

  hasHeartbeats: false,
  people: (users, _project, count) => stamped({ type: 'presence', data: users.map(userOf), count }),
  selected: undefined,
  left: undefined,

  lock: ({ type, id }, verdict) =>
    stamped({ type: 'lock', data: { recordType: type, recordId: id, ...verdict } }),
  unlock: ({ type, id }, success) =>
    stamped({ type: 'unlock', data: { recordType: type, recordId: id, success } }),
  locked: undefined,
  locks: (held, _project, isAll) => stamped({ type: 'locks', data: locksOf(held, isAll) }),
});

/**
 * @param {import('../../presence/project-presence').PresentUser} user
 * @returns {object}
 */
function userOf({ clientId, userName, avatar, color, place }) {
  return { userId: clientId, userName, avatar, color, ...placeFields(place) };
}

/**
 * @param {string} code
 * @param {string} [message]
 * @param {number | string} [clientRevision]
 * @returns {object}
 */
function complain(code, message = ERROR_CODES[code], clientRevision) {
  return stamped({ type: 'error', data: { code, message, clientRevision } });
}

/**
 * @param {object} message
 * @returns {object} with a timestamp
 */
function stamped(message) {
  return { ...message, timestamp: Date.now() };
}

module.exports = { calendar };
