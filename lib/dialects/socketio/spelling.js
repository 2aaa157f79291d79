'use strict';

const { ERROR_CODES } = require('../../base/errors');
const { PLACE, words } = require('../../native/words');
const { placeFields } = require('../../presence/place');
const { heldLocks } = require('../../session/held-locks');
const { answer, refuseUnread } = require('./handlers');
const { transportOf } = require('./transport');

/** @typedef {import('../../session/dialect').Dialect} Dialect */

const CHANGE = 'calendar:change';
const locksOf = heldLocks({ client: 'userId', type: 'type', id: 'id' });
const NAMES = { change: CHANGE, subscribe: 'calendar:subscribe' };

/** @type {import('../../native/words').Wording} */
const WORDING = {
  shape: 'data',
  isAnswered: true,
  echoes: 'where-renamed',
  told: words`["calendar:update",${PLACE.SHOWN},{"revision":${PLACE.NUMBER}}]`,
  echo: words`["calendar:update",${PLACE.RETURNED},{"revision":${PLACE.NUMBER}}]`,
  conflict: words`["calendar:conflict",{"recordType":${PLACE.RECORD_TYPE},"recordId":${PLACE.RECORD_ID},"fields":${PLACE.FIELDS},"lockedBy":${PLACE.LOCKED_BY},"serverVersion":${PLACE.SERVER_VERSION},"clientVersion":${PLACE.CLIENT_VERSION}}]`,
};

/**
 * The events of a calendar over Socket.IO, each `["name",{…}]`. Only the presence of the project reports users that
 * come and go.
 *
 * @type {Dialect}
 */
const socketio = Object.freeze({
  name: 'socketio',
  policy: 'reject',
  // An author gets its change if an earlier change had not reached it.
  tracks: true,
  key: 'type',
  wording: WORDING,
  change: CHANGE,
  changeStart: Buffer.from(`{"type":"${CHANGE}"`),
  transport: (options, parts) => transportOf(socketio, options, parts, NAMES),
  answer,
  refuseUnread,
  changesOf: ({ data }) => [data],

  whole: (project) => [
    Buffer.from('["calendar:load",'),
    ...project.texts.dataset('data'),
    Buffer.from(`,{"revision":${project.revision}}]`),
  ],
  complain,
  refuseChange: ({ code, message }) => complain(code, message),

  join: () => undefined,
  rename: () => undefined,
  logout: () => undefined,
  users: () => undefined,
  reset: (userName) => ['calendar:reset', { userName }],

  hasHeartbeats: false,
  people: (users, _project, count) => {
    const list = users.map(userOf);
    return count === undefined
      ? ['calendar:presence', list]
      : ['calendar:presence', list, { count }];
  },
  selected: undefined,
  left: undefined,

  lock: ({ type, id }, verdict) => ['calendar:lock', { type, id, ...verdict }],
  unlock: ({ type, id }, success) => ['calendar:unlock', { type, id, success }],
  locked: undefined,
  locks: (held, _project, isAll) => ['calendar:locks', locksOf(held, isAll)],
});

/**
 * @param {string} code
 * @param {string} [message]
 * @returns {object}
 */
function complain(code, message = ERROR_CODES[code]) {
  return ['calendar:error', { code, message }];
}

/**
 * @param {import('../../presence/project-presence').PresentUser} user
 * @returns {object}
 */
function userOf({ clientId, userName, avatar, color, place }) {
  return { userId: clientId, userName, avatar, color, ...placeFields(place) };
}

module.exports = { socketio };
