'use strict';

const { ERROR_CODES } = require('../../base/errors');
const { PLACE, words } = require('../../native/words');
const { placeFields, taskAt } = require('../../presence/place');
const { heldLocks } = require('../../session/held-locks');
const { welcome } = require('./arrival');
const { lateRevision } = require('../../session/late-revision');
const { answer } = require('./handlers');

/** @typedef {import('../../session/dialect').Dialect} Dialect */

const CHANGE = 'changes';
const locksOf = heldLocks({ client: 'clientId' });

/** @type {import('../../native/words').Wording} */
const WORDING = {
  shape: 'payload',
  isAnswered: true,
  tellsEmpty: true,
  told: words`{"type":"changes","payload":${PLACE.CHANGES},"revision":${PLACE.NUMBER},"sender":${PLACE.SENDER}}`,
  echo: words`{"type":"ack","payload":{"clientRevision":${PLACE.LOCAL},"serverRevision":${PLACE.NUMBER},"changes":${PLACE.CHANGES}}}`,
  conflict: words`{"type":"conflict","payload":{"clientRevision":${PLACE.LOCAL},"conflicts":${PLACE.CONFLICTS},"currentState":${PLACE.CURRENT_STATE}}}`,
};

/**
 * The messages at `/gantt-sync`: a `type` and a `payload`. Only the presence of the project reports users that come and
 * go.
 *
 * @type {Dialect}
 */
const sync = Object.freeze({
  name: 'sync',
  policy: 'reject',
  tracks: false,
  key: 'type',
  wording: WORDING,
  change: CHANGE,
  changeStart: Buffer.from(`{"type":"${CHANGE}"`),
  path: '/gantt-sync',
  welcome,
  answer,
  changesOf: ({ payload }) => [payload],

  whole: (project) => project.texts.dataset('sync'),

  complain,
  refuseChange: ({ code, message, clientRevision }, bytes) =>
    complain(code, message, clientRevision ?? lateRevision(code, bytes)),

  join: () => undefined,
  rename: () => undefined,
  logout: () => undefined,
  users: () => undefined,
  reset: () => undefined,

  hasHeartbeats: true,
  people: (users, _project, count) => ({
    type: 'presence',
    payload: { users: users.map(userOf), count },
  }),
  selected: ({ clientId, userName, place }) => ({
    type: 'selection',
    payload: { clientId, taskId: taskAt(place) ?? null, userName, ...beside(place) },
  }),
  left: (clientId) => ({ type: 'user_left', payload: { clientId } }),

  lock: ({ type, id }, verdict) => ({
    type: 'lock',
    payload: { recordType: type, recordId: id, ...verdict },
  }),
  unlock: ({ type, id }, success) => ({
    type: 'unlock',
    payload: { recordType: type, recordId: id, success },
  }),
  locked: undefined,
  locks: (held, _project, isAll) => ({
    type: 'locks',
    payload: locksOf(held, isAll),
  }),
});

/**
 * @param {import('../../presence/project-presence').PresentUser} user
 * @returns {object}
 */
function userOf({ clientId, userName, avatar, color, place }) {
  const activeTask = taskAt(place);
  return { clientId, name: userName, avatar, activeTask, color, ...beside(place) };
}

/**
 * @param {import('../../presence/place').Place | null} place
 * @returns {object} the fields for it, besides a viewed task
 */
function beside(place) {
  const { recordType, recordId, action } = placeFields(place);
  if (taskAt(place) === undefined) return place ? { recordType, recordId, action } : {};
  return place?.isEditing ? { action } : {};
}

/**
 * @param {string} code
 * @param {string} [message]
 * @param {number | string} [clientRevision]
 * @returns {object}
 */
function complain(code, message = ERROR_CODES[code], clientRevision) {
  return { type: 'error', payload: { code, message, clientRevision } };
}

module.exports = { sync };
