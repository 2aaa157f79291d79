'use strict';

const { errorText } = require('../../base/errors');
const { isObject } = require('../../base/is-object');
const { placeFields } = require('../../presence/place');
const { whyLocked } = require('../../project/locking');
const { heldLocks } = require('../../session/held-locks');

/** @typedef {import('../../session/dialect').CommandDialect} CommandDialect */

const CHANGE = 'project_change';
const locksOf = heldLocks({ client: 'client' });
const REVISION = /^server-(\d{1,15})$/;

/** @type {import('../../native/words').Wording} */
const WORDING = { shape: 'revisions' };

/**
 * The messages of Bryntum's own client: a `command`, and everything else in `data`.
 *
 * @type {CommandDialect}
 */
const commands = Object.freeze({
  name: 'commands',
  policy: 'last-writer-wins',
  tracks: false,
  greets: false,
  key: 'command',
  wording: WORDING,
  change: CHANGE,
  // The beginning of every change of the real client. A change with another beginning is recognized by reading the
  // whole text.
  changeStart: Buffer.from(`{"command":"${CHANGE}"`),

  claims: (message) => Object.hasOwn(message, 'data'),
  changesOf({ data }) {
    const { revisions } = isObject(data) ? data : {};
    return Array.isArray(revisions) ? revisions.map((one) => one?.changes) : [];
  },
  revisionIn(since) {
    const [, number] = (typeof since === 'string' && REVISION.exec(since)) || [];
    return number === undefined ? undefined : Number(number);
  },

  whole: (project, isReset) => project.texts.dataset(isReset ? 'reset' : 'commands'),

  fieldsOf: (message) => (isObject(message.data) ? message.data : {}),

  say: (command, fields) => ({ command, data: fields }),
  refuse: (command, error, fields) =>
    fields ? { command, error, data: fields } : { command, error },
  complain(code, message) {
    const text = errorText(code, message);
    // Some clients show one, some the other.
    return { command: 'error', message: text, error: text };
  },
  refuseChange: ({ code, message }) => ({ command: CHANGE, error: errorText(code, message) }),

  versionContent: (_command, answer) => answer,

  login: (clientId, userName, resume) => ({
    command: 'login',
    data: { client: clientId, userName, resume },
  }),
  join: (userName) => ({ command: 'join', data: { userName } }),
  rename: () => undefined,
  logout: (userName) => ({ command: 'logout', data: { userName } }),
  users: (users) => ({ command: 'users', data: { users } }),
  reset: (userName, project) => ({ command: 'reset', data: { userName, project } }),

  hasHeartbeats: false,
  people: (users, project, count) => ({
    command: 'presence',
    data: { project, users: users.map(userOf), count },
  }),
  selected: undefined,
  left: undefined,

  lock: ({ type, id }, verdict, project) => ({
    command: 'lock',
    data: { project, recordType: type, recordId: id, ...verdict },
  }),
  unlock: ({ type, id }, success, project) => ({
    command: 'unlock',
    data: { project, recordType: type, recordId: id, success },
  }),
  locked: ({ type, id, lockedBy }, project) => ({
    command: 'lock',
    error: whyLocked(lockedBy),
    data: { project, recordType: type, recordId: id, lockedBy },
  }),
  locks: (held, project, isAll) => ({
    command: 'locks',
    data: { project, ...locksOf(held, isAll) },
  }),
});

/**
 * @param {import('../../presence/project-presence').PresentUser} user
 * @returns {object}
 */
function userOf({ clientId, userName, avatar, color, place }) {
  return { client: clientId, userName, avatar, color, ...placeFields(place) };
}

module.exports = { commands };
